"""The bot over HTTP: Slack's requests signed, health and metrics beside them."""

import asyncio
import json
import socket

import pytest

from bot.app import Bot, web_client
from bot.http import server
from bot.manifest import manifest_path
from bot.workspace import Limits, Manifest, Workspace
from tests.journeys.conftest import ADMIN, LEADERSHIP, STAFF, reopened

SIGNING_SECRET = "a signing secret"


@pytest.fixture
async def over_http(stage, unused_tcp_port):
    """The same company, but its bot has no websocket and listens at an address."""
    await stage.bot.stop()
    address = f"http://127.0.0.1:{unused_tcp_port}"
    workspace = Workspace(
        Manifest.load(manifest_path()),
        limits=Limits.off(),
        state=stage.workspace.context.state,
        request_url=f"{address}/slack/events",
        signing_secret=SIGNING_SECRET,
    )
    await workspace.start()
    stage.workspace = workspace
    stage.services = reopened(stage)
    stage.bot = Bot(stage.services, web_client("xoxb-local", workspace.api_url), "", 1000)
    serving = server(stage.bot.routes(SIGNING_SECRET), "127.0.0.1", unused_tcp_port)
    task = asyncio.create_task(serving._serve())

    async def started():
        return serving.started

    await stage.person(ADMIN).until(started)
    yield stage, address
    serving.should_exit = True
    await task
    await workspace.stop()


@pytest.fixture
def unused_tcp_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


async def test_an_answer_travels_over_http_as_over_the_websocket(over_http):
    stage, _ = over_http
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    await stage.answer(STAFF[0], 4, "a comment")
    _, ballot = await stage.open_ballot(STAFF[0])
    assert "Sealing again replaces your earlier answers" in json.dumps(ballot)


async def test_a_request_that_slack_did_not_sign_is_refused_and_tells_nothing(over_http):
    stage, address = over_http
    body = f"command=%2Fpulse&text=survey+list&user_id={ADMIN}&channel_id={LEADERSHIP}"
    async with stage.session.post(f"{address}/slack/events", data=body) as answer:
        assert (answer.status, await answer.text()) == (401, "")


async def test_it_says_that_it_lives_and_whether_it_is_ready(over_http):
    stage, address = over_http
    async with stage.session.get(f"{address}/healthz") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")
    async with stage.session.get(f"{address}/readyz") as answer:
        assert answer.status == 503
        assert (await answer.json())["tick"] == "failed"
    await stage.bot.scheduler.tick()
    async with stage.session.get(f"{address}/readyz") as answer:
        checks = await answer.json()
        assert answer.status == 200, checks
        assert set(checks) == {"database", "schema", "tick", "token", "clock"}


async def test_a_refused_token_turns_readiness_red(over_http):
    stage, address = over_http
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    stage.workspace.faults.fail("chat.postMessage", "invalid_auth")
    await stage.deliver()
    async with stage.session.get(f"{address}/readyz") as answer:
        assert (answer.status, (await answer.json())["token"]) == (503, "failed")


async def test_metrics_name_no_person_no_unit_and_no_text(over_http):
    stage, address = over_http
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    await stage.answer(STAFF[0], 4, "a comment")
    async with stage.session.get(f"{address}/metrics") as answer:
        told = await answer.text()
    assert 'vorbild_messages_total{fate="sent",kind="invitation"} 9.0' in told
    assert "vorbild_messages_owed 0.0" in told
    for secret in [*STAFF, ADMIN, "Team", "Puls", "comment", "xoxb"]:
        assert secret not in told


async def test_nothing_in_the_metrics_moves_when_somebody_answers(over_http):
    stage, address = over_http
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()

    async def told():
        async with stage.session.get(f"{address}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        return [line for line in lines if "tick_seconds" not in line]

    before = await told()
    await stage.answer(STAFF[0], 4)
    assert await told() == before
