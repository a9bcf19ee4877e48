"""Response URLs: where answers go, and how often."""

import asyncio

import pytest

from tests.workspace.conftest import ANNA, channel_named, section
from tests.workspace.test_socket_mode import acknowledge, link

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}


@pytest.fixture
async def clicked(client, session, anna, workspace):
    """A button in #general that Anna has clicked: the channel, and the address for answers."""
    general = channel_named(workspace, "general").id
    await client.chat_postMessage(channel=general, text="Original", blocks=[section(accessory=BUTTON)])
    socket, _ = await link(client, session)
    message = (await anna.messages(general))[-1]
    waiting = asyncio.create_task(anna.click(message, "go"))
    envelope = await acknowledge(socket)
    await waiting
    return general, envelope["payload"]["response_url"]


async def respond(session, address, **answer):
    async with session.post(address, json=answer) as response:
        return response.status, await response.text()


async def test_an_answer_is_for_the_person_unless_it_says_otherwise(clicked, session, anna, ben):
    general, address = clicked
    assert await respond(session, address, text="For you") == (200, "ok")
    await respond(session, address, text="For all", response_type="in_channel")
    assert [each["text"] for each in await anna.messages(general)] == ["Original", "For you", "For all"]
    assert [each["text"] for each in await ben.messages(general)] == ["Original", "For all"]


async def test_an_answer_replaces_the_original_or_removes_it(clicked, session, anna):
    general, address = clicked
    await respond(session, address, text="Replaced", replace_original=True)
    message = (await anna.messages(general))[-1]
    assert message["text"] == "Replaced"
    assert "blocks" not in message
    await respond(session, address, delete_original=True)
    assert await anna.messages(general) == []


async def test_five_answers_and_no_more(clicked, session):
    _, address = clicked
    statuses = [(await respond(session, address, text=str(number)))[0] for number in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 404]
    status, text = await respond(session, address, text="More")
    assert (status, "used_url" in text) == (404, True)


async def test_half_an_hour_and_no_longer(clicked, session, workspace):
    _, address = clicked
    workspace.context.response_urls._issued[address.rpartition("/")[2]].until = 0
    status, text = await respond(session, address, text="Late")
    assert (status, "expired_url" in text) == (404, True)


async def test_an_answer_that_breaks_the_rules_is_refused(clicked, session):
    _, address = clicked
    status, text = await respond(session, address, blocks=[section("x" * 3001)])
    assert status == 400
    assert "invalid_blocks" in text


async def test_an_ephemeral_message_can_replace_itself(client, session, anna, workspace):
    general = channel_named(workspace, "general").id
    await client.chat_postEphemeral(channel=general, user=ANNA, text="Psst", blocks=[section(accessory=BUTTON)])
    socket, _ = await link(client, session)
    waiting = asyncio.create_task(anna.click((await anna.messages(general))[-1], "go"))
    payload = (await acknowledge(socket))["payload"]
    await waiting
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    await respond(session, payload["response_url"], text="Later", replace_original=True)
    assert [each["text"] for each in await anna.messages(general)] == ["Later"]
