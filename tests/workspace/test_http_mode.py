"""HTTP mode: the same app behind a signed request URL instead of a websocket."""

from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Person, RefusedError
from bot.workspace.http_mode import signature
from tests.workspace.conftest import ANNA, running

SECRET = "shared"


@asynccontextmanager
async def serving(app):
    """Serve a Bolt app at a request URL."""
    server = app.web_app()
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@pytest.fixture
async def office(manifest, session):
    client = AsyncWebClient(token="xoxb-local")
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=True)
    app.heard = []

    @app.command("/echo")
    async def echo(ack, command):
        await ack(f"You said {command['text']}")

    @app.shortcut("open_form")
    async def chosen(ack, shortcut):
        await ack()
        app.heard.append(shortcut["callback_id"])

    @app.event("message")
    async def message(event):
        app.heard.append(event["text"])

    async with (
        serving(app) as address,
        running(manifest, request_url=address, signing_secret=SECRET) as workspace,
    ):
        client.base_url = workspace.api_url
        yield app, workspace, Person(workspace.url, ANNA, session)


async def test_a_command_a_shortcut_and_an_event_arrive_signed(office):
    app, workspace, anna = office
    assert (await anna.command("/echo", "hi"))["text"] == "You said hi"
    await anna.shortcut("open_form")
    await anna.say(workspace.state.bot_user_id, "hello")
    await workspace.settle()
    assert app.heard == ["open_form", "hello"]


async def test_a_wrong_secret_is_no_acknowledgement(office):
    _, workspace, anna = office
    workspace.context.delivery.line._secret = "guessed"
    with pytest.raises(RefusedError) as refused:
        await anna.command("/echo", "hi")
    assert refused.value.code == "operation_timeout"


async def test_an_app_that_is_not_there_is_a_failed_dispatch(manifest, session, unused_tcp_port):
    address = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
    async with running(manifest, request_url=address) as workspace:
        with pytest.raises(RefusedError) as refused:
            await Person(workspace.url, ANNA, session).command("/echo", "hi")
    assert refused.value.code == "dispatch_failed"


def test_the_signature_is_the_one_slacks_sdk_expects():
    verifier = SignatureVerifier(SECRET)
    assert signature(SECRET, "123", "a=b") == verifier.generate_signature(timestamp="123", body="a=b")
