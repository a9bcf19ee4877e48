"""People who leave, are guests, or stand in two units, and clicks that no longer fit: told plainly, and nothing is stored."""

import asyncio
import csv
import io
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import text

from bot.directory import read_directory
from bot.i18n import Words
from bot.use_cases import languages
from bot.use_cases import roster as roster_cases
from bot.views.ids import Action
from surveys import receipts
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, LEADER, STAFF, choices
from tests.journeys.hostile import Door, click, submission
from tests.journeys.test_threads import closed, enter, next_day, opened, seal  # noqa: F401 (fixtures)

ENGLISH, GERMAN = Words(Locale.EN), Words(Locale.DE)
NOT_HERE = (
    "Vorbild is for people who work here: Slack says that your account is switched off, or another organisation's. "
    "Nothing was changed."
)


def boxes(stage):
    with stage.services.database.reading() as session:
        return session.scalar(text("SELECT count(*) FROM urn"))


async def changed_in_slack(stage, person_id, **account):
    """Change somebody's account, and wait until the bot has heard that they cannot be asked any more."""
    seed_address = f"{stage.workspace.url}/local/seed"
    await stage.session.post(seed_address, json={"users": [{"id": person_id, **account}]})
    for _ in range(250):
        if not (await stage.services.run(languages.reader, person_id)).person.invitable:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


def filled(view, **entered):
    """Give a view as it is submitted. Slack ends a session with the account, but a click may be on its way."""
    values = {
        block_id: {"value": {"type": "plain_text_input", "value": value}}
        if isinstance(value, str)
        else {"value": {"type": "radio_buttons", "selected_option": {"value": str(value)}}}
        for block_id, value in entered.items()
    }
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize(("person_id", "words"), [(STAFF[1], GERMAN), (STAFF[2], ENGLISH)])
async def test_whoever_left_with_an_open_ballot_is_told_so_and_what_they_sealed_before_is_counted(
    opened,  # noqa: F811
    person_id,
    words,
):
    await opened.answer(person_id, 4)
    _, ballot = await opened.open_ballot(person_id)
    sealed = boxes(opened)
    await changed_in_slack(opened, person_id, deleted=True)
    late = filled(ballot, **dict.fromkeys(choices(ballot, 1), 1), comment="")
    _, answer = await Door(opened).interact(submission(person_id, late))
    assert answer["response_action"] == "push"
    assert words(NOT_HERE) in str(answer)
    assert boxes(opened) == sealed == 2


async def test_whoever_left_while_writing_to_leaders_adds_nothing(closed):  # noqa: F811
    stage, codes = closed
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    await changed_in_slack(stage, STAFF[0], deleted=True)
    _, answer = await Door(stage).interact(submission(STAFF[0], filled(thread, answer="One last word.")))
    assert answer["response_action"] == "push"
    with stage.services.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM thread_entry")) == 0


async def test_somebody_who_becomes_a_guest_is_asked_no_more_and_told_plainly(opened):  # noqa: F811
    person, ballot = await opened.open_ballot(STAFF[0])
    await changed_in_slack(opened, STAFF[0], is_restricted=True)
    outcome = await person.submit(ballot, choices(ballot, 4))
    assert outcome["response_action"] == "push"
    assert "asks other people" in str(await person.top_view())
    assert boxes(opened) == 0


async def test_whoever_stands_in_two_units_is_asked_once_and_counted_where_their_manager_is(stage):
    content = io.StringIO()
    rows = csv.writer(content)
    rows.writerow(["slack_id", "name", "unit", "manager"])
    rows.writerow([LEADER, "Lena Licht", "Company", ""])
    rows.writerow([ADMIN, "Adam Adler", "Projects", LEADER])
    for person_id in STAFF[:6]:
        rows.writerow([person_id, person_id, "Team", LEADER])
    for person_id in (STAFF[0], STAFF[6], STAFF[7]):
        rows.writerow([person_id, person_id, "Projects", LEADER if person_id == STAFF[0] else ADMIN])
    directory = await read_directory(stage.bot.client)
    new, _ = roster_cases.preview(stage.services, content.getvalue().encode(), directory)
    roster_cases.apply(stage.services, new, "operator")
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    assert len(await stage.person(STAFF[0]).dms()) == 1
    with stage.services.database.reading() as session:
        asked = session.execute(text("SELECT person_id, unit_id FROM invitation")).all()
    units = dict(map(tuple, asked))
    assert len(asked) == len(units)
    assert units[STAFF[0]] == units[STAFF[1]]
    assert units[STAFF[0]] != units[STAFF[6]]


@pytest.mark.parametrize(("person_id", "words"), [(STAFF[0], ENGLISH), (STAFF[1], GERMAN)])
async def test_a_code_of_another_workspace_is_told_at_its_field(closed, person_id, words):  # noqa: F811
    stage, _ = closed
    elsewhere = receipts.write(bytes(range(receipts.TOKEN_BYTES)), "another installation")
    outcome, form = await enter(stage, person_id, elsewhere)
    assert outcome["errors"] == {"code": words("This code was given in another workspace. Please enter it there.")}
    assert form["callback_id"] == "receipt_code"


async def test_the_tenth_answer_within_a_minute_waits_and_its_text_is_still_there(closed):  # noqa: F811
    stage, codes = closed
    person = stage.person(STAFF[0])
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    for number in range(9):
        assert (await person.submit(thread, {"answer": f"answer {number}"}))["response_action"] == "update"
        thread = await person.top_view()
    outcome = await person.submit(thread, {"answer": "answer 9"})
    assert "in a minute" in outcome["errors"]["answer"]
    stage.clock.at += timedelta(minutes=2)
    assert (await person.submit(thread, {"answer": "answer 9"}))["response_action"] == "update"


async def test_withdrawing_twice_and_entering_the_code_again_are_explained(closed):  # noqa: F811
    stage, codes = closed
    door, person = Door(stage), stage.person(STAFF[0])
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    await person.click(thread, "comment_withdraw")
    before = None
    for _ in range(2):
        again = click(STAFF[0], Action.WITHDRAW_COMMENT, "", view={**thread, "id": thread["id"]})
        assert (await door.interact(again))[0] == 200
        before = before or door.written()
        assert door.written() == before
    await next_day(stage)
    _, shown = await enter(stage, STAFF[0], codes[STAFF[0]])
    assert "was withdrawn" in str(shown["blocks"])


ODD_VIEWS = {
    "no view": {},
    "a view that is nothing": {"view": None},
    "a view without an id": {"view": {"type": "modal"}},
    "a view without its code": {"view": {"type": "modal", "id": "V1"}},
    "a code of another type": {"view": {"type": "modal", "id": "V1", "private_metadata": ["x"]}},
}


@pytest.mark.parametrize("odd", ODD_VIEWS.values(), ids=ODD_VIEWS)
async def test_a_click_that_lacks_something_is_no_unexpected_error(stage, odd):
    door = Door(stage)
    before = door.written()
    pressed = [Action.RECEIPT, Action.CLOSE_THREAD, Action.REPORT_THREAD, Action.WITHDRAW_COMMENT, Action.WITHDRAW]
    with structlog.testing.capture_logs() as logged:
        for action in (*pressed, Action.JOURNAL_PAGE, Action.CHANGE_DRAFT, *_PUTTING_OFF):
            for value in (None, "", ["x"], "1/x"):
                assert (await door.interact(click(STAFF[0], action, value, **odd)))[0] == 200
        for callback in ("thread", "receipt_code", "ballot"):
            view = {"type": "modal", "id": "V1", "callback_id": callback, **(odd.get("view") or {})}
            assert (await door.interact(submission(STAFF[0], view)))[0] == 200
    assert [each for each in logged if each["event"] == "unexpected_error"] == []
    assert door.written() == before


_PUTTING_OFF = (Action.LATER_TODAY, Action.TOMORROW, Action.NOT_THIS_TIME, Action.OPT_OUT)
