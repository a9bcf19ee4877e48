"""Messages: written, changed, removed, threaded, found again."""

import pytest

from bot.workspace.seed import seed
from tests.workspace.conftest import ANNA, BEN, channel_named, section
from tests.workspace.test_web_api import refused


async def test_a_user_id_as_channel_opens_the_direct_messages(client, anna):
    posted = await client.chat_postMessage(channel=ANNA, text="Hi")
    assert posted["channel"].startswith("D")
    assert posted["message"]["text"] == "Hi"
    assert (await client.conversations_open(users=ANNA))["channel"]["id"] == posted["channel"]
    assert [message["ts"] for message in await anna.dms()] == [posted["ts"]]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C404", "channel_not_found"),
        ("USLACKBOT", "cannot_dm_bot"),
        ("outsiders", "not_in_channel"),
        ("secret", "channel_not_found"),
        ("old", "is_archived"),
        ("U1GONE", "channel_not_found"),
    ],
)
async def test_a_place_the_bot_cannot_write_to_is_refused(client, workspace, channel, error):
    channels = [
        {"name": "outsiders", "members": ["anna"]},
        {"name": "secret", "members": ["anna"], "is_private": True},
        {"name": "old", "members": ["anna"], "with_bot": True, "is_archived": True},
    ]
    seed(workspace.state, {"users": [{"id": "U1GONE", "name": "gone", "deleted": True}], "channels": channels})
    assert (await refused(client.chat_postMessage(channel=channel, text="Hi")))["error"] == error


@pytest.mark.filterwarnings("ignore:The top-level `text`")
async def test_an_empty_and_an_endless_message_are_refused(client):
    assert (await refused(client.chat_postMessage(channel=ANNA, text="")))["error"] == "no_text"
    assert (await refused(client.chat_postMessage(channel=ANNA, text="x" * 40_001)))["error"] == "msg_too_long"


async def test_blocks_that_break_the_rules_are_refused_with_a_pointer(client):
    blocks = [section("x" * 3001)]
    answer = await refused(client.chat_postMessage(channel=ANNA, text="Hi", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    expected = "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [expected]


async def test_an_update_keeps_the_blocks_unless_told_otherwise(client):
    posted = await client.chat_postMessage(channel=ANNA, text="One", blocks=[section("One")])
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    kept = await client.chat_update(**place, text="Two")
    assert kept["message"]["blocks"][0]["text"]["text"] == "One"
    assert kept["message"]["edited"]["user"] == posted["message"]["user"]
    emptied = await client.chat_update(**place, text="Three", blocks=[])
    assert "blocks" not in emptied["message"]


async def test_only_own_messages_can_be_changed_or_removed(client, anna, workspace):
    said = await anna.say(workspace.state.bot_user_id, "Mine")
    place = {"channel": said["channel"], "ts": said["ts"]}
    assert (await refused(client.chat_update(**place, text="No")))["error"] == "cant_update_message"
    assert (await refused(client.chat_delete(**place)))["error"] == "cant_delete_message"
    missing = {"channel": said["channel"], "ts": "1.000000"}
    assert (await refused(client.chat_update(**missing, text="No")))["error"] == "message_not_found"


async def test_a_deleted_message_is_gone(client, anna):
    posted = await client.chat_postMessage(channel=ANNA, text="Oops")
    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert await anna.dms() == []


async def test_an_ephemeral_message_is_seen_by_one_and_stays_out_of_the_history(client, workspace, anna, ben):
    general = channel_named(workspace, "general").id
    await client.chat_postEphemeral(channel=general, user=ANNA, text="Psst")
    assert [message["text"] for message in await anna.messages(general)] == ["Psst"]
    assert await ben.messages(general) == []
    assert (await client.conversations_history(channel=general))["messages"] == []


async def test_metadata_comes_back_only_when_asked_for(client):
    metadata = {"event_type": "wave", "event_payload": {"number": 3}}
    channel = (await client.chat_postMessage(channel=ANNA, text="Hi", metadata=metadata))["channel"]
    plain = await client.conversations_history(channel=channel)
    full = await client.conversations_history(channel=channel, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_a_thread_counts_its_replies_and_keeps_them_out_of_the_channel(client, workspace):
    general = channel_named(workspace, "general").id
    first = await client.chat_postMessage(channel=general, text="First")
    reply = await client.chat_postMessage(channel=general, text="Reply", thread_ts=first["ts"])
    history = (await client.conversations_history(channel=general))["messages"]
    assert [message["text"] for message in history] == ["First"]
    assert (history[0]["reply_count"], history[0]["latest_reply"]) == (1, reply["ts"])
    thread = await client.conversations_replies(channel=general, ts=first["ts"])
    assert [message["text"] for message in thread["messages"]] == ["First", "Reply"]
    lost = client.chat_postMessage(channel=general, text="Lost", thread_ts="1.000000")
    assert (await refused(lost))["error"] == "thread_not_found"


async def test_history_can_be_cut_by_time(client):
    stamps = [(await client.chat_postMessage(channel=ANNA, text=str(n)))["ts"] for n in range(3)]
    channel = (await client.conversations_open(users=ANNA))["channel"]["id"]

    async def texts(**bounds):
        return [each["text"] for each in (await client.conversations_history(channel=channel, **bounds))["messages"]]

    assert await texts(oldest=stamps[1]) == ["2"]
    assert await texts(oldest=stamps[1], inclusive=True) == ["2", "1"]
    assert await texts(latest=stamps[1]) == ["0"]


async def test_a_permalink_and_a_reaction(client, workspace, anna):
    general = channel_named(workspace, "general").id
    posted = await client.chat_postMessage(channel=general, text="Hi")
    link = await client.chat_getPermalink(channel=general, message_ts=posted["ts"])
    assert link["permalink"].endswith(f"/archives/{general}/p{posted['ts'].replace('.', '')}")
    await client.reactions_add(channel=general, name="tada", timestamp=posted["ts"])
    assert (await anna.messages(general))[0]["reactions"][0]["name"] == "tada"
    again = client.reactions_add(channel=general, name="tada", timestamp=posted["ts"])
    assert (await refused(again))["error"] == "already_reacted"


async def test_messages_carry_the_simulated_time_and_never_the_same(client, session, workspace):
    async with session.post(f"{workspace.url}/local/clock", json={"now": 1_700_000_000}) as answer:
        assert (await answer.json())["ok"]
    stamps = [(await client.chat_postMessage(channel=BEN, text="Hi"))["ts"] for _ in range(3)]
    assert stamps == ["1700000000.000000", "1700000000.000001", "1700000000.000002"]
    await session.post(f"{workspace.url}/local/clock", json={"now": None})
    assert float((await client.chat_postMessage(channel=BEN, text="Now"))["ts"]) > 1_750_000_000


async def test_the_history_is_in_order_of_time_even_when_the_past_is_written_later(client, session, workspace):
    await client.chat_postMessage(channel=BEN, text="Now")
    await session.post(f"{workspace.url}/local/clock", json={"now": 1_700_000_000})
    channel = (await client.chat_postMessage(channel=BEN, text="Then"))["channel"]
    history = await client.conversations_history(channel=channel)
    assert [each["text"] for each in history["messages"]] == ["Now", "Then"]
