"""Delivery when Slack is slow, refuses, or loses an answer."""

from datetime import timedelta

import pytest
from aiohttp import web
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.app import Bot, web_client
from bot.delivery import LOOK_AFTER, Delivery
from bot.use_cases import outbox as outbox_cases
from bot.use_cases.closing import close_due
from bot.use_cases.outbox import SWEEP_AFTER
from storage import waves
from storage.outbox import LEASE
from surveys.waves import WaveState
from tests.journeys.conftest import ADMIN, STAFF


async def states(stage):
    with stage.services.database.reading() as session:
        return dict(session.execute(text("SELECT state, count(*) FROM outbox GROUP BY state")).all())


@pytest.fixture
async def owing(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    return stage


async def test_when_slack_asks_for_patience_nothing_is_lost_or_doubled(owing):
    owing.workspace.faults.limit("chat.postMessage", times=2, retry_after=1)
    await owing.deliver()
    for _ in range(3):
        owing.clock.at = owing.clock.at.replace(second=owing.clock.at.second + 2)
        await owing.deliver()
    assert await states(owing) == {"sent": 9}
    assert len(await owing.person(STAFF[0]).dms()) == 1


async def test_a_refusal_for_good_is_dead_at_once_and_the_others_go_on(owing):
    owing.workspace.faults.fail("chat.postMessage", "channel_not_found")
    await owing.deliver()
    assert await states(owing) == {"dead": 1, "sent": 8}


async def test_a_revoked_token_keeps_what_is_owed(owing):
    owing.workspace.faults.fail("chat.postMessage", "token_revoked")
    await owing.deliver()
    assert await states(owing) == {"ready": 9}
    assert owing.bot.delivery.refused == "token_revoked"


def test_a_client_that_retries_by_itself_is_refused():
    client = AsyncWebClient(token="xoxb-local")
    client.retry_handlers = [AsyncConnectionErrorRetryHandler()]
    with pytest.raises(ValueError, match="twice"):
        Delivery(None, client, {}, 1.0)


PACE = timedelta(milliseconds=1)


def pass_time(stage, by):
    stage.clock.at += by + timedelta(seconds=1)


async def everybody_has_one(stage):
    return {len(await stage.person(person).dms()) for person in STAFF} == {1}


async def test_a_message_whose_answer_was_lost_is_looked_for_and_not_sent_twice(owing):
    owing.workspace.faults.lose("chat.postMessage", times=3)
    await owing.deliver()
    assert await states(owing) == {"unsure": 3, "sent": 6}
    pass_time(owing, LOOK_AFTER)
    await owing.deliver()
    assert (await states(owing))["sent"] == 9
    assert await everybody_has_one(owing)


async def test_a_message_that_slack_never_got_is_sent_after_the_look(owing):
    owing.workspace.faults.crash("chat.postMessage", times=3)
    await owing.deliver()
    assert await states(owing) == {"unsure": 3, "sent": 6}
    pass_time(owing, LOOK_AFTER)
    await owing.deliver()
    assert await everybody_has_one(owing)


async def test_an_invitation_whose_answer_was_lost_at_the_very_end_still_becomes_a_closing_note(owing):
    """Else it would lie there for good, with a button that answers nothing any more."""
    owing.workspace.faults.lose("chat.postMessage", times=3)
    owing.workspace.faults.crash("chat.postMessage")
    await owing.deliver()
    assert (await states(owing))["unsure"] == 4
    with owing.services.database.reading() as session:
        (wave,) = waves.in_state(session, WaveState.OPEN)
    owing.clock.at = wave.closes_at
    await owing.services.run(close_due)
    await owing.deliver()
    with owing.services.database.reading() as session:
        fates = session.execute(
            text("SELECT state, count(*) FROM outbox WHERE kind = 'invitation' GROUP BY state")
        ).all()
    assert dict(fates) == {"sent": 8, "expired": 1}
    await owing.deliver()
    last = [messages[-1] for person in STAFF if (messages := await owing.person(person).dms())]
    assert ["actions" in str(message["blocks"]) for message in last] == [False] * len(last)


async def test_a_worker_that_died_after_sending_leaves_nothing_doubled(owing):
    """Its lease ends, and the next worker finds what it had sent."""
    lost = await owing.services.run(outbox_cases.claim, 4, PACE, owing.clock())
    for message in lost.messages:
        await owing.bot.delivery._senders[message.kind](owing.bot.delivery._sending, message)
    await owing.deliver()
    pass_time(owing, LEASE)
    await owing.deliver()
    assert (await states(owing))["sent"] == 9
    assert await everybody_has_one(owing)


async def test_a_worker_that_wakes_up_after_its_lease_sends_nothing(owing):
    batch = await owing.services.run(outbox_cases.claim, 2, PACE, owing.clock())
    pass_time(owing, LEASE)
    for message in batch.messages:
        await owing.bot.delivery._deliver(message)
    assert [len(await owing.person(person).dms()) for person in STAFF] == [0] * len(STAFF)


async def test_a_worker_that_wakes_up_after_its_lease_changes_nothing_that_others_have_noted(owing):
    """Else a message that another worker has sent would be put back, and sent again."""
    late = (await owing.services.run(outbox_cases.claim, 4, PACE, owing.clock())).messages
    pass_time(owing, LEASE)
    await owing.deliver()
    for message, note in zip(late, LATE_NOTES, strict=True):
        await note(owing.services, message)
    assert (await states(owing))["sent"] == 9
    await owing.deliver()
    assert await everybody_has_one(owing)


LATE_NOTES = (
    lambda services, message: services.run(outbox_cases.retry, message, timedelta(0)),
    lambda services, message: services.run(outbox_cases.unsure, message, timedelta(0)),
    lambda services, message: services.run(outbox_cases.dead, message, "channel_not_found"),
    lambda services, message: services.run(outbox_cases.sent, message, None),
)


async def test_no_request_begins_that_might_outlast_its_lease(owing):
    """Whoever takes the message then would look for it before it has arrived."""
    (message,) = (await owing.services.run(outbox_cases.claim, 1, PACE, owing.clock())).messages
    owing.clock.at += LEASE - timedelta(seconds=owing.bot.client.timeout)
    await owing.bot.delivery._deliver(message)
    assert await owing.person(message.parameters["person_id"]).dms() == []
    assert await states(owing) == {"ready": 9}


async def test_a_request_that_arrives_late_after_all_is_swept_away(owing):
    (message,) = (await owing.services.run(outbox_cases.claim, 1, PACE, owing.clock())).messages
    await owing.services.run(outbox_cases.unsure, message, LOOK_AFTER)
    pass_time(owing, LOOK_AFTER)
    await owing.deliver()
    late = owing.bot.delivery
    await late._senders[message.kind](late._sending, message)
    person = owing.person(message.parameters["person_id"])
    assert len(await person.dms()) == 2
    pass_time(owing, SWEEP_AFTER)
    await owing.deliver()
    assert len(await person.dms()) == 1


async def test_after_five_lost_answers_delivery_rests_and_what_it_held_goes_back(owing):
    owing.workspace.faults.lose("chat.postMessage", times=5)
    await owing.deliver()
    assert await states(owing) == {"unsure": 5, "ready": 4}
    assert owing.bot.delivery._resting()


async def test_a_lost_channel_post_is_an_admins_to_decide(owing):
    """The bot may not read channels, so it neither guesses nor repeats."""
    await owing.deliver()
    await owing.answer(STAFF[0], 4)
    await owing.ask(ADMIN, "survey close Puls")
    owing.workspace.faults.lose("chat.postMessage")
    await owing.deliver()
    pass_time(owing, LOOK_AFTER)
    await owing.deliver()
    with owing.services.database.reading() as session:
        assert session.execute(text("SELECT state, remedy FROM outbox WHERE kind = 'trend_post'")).all() == [
            ("dead", "undecided")
        ]


async def test_an_answer_that_is_no_json_is_a_lost_answer(owing):
    """As of a proxy on the way that answers in HTML."""

    async def answer(_request):
        return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    client = web_client("xoxb-local", f"http://127.0.0.1:{port}/api/")
    delivery = Bot(owing.services, client, "xapp-local", 1000).delivery
    await delivery.deliver_batch(owing.bot._stopping)
    await runner.cleanup()
    assert (await states(owing))["unsure"] == 5


async def test_a_broken_message_does_not_hold_up_the_others(owing):
    with owing.services.database.transaction() as session:
        session.execute(text("UPDATE outbox SET kind = 'no such kind' WHERE key LIKE '%U0STAFF1'"))
    await owing.deliver()
    assert await states(owing) == {"ready": 1, "sent": 8}


async def test_while_delivery_is_stopped_nothing_goes_out_and_nothing_is_lost(owing):
    await owing.services.run(outbox_cases.stop_delivery)
    await owing.deliver()
    assert await states(owing) == {"ready": 9}
    assert await owing.services.run(outbox_cases.resume_delivery)
    await owing.deliver()
    assert await everybody_has_one(owing)
