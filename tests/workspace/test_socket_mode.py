"""Socket Mode: who gets an envelope, what is sent again, how sockets end."""

import asyncio
import time

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import RefusedError
from tests.workspace.conftest import connected, until
from tests.workspace.quickstart import sync_app
from tests.workspace.test_web_api import refused

APP_TOKEN = "xapp-local"


async def link(client, session):
    """Open a bare websocket and take its first frame."""
    address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    socket = await session.ws_connect(address)
    return socket, await socket.receive_json(timeout=2)


async def acknowledge(socket, payload=None):
    envelope = await socket.receive_json(timeout=2)
    answer = {"envelope_id": envelope["envelope_id"]}
    await socket.send_json(answer if payload is None else {**answer, "payload": payload})
    return envelope


async def test_a_socket_is_greeted_and_its_ticket_is_used_up(client, session):
    address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    socket = await session.ws_connect(address)
    hello = await socket.receive_json(timeout=2)
    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert set(hello) == {"type", "num_connections", "connection_info", "debug_info"}
    async with session.get(address.replace("ws://", "http://")) as again:
        assert again.status == 401


async def test_ten_sockets_are_enough(client, session):
    sockets = [await link(client, session) for _ in range(10)]
    assert (await refused(client.apps_connections_open(app_token=APP_TOKEN)))["error"] == "too_many_websockets"
    assert sockets[-1][1]["num_connections"] == 10


async def test_each_envelope_goes_to_one_socket_and_all_have_their_turn(client, session, anna):
    sockets = [(await link(client, session))[0] for _ in range(3)]
    counts = [0, 0, 0]

    async def serve(number):
        while True:
            await acknowledge(sockets[number])
            counts[number] += 1

    servers = [asyncio.create_task(serve(number)) for number in range(3)]
    for _ in range(9):
        await anna.command("/echo", "x")
    for server in servers:
        server.cancel()
    assert counts == [3, 3, 3]


async def test_an_envelope_has_slacks_shape_and_its_answer_may_carry_a_payload(client, session, anna):
    socket, _ = await link(client, session)
    answer = asyncio.create_task(anna.command("/echo", "x"))
    envelope = await acknowledge(socket, {"text": "At once", "response_type": "in_channel"})
    assert set(envelope) == {"envelope_id", "type", "accepts_response_payload", "payload"}
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert (await answer)["text"] == "At once"
    message = (await anna.dms())[-1]
    assert message["text"] == "At once"
    assert "ephemeral" not in message


async def test_pings_are_answered(client, session):
    address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    socket = await session.ws_connect(address, autoping=False)
    await socket.receive_json(timeout=2)
    await socket.ping(b"still there?")
    assert (await socket.receive(timeout=2)).data == b"still there?"


async def test_an_app_that_answers_no_ping_is_cut_off(client, session, workspace, monkeypatch):
    monkeypatch.setattr("bot.workspace.socket_mode.PING_SECONDS", 0.05)
    address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    socket = await session.ws_connect(address, autoping=False)
    assert (await socket.receive_json(timeout=2))["type"] == "hello"
    assert (await socket.receive(timeout=2)).data.startswith(b"Ping from applink-")
    await until(lambda: workspace.connections == 0)


async def test_sockets_of_the_sdk_survive_pings(workspace, monkeypatch):
    monkeypatch.setattr("bot.workspace.socket_mode.PING_SECONDS", 0.05)
    handler = SocketModeHandler(await asyncio.to_thread(sync_app, workspace.api_url), "xapp-local")
    async with connected(workspace, echo_app(workspace), ping_interval=60):
        await asyncio.to_thread(handler.connect)
        await until(lambda: workspace.connections == 2)
        before = list(workspace.context.hub.connections)
        await asyncio.sleep(0.3)
        assert workspace.context.hub.connections == before
        await asyncio.to_thread(handler.close)


@pytest.mark.usefixtures("impatient")
async def test_an_event_comes_again_until_it_is_acknowledged(client, session, anna, workspace):
    socket, _ = await link(client, session)
    await anna.say(workspace.state.bot_user_id, "hello")
    first = await socket.receive_json(timeout=2)
    second = await acknowledge(socket)
    assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    await asyncio.wait_for(workspace.settle(), 1)


@pytest.mark.usefixtures("impatient")
async def test_an_event_is_given_up_after_three_more_tries(client, session, anna, workspace):
    socket, _ = await link(client, session)
    await anna.say(workspace.state.bot_user_id, "hello")
    attempts = [(await socket.receive_json(timeout=2))["retry_attempt"] for _ in range(4)]
    assert attempts == [0, 1, 2, 3]
    await workspace.settle()


async def test_an_event_waits_for_an_app_that_connects_a_moment_later(client, session, anna, workspace):
    await anna.say(workspace.state.bot_user_id, "hello")
    socket, _ = await link(client, session)
    envelope = await acknowledge(socket)
    assert envelope["payload"]["event"]["text"] == "hello"
    assert envelope["retry_reason"] == "connection_failed"


async def test_an_event_nobody_subscribed_to_is_not_sent(client, session, workspace):
    socket, _ = await link(client, session)
    workspace.emit({"type": "tokens_revoked", "tokens": {}})
    workspace.emit({"type": "team_join", "user": {}})
    assert (await acknowledge(socket))["payload"]["event"]["type"] == "team_join"


def echo_app(workspace):
    app = AsyncApp(client=AsyncWebClient(token="xoxb-local", base_url=workspace.api_url))

    @app.command("/echo")
    async def echo(ack):
        await ack("Here")

    return app


@pytest.mark.parametrize("trouble", ["drop", "close", "refresh", "stall"])
async def test_the_sdk_comes_back_after_every_kind_of_trouble(workspace, anna, trouble):
    async with connected(workspace, echo_app(workspace), ping_interval=0.2):
        before = workspace.context.hub.connections[0]
        if trouble == "drop":
            workspace.faults.drop_sockets()
        elif trouble == "close":
            await workspace.faults.close_sockets()
        elif trouble == "refresh":
            await workspace.faults.disconnect_sockets("refresh_requested")
        else:
            workspace.faults.stall_sockets()
        await until(lambda: any(each is not before for each in workspace.context.hub.connections))
        await until(lambda: before not in workspace.context.hub.connections)
        assert (await anna.command("/echo"))["text"] == "Here"


async def test_a_click_in_flight_when_the_socket_breaks_times_out_at_once(client, session, anna, workspace):
    socket, _ = await link(client, session)
    waiting = asyncio.create_task(anna.command("/echo", "x"))
    await socket.receive_json(timeout=2)
    workspace.faults.drop_sockets()
    with pytest.raises(RefusedError) as lost:
        await waiting
    assert lost.value.code == "operation_timeout"


async def test_stopping_is_quick_with_sockets_and_pages_open(client, session, anna, workspace):
    socket, _ = await link(client, session)
    async with anna.notices() as notices:
        began = time.monotonic()
        receiving = asyncio.create_task(socket.receive(timeout=2))
        await workspace.stop()
        assert time.monotonic() - began < 1
        assert [notice async for notice in notices] == []
    assert (await receiving).type.name in {"CLOSE", "CLOSED", "CLOSING"}
