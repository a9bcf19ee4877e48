"""What becomes of a wave: the details behind a post, a leader's own report, the Home tab, and who may see nothing."""

import csv
import io
from dataclasses import replace

import pytest

from bot.delivery import Delivery
from bot.i18n import Words
from bot.result_sentences import nothing_yet
from bot.senders import SENDERS
from bot.use_cases import roster as roster_cases
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF

GERMAN, ENGLISH = Words(Locale.DE), Words(Locale.EN)
NORTH_LEADER, NORTH = STAFF[0], STAFF[2:5]
SOUTH_LEADER, SOUTH = STAFF[1], STAFF[5:8]


def small_teams():
    """Three teams of three: none can be shown alone, and together they can."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["slack_id", "name", "unit", "manager", "language", "office"])
    writer.writerow([LEADER, "Lena Licht", "Team", "", "de", "Berlin"])
    for person_id, language in ((ADMIN, "en"), (NORTH_LEADER, "en"), (SOUTH_LEADER, "de")):
        writer.writerow([person_id, person_id, "Team", LEADER, language, "London"])
    for person_id in NORTH:
        writer.writerow([person_id, person_id, "North", NORTH_LEADER, "en", "London"])
    for person_id in SOUTH:
        writer.writerow([person_id, person_id, "Süd", SOUTH_LEADER, "de", "Berlin"])
    return text.getvalue().encode()


async def closed(stage, people=(ADMIN, *STAFF), point=4):
    """Count a wave; its posts are owed and not yet delivered."""
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person_id in people:
        await stage.answer(person_id, point)
    await stage.ask(ADMIN, "survey close Puls")


async def counted(stage):
    await closed(stage)
    await stage.deliver()
    return stage


@pytest.fixture
async def told(stage):
    return await counted(stage)


@pytest.fixture
async def small(stage):
    new, _ = roster_cases.preview(stage.services, small_teams(), {})
    roster_cases.apply(stage.services, new, "operator")
    return await counted(stage)


async def trend_post(stage):
    posts = [m for m in await stage.person(LEADER).messages(LEADERSHIP) if not m.get("ephemeral")]
    return posts[-1]


async def with_pictures(person):
    async def found():
        view = await person.top_view()
        return view if view and [block for block in view["blocks"] if block["type"] == "image"] else None

    return await person.until(found)


async def test_details_of_a_post_say_how_sure_it_is_and_what_is_not_shown_with_both_pictures(told):
    leader = told.person(LEADER)
    await leader.click(await trend_post(told), "report_details")
    modal = await with_pictures(leader)
    images = [block for block in modal["blocks"] if block["type"] == "image"]
    assert len(images) == 2
    assert all("75" in image["alt_text"] for image in images)
    assert GERMAN("How sure is this?") in str(modal)
    assert GERMAN("What is not shown, and why") in str(modal)


async def test_details_open_in_words_where_slack_takes_no_picture(told):
    told.workspace.faults.fail("files.getUploadURLExternal", "unknown_error")
    modal = await told.ask_for_modal(LEADER, "results")
    assert "75" in str(modal)


async def test_a_leader_gets_a_message_of_their_own_once_with_a_picture(told):
    await told.deliver()
    (message,) = await told.person(LEADER).dms()
    assert "Team" in message["text"]
    assert "75" in message["text"]
    assert [block["type"] for block in message["blocks"]].count("image") == 1
    await told.person(LEADER).click(message, "report_details")
    assert await with_pictures(told.person(LEADER))


async def test_a_leader_asks_for_the_results_of_their_unit_by_name_or_without(told):
    for text in ("results", "results Team", "results team"):
        modal = await told.ask_for_modal(LEADER, text)
        assert modal["callback_id"] == "report_details"
        assert "75" in str(modal["blocks"])
        await told.person(LEADER).close(modal)


async def test_a_name_mistyped_is_answered_with_the_one_that_may_be_meant(told):
    assert "Team" in await told.ask(LEADER, "results Taem")


@pytest.mark.parametrize(("person_id", "words"), [(ADMIN, ENGLISH), (STAFF[1], GERMAN)])
async def test_whoever_leads_nothing_is_refused_in_a_sentence_admin_or_not(told, person_id, words):
    refusal = words(
        "This is for leaders and for viewers of the whole. Admins run pulses and see no results; "
        "`/pulse help` shows what else there is."
    )
    assert await told.ask(person_id, "results") == refusal
    assert await told.ask(person_id, "results Team") == refusal


async def test_before_the_first_close_results_say_that_there_are_none_yet(stage):
    modal = await stage.ask_for_modal(LEADER, "results")
    assert nothing_yet("Team", GERMAN) in str(modal)


async def test_the_home_tab_shows_a_leader_their_unit_and_an_employee_what_became_of_it(told):
    leader = await told.person(LEADER).home(fresh=True)
    assert GERMAN("My unit: {unit}", unit="Team") in str(leader)
    assert "75" in str(leader)
    employee = await told.person(STAFF[0]).home(fresh=True)
    assert ENGLISH("What became of the last pulse") in str(employee)
    assert "75" in str(employee)
    assert ENGLISH("My unit: {unit}", unit="Team") not in str(employee)
    await told.person(LEADER).click(await told.person(LEADER).home(), "report_details")
    assert await with_pictures(told.person(LEADER))


async def test_the_leader_of_a_small_unit_sees_with_whom_it_is_counted_and_when_its_own_figure_comes(small):
    home = str(await small.person(NORTH_LEADER).home(fresh=True))
    assert "This is the figure of 3 teams in “Team” that are shown together, yours among them." in home
    assert "3 people are asked in this unit; a figure of its own is possible from 5 on." in home
    assert "Overall 75" in home
    message = (await small.person(SOUTH_LEADER).dms())[-1]
    assert "Das ist der Wert von 3 Teams in „Team“, die zusammen gezeigt werden" in str(message)


async def test_a_leader_sees_what_is_beneath_and_not_what_is_beside(small):
    modal = await small.ask_for_modal(LEADER, "results Süd")
    assert "Süd" in str(modal)
    await small.person(LEADER).close(modal)
    assert "Süd" in await small.ask(NORTH_LEADER, "results Süd")
    assert await small.person(NORTH_LEADER).top_view() is None


async def test_a_leader_who_left_gets_nothing(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person_id in STAFF:
        await stage.answer(person_id, 4)
    new, _ = roster_cases.preview(stage.services, small_teams().replace(LEADER.encode(), b"U0SUCCESSOR"), {})
    roster_cases.apply(stage.services, new, "operator")
    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    assert await stage.person(LEADER).dms() == []


async def test_slack_draws_the_table_itself_where_that_is_set(stage):
    await closed(stage)
    await Delivery(replace(stage.services, native_charts=True), stage.bot.client, SENDERS, 1000).drain()
    kinds = [block["type"] for block in (await trend_post(stage))["blocks"]]
    assert "table" in kinds
    assert "image" not in kinds


async def test_where_slack_refuses_its_own_blocks_the_picture_stands_in(stage):
    await closed(stage)
    stage.workspace.faults.fail("chat.postMessage", "invalid_blocks")
    await Delivery(replace(stage.services, native_charts=True), stage.bot.client, SENDERS, 1000).drain()
    kinds = [block["type"] for block in (await trend_post(stage))["blocks"]]
    assert "image" in kinds
    assert "table" not in kinds
