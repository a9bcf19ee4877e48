"""As an employee: from the invitation to the confirmation, and what must never happen on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.i18n import Words
from bot.use_cases import roster as roster_cases
from bot.use_cases import waves
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF, choices, roster_csv

GERMAN, ENGLISH = Words(Locale.DE), Words(Locale.EN)


def boxes(stage):
    with stage.services.database.reading() as session:
        return session.execute(text("SELECT count(*) FROM urn")).scalar()


@pytest.fixture
async def opened(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    return stage


@pytest.mark.parametrize(("person_id", "words"), [(STAFF[0], ENGLISH), (STAFF[1], GERMAN)])
async def test_an_employee_answers_in_their_own_language(opened, person_id, words):
    person, ballot = await opened.open_ballot(person_id)
    first = ballot["blocks"][1]
    question = opened.services.bank.by_key(first["block_id"])
    assert first["label"]["text"] == words.text(question.text)
    assert ballot["submit"]["text"] == words("Seal my answers")
    outcome = await person.submit(ballot, {**choices(ballot, 4), "comment": "Danke"})
    sealed = await person.top_view()
    assert outcome["response_action"] == "update"
    assert sealed["callback_id"] == "sealed"
    assert boxes(opened) == 2


async def test_nothing_chosen_is_a_friendly_error_at_each_question_and_nothing_is_stored(opened):
    person, ballot = await opened.open_ballot(STAFF[1])
    outcome = await person.submit(ballot, {})
    assert outcome["response_action"] == "errors"
    assert set(outcome["errors"].values()) == {GERMAN("Please choose one; “cannot judge” is an answer too.")}
    assert boxes(opened) == 0


async def test_a_choice_outside_the_scale_is_refused(opened):
    person, ballot = await opened.open_ballot(STAFF[0])
    key = ballot["blocks"][1]["block_id"]
    forged = {"type": "radio_buttons", "selected_option": {"value": "9", "text": {"type": "plain_text", "text": "9"}}}
    outcome = await person.submit(ballot, {**choices(ballot, 4), key: forged})
    assert key in outcome["errors"]
    assert boxes(opened) == 0


async def test_answering_again_replaces_the_earlier_ballot_and_shows_nothing_of_it(opened):
    await opened.answer(STAFF[0], 1)
    person, ballot = await opened.open_ballot(STAFF[0])
    elements = [block["element"] for block in ballot["blocks"] if block["type"] == "input"]
    assert not any("initial_option" in element or "initial_value" in element for element in elements)
    assert ENGLISH(
        "Sealing again replaces your earlier answers. They cannot be shown: not even the bot can read them back to you here."
    ) in str(ballot)
    await person.submit(ballot, choices(ballot, 5))
    assert boxes(opened) == 2


async def test_at_the_moment_of_answering_no_message_is_sent_or_changed(opened):
    before = await opened.messages_of_everybody()
    await opened.answer(STAFF[0], 5, "Weiter so")
    await opened.deliver()
    assert await opened.messages_of_everybody() == before


async def test_at_the_close_every_invitation_says_the_same_answered_or_not(opened):
    for person_id in STAFF[:6]:
        await opened.answer(person_id, 4)
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    notes = {person: (await opened.person(person).dms())[-1]["text"] for person in STAFF}
    assert {notes[person] for person in STAFF[::2]} == {notes[STAFF[6]]}
    assert {notes[person] for person in STAFF[1::2]} == {notes[STAFF[7]]}
    assert boxes(opened) == 0
    assert opened.services.keys.wave_ids() == set()


async def test_a_click_on_a_closed_pulse_says_so_and_stores_nothing(opened):
    person, ballot = await opened.open_ballot(STAFF[0])
    invitation = (await person.dms())[-1]
    opened.clock.at += timedelta(days=20)
    outcome = await person.submit(ballot, choices(ballot, 3))
    assert outcome["response_action"] == "push"
    await person.close(await person.top_view())
    await person.close(ballot)
    await person.click(invitation, "answer_pulse")
    refusal = await person.until(person.top_view)
    assert "closed" in str(refusal["blocks"])
    assert boxes(opened) == 0


async def test_who_left_the_roster_cannot_answer_any_more(opened):
    person, ballot = await opened.open_ballot(STAFF[0])
    new, _ = roster_cases.preview(opened.services, roster_csv(STAFF[1:]), {})
    roster_cases.apply(opened.services, new, "operator")
    outcome = await person.submit(ballot, choices(ballot, 3))
    assert outcome["response_action"] == "push"
    assert boxes(opened) == 0


async def test_the_leader_who_is_rated_is_not_asked_about_themselves(opened):
    assert await opened.person(LEADER).dms() == []


async def test_a_trend_post_reaches_the_leaders_with_a_picture_that_says_what_it_shows(opened):
    for person_id in STAFF:
        await opened.answer(person_id, 4)
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    posts = [m for m in await opened.person(LEADER).messages(LEADERSHIP) if not m.get("ephemeral")]
    images = [block for block in posts[-1]["blocks"] if block["type"] == "image"]
    assert len(posts) == 1
    assert "75" in posts[0]["text"]
    assert images[0]["alt_text"]
    assert "75" in images[0]["alt_text"]


async def test_a_team_of_four_answers_gets_no_figure(opened):
    for person_id in STAFF[:4]:
        await opened.answer(person_id, 1)
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    with opened.services.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM ledger")).scalar() == 0


async def test_a_restart_in_the_middle_loses_nothing_and_sends_nothing_twice(opened):
    await opened.answer(STAFF[0], 4)
    before = await opened.messages_of_everybody()
    await opened.restart()
    await opened.bot.scheduler.tick()
    await opened.deliver()
    assert await opened.messages_of_everybody() == before
    assert boxes(opened) == 2


async def test_everybody_can_see_what_is_stored_about_them(opened):
    await opened.answer(STAFF[0], 4)
    modal = await opened.ask_for_modal(STAFF[0], "privacy")
    assert ENGLISH("a sealed ballot").split()[0] in str(modal["blocks"])
    assert "a sealed ballot" in str(modal["blocks"])


async def test_the_home_tab_offers_the_open_pulse(opened):
    home = await opened.person(STAFF[1]).home(fresh=True)
    assert "answer_pulse" in str(home)


ORDER = (
    "Open pulses",
    "What became of the last pulse",
    "My receipts",
    "Customer voice",
    "My settings",
    "What happens with your answers",
)


@pytest.mark.parametrize(("person_id", "words"), [(STAFF[0], ENGLISH), (STAFF[1], GERMAN)])
async def test_the_home_tab_tells_what_is_open_what_became_of_it_and_what_one_can_set_in_this_order(
    opened, person_id, words
):
    for each in STAFF:
        await opened.answer(each, 4)
    await opened.ask(ADMIN, "survey close Puls")
    home = await opened.person(person_id).home(fresh=True)
    headers = [block["text"]["text"] for block in home["blocks"] if block["type"] == "header"]
    told = [words(title) for title in ORDER]
    assert [header for header in headers if header in told] == told


async def test_a_survey_opens_by_itself_when_its_time_has_come(stage):
    await stage.create_survey()
    stage.clock.at += timedelta(days=7, hours=2)
    await stage.services.run(waves.tick)
    await stage.deliver()
    assert len(await stage.person(STAFF[0]).dms()) == 1


@pytest.mark.parametrize(
    ("person_id", "typed", "words"), [(STAFF[0], "answer", ENGLISH), (STAFF[1], "antworten", GERMAN)]
)
async def test_the_command_opens_the_one_ballot_paper_there_is(opened, person_id, typed, words):
    ballot = await opened.ask_for_modal(person_id, typed)
    assert ballot["submit"]["text"] == words("Seal my answers")
    outcome = await opened.person(person_id).submit(ballot, choices(ballot, 4))
    assert outcome["response_action"] == "update"
    assert boxes(opened) == 2


async def test_with_nothing_open_the_command_says_where_the_next_pulse_will_be(stage):
    nothing = "Nothing to answer right now. When a pulse opens, it appears in the Home tab and in my messages."
    assert await stage.ask(STAFF[0], "answer") == ENGLISH(nothing)
    assert await stage.ask(STAFF[1], "answer") == GERMAN(nothing)
