"""As an employee: later today, tomorrow, not this time, or no messages at all; by buttons, and without a trace in Slack."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import notices
from bot.delivery import Sending
from bot.i18n import Words
from bot.use_cases import kinds
from bot.use_cases import outbox as outbox_cases
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, STAFF, choices
from tests.journeys.test_no_trace import dump, log  # noqa: F401 (a fixture)

ENGLISH, GERMAN = Words(Locale.EN, "Europe/London"), Words(Locale.DE, "Europe/Berlin")
ANNA, BEN = STAFF[0], STAFF[1]
LATER, TOMORROW, NEVER = "later_today", "tomorrow", "not_this_time"
AFTERNOON = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
async def opened(stage):
    await stage.create_survey(reminder="remind")
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    return stage


async def press(stage, person_id, action_id):
    """Press a button of the invitation; give what is shown, and put it away."""
    person = stage.person(person_id)
    await person.click((await person.dms())[0], action_id)
    shown = await person.until(person.top_view)
    await person.close(shown)
    return " ".join(block["text"]["text"] for block in shown["blocks"])


async def counted(stage, person_id):
    return len(await stage.person(person_id).dms())


async def test_the_invitation_comes_again_in_the_afternoon_in_the_readers_own_zone_and_can_be_answered(opened):
    assert ENGLISH.moment(AFTERNOON) in await press(opened, ANNA, LATER)
    assert GERMAN.moment(AFTERNOON - timedelta(hours=1)) in await press(opened, BEN, LATER)
    opened.clock.at = AFTERNOON - timedelta(hours=1)
    await opened.deliver()
    assert [await counted(opened, person) for person in (ANNA, BEN)] == [1, 2]
    opened.clock.at = AFTERNOON
    await opened.deliver()
    assert [await counted(opened, person) for person in (ANNA, BEN, STAFF[2])] == [2, 2, 1]
    await opened.answer(ANNA, 4)


async def test_a_worker_that_dies_after_sending_doubles_nothing(opened):
    await press(opened, ANNA, LATER)
    opened.clock.at = AFTERNOON
    batch = await opened.services.run(outbox_cases.claim, 20, timedelta(milliseconds=1), datetime.now(UTC))
    (message,) = [each for each in batch.messages if each.kind == kinds.POSTPONED]
    await notices.send_again(Sending(opened.services, opened.bot.client), message)
    opened.clock.at += timedelta(minutes=2)
    await opened.deliver()
    assert await counted(opened, ANNA) == 2
    assert {row.state for row in dump(opened)["outbox"] if row.kind == kinds.POSTPONED} == {"sent"}


async def test_a_click_sends_and_changes_no_message_and_a_second_one_says_the_same(opened):
    before = await opened.messages_of_everybody()
    first = await press(opened, ANNA, NEVER)
    assert await press(opened, ANNA, NEVER) == first
    await opened.deliver()
    assert await opened.messages_of_everybody() == before


async def test_not_this_time_gets_no_reminder_and_at_the_close_reads_what_everybody_reads(opened):
    await press(opened, ANNA, NEVER)
    opened.clock.at = _before_the_close(opened)
    await opened.deliver()
    reminded = [person for person in STAFF if await counted(opened, person) == 2]
    assert reminded == STAFF[1:]
    await opened.answer(STAFF[1], 4)
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    assert [await counted(opened, person) for person in STAFF] == [1] * len(STAFF)


async def test_what_came_again_is_deleted_at_the_close_for_all_alike(opened):
    await press(opened, ANNA, LATER)
    opened.clock.at = AFTERNOON
    await opened.deliver()
    assert await counted(opened, ANNA) == 2
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    assert [await counted(opened, person) for person in STAFF] == [1] * len(STAFF)
    assert not any(row.kind == "postponed" for row in dump(opened)["outbox"])


async def test_no_line_of_a_log_names_whoever_put_a_pulse_off(opened, log):  # noqa: F811
    for action_id in (LATER, TOMORROW, NEVER):
        await press(opened, ANNA, action_id)
    opened.clock.at = AFTERNOON
    await opened.deliver()
    assert ANNA not in log.getvalue()


async def test_the_home_tab_puts_off_too_and_says_what_is_held(opened):
    person = opened.person(ANNA)
    await person.click(await person.home(fresh=True), TOMORROW)
    await person.close(await person.until(person.top_view))
    held = await opened.ask_for_modal(ANNA, "privacy")
    assert "come again" in str(held["blocks"])


async def test_after_the_close_the_buttons_say_so(opened):
    invitation = (await opened.person(ANNA).dms())[0]
    await opened.ask(ADMIN, "survey close Puls")
    person = opened.person(ANNA)
    for action_id in (LATER, TOMORROW, NEVER):
        await person.click(invitation, action_id)
        refusal = await person.until(person.top_view)
        assert "closed" in str(refusal["blocks"])
        await person.close(refusal)


async def test_a_preview_puts_nothing_off(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey preview Puls")
    await stage.deliver()
    admin = stage.person(ADMIN)
    message = (await admin.dms())[-1]
    pressed = next(e["action_id"] for b in message["blocks"] for e in b.get("elements", []) if TOMORROW in str(e))
    await admin.click(message, pressed)
    assert "Nothing is stored" in str(await admin.until(admin.top_view))


@pytest.mark.parametrize(
    ("person_id", "off", "on", "words"),
    [(ANNA, "invitations off", "invitations on", ENGLISH), (BEN, "einladungen aus", "einladungen an", GERMAN)],
)
async def test_whoever_opts_out_gets_nothing_and_nobody_can_tell(stage, person_id, off, on, words):
    told = await stage.ask(person_id, off)
    assert words("You get messages about pulses again, from the next one on. Nobody is told.") != told
    await stage.create_survey(reminder="remind")
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    assert await stage.person(person_id).dms() == []
    rows = {row.person_id: row for row in dump(stage)["invitation"]}
    assert {bool(row.channel_id and row.message_ts) for row in rows.values()} == {True}
    assert "9 invitations delivered, 0 waiting" in await stage.ask(ADMIN, "status Puls")
    stage.clock.at = _before_the_close(stage)
    await stage.deliver()
    assert await stage.person(person_id).dms() == []
    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    assert await stage.person(person_id).dms() == []
    assert {row.state for row in dump(stage)["outbox"]} <= {"sent", "expired"}
    assert not any(row.actor_id == person_id for row in dump(stage)["journal"])
    assert await stage.ask(person_id, on) == words(
        "You get messages about pulses again, from the next one on. Nobody is told."
    )


async def test_whoever_has_opted_out_answers_in_the_home_tab_and_turns_it_back_there(opened):
    person = opened.person(ANNA)
    home = await person.home(fresh=True)
    await person.click(home, "opt_out")
    await person.close(await person.until(person.top_view))

    async def without_later():
        shown = await person.home()
        return None if TOMORROW in str(shown) else shown

    await person.click(await person.until(without_later), "answer_pulse")
    ballot = await person.until(person.top_view)
    outcome = await person.submit(ballot, choices(ballot, 4))
    assert outcome["response_action"] == "update"
    await person.close(await person.top_view())
    await person.click(await person.home(fresh=True), "opt_out")
    assert "again" in str(await person.until(person.top_view))


async def test_the_switch_wants_on_or_off(stage):
    assert "invitations on" in await stage.ask(ANNA, "invitations")
    assert "invitations on" in await stage.ask(ANNA, "invitations perhaps")


def _before_the_close(stage):
    """Give nine in the evening of nobody: half past ten on the last day but one, in London and Berlin alike."""
    closes_at = next(row.closes_at for row in dump(stage)["wave"])
    closes_at = closes_at if isinstance(closes_at, datetime) else datetime.fromisoformat(str(closes_at))
    return (closes_at.replace(tzinfo=UTC) - timedelta(days=1)).replace(hour=10, minute=30)
