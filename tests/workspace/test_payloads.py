"""What the workspace sends has no key that Slack does not send."""

import asyncio
import json

import pytest

from tests.workspace import test_blocks
from tests.workspace.conftest import ANNA, BEN, DATA, channel_named, modal, section
from tests.workspace.test_blocks import field, options, plain, radio
from tests.workspace.test_socket_mode import acknowledge, link

SAMPLES = {
    "block_actions": "interactive-components_BlockActionPayload",
    "message_action": "interactive-components_MessageShortcutPayload",
    "slash_command": "slash-commands_SlashCommandPayload",
    "view_closed": "views_ViewClosedPayload",
    "view_submission": "views_ViewSubmissionPayload",
}
NOT_IN_SAMPLES = {
    "view.blocks": "the samples leave the blocks of a view out",
    "actions[].selected_options": "the samples show single selects only",
    "actions[].initial_options": "the samples show single selects only",
}
OPEN = {"blocks", "values", "state", "files"}
"""Structures whose inside the app itself has written, or that the samples leave empty."""


def option(value):
    """Slack's completed form of an option."""
    return test_blocks.option(value) | {"text": {**plain("One"), "emoji": True}}


def sample(kind):
    return json.loads((DATA / "payloads" / f"{SAMPLES[kind]}.json").read_text())


def foreign_keys(sent, known, path=""):
    """List the keys that are sent and stand in no sample."""
    if isinstance(sent, list):
        return [key for each in sent for key in foreign_keys(each, known[0] if known else {}, f"{path}[]")]
    if not isinstance(sent, dict) or not isinstance(known, dict):
        return []
    found = []
    for key, value in sent.items():
        place = f"{path}.{key}".lstrip(".")
        if key not in known:
            found.append(place)
        elif key not in OPEN:
            found += foreign_keys(value, known[key], place)
    return [place for place in found if place not in NOT_IN_SAMPLES]


@pytest.fixture
async def socket(client, session):
    return (await link(client, session))[0]


async def payload_of(socket, deed):
    """Take what the app receives while a person does something; events of before are let go."""
    waiting = asyncio.create_task(deed)
    envelope = await acknowledge(socket)
    while envelope["type"] == "events_api":
        envelope = await acknowledge(socket)
    await waiting
    return envelope["payload"]


@pytest.fixture
def everything():
    """A modal with each kind of input."""
    kinds = {
        "text": {"type": "plain_text_input", "initial_value": "before"},
        "number": {"type": "number_input", "is_decimal_allowed": False},
        "radio": radio(3),
        "boxes": {"type": "checkboxes", "options": options(3), "initial_options": [option("2")]},
        "select": {"type": "static_select", "options": options(3)},
        "selects": {"type": "multi_static_select", "options": options(3)},
        "date": {"type": "datepicker", "initial_date": "2026-03-31"},
        "time": {"type": "timepicker"},
        "person": {"type": "users_select"},
        "people": {"type": "multi_users_select"},
        "place": {"type": "conversations_select"},
        "channel": {"type": "channels_select"},
    }
    blocks = [field({**element, "action_id": "a"}, block_id=name) for name, element in kinds.items()]
    again = section(block_id="again", accessory={**radio(2), "action_id": "side"})
    return modal(*blocks, again, submit=plain("Send"), notify_on_close=True)


async def test_a_slash_command(socket, anna):
    payload = await payload_of(socket, anna.command("/echo", "words"))
    assert set(payload) <= set(sample("slash_command"))
    assert (payload["command"], payload["text"], payload["channel_name"]) == ("/echo", "words", "directmessage")
    assert payload["user_id"] == ANNA


async def test_a_click_in_a_message(socket, client, anna, workspace):
    general = channel_named(workspace, "general").id
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1", "style": "primary"}
    blocks = [section(accessory=button), {"type": "actions", "elements": [{**radio(3), "action_id": "r"}]}]
    await client.chat_postMessage(channel=general, text="Hi", blocks=blocks)
    message = (await anna.messages(general))[-1]
    payload = await payload_of(socket, anna.click(message, "go"))
    assert foreign_keys(payload, sample("block_actions")) == []
    assert payload["actions"][0]["value"] == "1"
    assert payload["message"]["ts"] == payload["container"]["message_ts"] == message["ts"]
    chosen = await payload_of(socket, anna.click(message, "r", "2"))
    assert chosen["actions"][0]["selected_option"] == option("2")
    later = await payload_of(socket, anna.click(message, "go"))
    assert [entry["r"]["selected_option"] for entry in later["state"]["values"].values() if "r" in entry] == [
        option("2")
    ]


async def test_a_message_shortcut(socket, client, anna):
    await client.chat_postMessage(channel=ANNA, text="Hi")
    payload = await payload_of(socket, anna.shortcut("keep_message", (await anna.dms())[0]))
    assert foreign_keys(payload, sample("message_action")) == []
    assert payload["message"]["text"] == "Hi"


async def test_a_global_shortcut(socket, anna):
    payload = await payload_of(socket, anna.shortcut("open_form"))
    known = {
        "type",
        "token",
        "action_ts",
        "team",
        "user",
        "is_enterprise_install",
        "enterprise",
        "callback_id",
        "trigger_id",
    }
    assert set(payload) == known


async def test_a_submission_reports_every_input_with_nulls_for_what_is_unset(
    socket, client, anna, workspace, everything
):
    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=everything)
    view = await anna.top_view()
    payload = await payload_of(socket, anna.submit(view))
    assert foreign_keys(payload, sample("view_submission")) == []
    values = payload["view"]["state"]["values"]
    assert {name: entry["a"] for name, entry in values.items() if "a" in entry} == {
        "text": {"type": "plain_text_input", "value": "before"},
        "number": {"type": "number_input", "value": None},
        "radio": {"type": "radio_buttons", "selected_option": None},
        "boxes": {"type": "checkboxes", "selected_options": [option("2")]},
        "select": {"type": "static_select", "selected_option": None},
        "selects": {"type": "multi_static_select", "selected_options": []},
        "date": {"type": "datepicker", "selected_date": "2026-03-31"},
        "time": {"type": "timepicker", "selected_time": None},
        "person": {"type": "users_select", "selected_user": None},
        "people": {"type": "multi_users_select", "selected_users": []},
        "place": {"type": "conversations_select", "selected_conversation": None},
        "channel": {"type": "channels_select", "selected_channel": None},
    }
    assert values["again"]["side"] == {"type": "radio_buttons", "selected_option": None}


async def test_a_person_fills_in_every_kind_of_input(socket, client, anna, workspace, everything):
    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=everything)
    choices = {
        "text": "after",
        "number": "7",
        "radio": "1",
        "boxes": ["0", "1"],
        "select": "2",
        "selects": ["0"],
        "date": "2026-04-01",
        "time": "09:30",
        "person": BEN,
        "people": [ANNA, BEN],
        "place": "C1",
        "channel": "C1",
        "again": "0",
    }
    payload = await payload_of(socket, anna.submit(await anna.top_view(), choices))
    entered = {
        block: next(value for key, value in next(iter(entry.values())).items() if key != "type")
        for block, entry in payload["view"]["state"]["values"].items()
    }
    options_ = {"radio": option("1"), "select": option("2"), "again": option("0")}
    lists = {"boxes": [option("0"), option("1")], "selects": [option("0")]}
    assert entered == {**choices, **options_, **lists}
    assert await anna.views() == []


async def test_what_was_taken_back_stays_taken_back(socket, client, anna, workspace, everything):
    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=everything)
    view = await anna.top_view()
    payload = await payload_of(socket, anna.submit(view, {"text": "", "boxes": [], "date": None}))
    values = payload["view"]["state"]["values"]
    assert values["text"]["a"]["value"] is None
    assert values["boxes"]["a"]["selected_options"] == []
    assert values["date"]["a"]["selected_date"] is None


async def test_a_click_in_a_modal_brings_the_state_along(socket, client, anna, workspace, everything):
    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=everything)
    view = await anna.top_view()
    payload = await payload_of(socket, anna.click(view, "side", "1"))
    assert foreign_keys(payload, sample("block_actions")) == []
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["state"]["values"]["again"]["side"]["selected_option"] == option("1")
    assert (await anna.top_view())["state"]["values"]["again"]["side"]["selected_option"] == option("1")


async def test_a_closed_view(socket, client, anna, workspace, everything):
    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=everything)
    payload = await payload_of(socket, anna.close(await anna.top_view()))
    assert foreign_keys(payload, sample("view_closed")) == []


async def test_the_home_tab_is_told_with_the_view_that_is_there(socket, client, anna):
    await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": [section()]})
    await anna.home()
    payload = (await acknowledge(socket))["payload"]
    assert payload["type"] == "event_callback"
    assert payload["event"]["tab"] == "home"
    assert payload["event"]["view"]["type"] == "home"
    assert payload["authorizations"][0]["is_bot"]
