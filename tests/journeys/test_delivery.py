"""Delivery when Slack is slow, refuses, or loses an answer."""

import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.delivery import Delivery
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
    assert (await states(owing)).get("ready") == 1


def test_a_client_that_retries_by_itself_is_refused():
    client = AsyncWebClient(token="xoxb-local")
    client.retry_handlers = [AsyncConnectionErrorRetryHandler()]
    with pytest.raises(ValueError, match="twice"):
        Delivery(None, client, {}, 1.0)
