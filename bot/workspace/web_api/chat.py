"""Messages: `chat.*` and `reactions.*`."""

from bot.workspace import messages
from bot.workspace.channels import Channel
from bot.workspace.errors import SlackError
from bot.workspace.shapes import Json
from bot.workspace.state import SLACKBOT
from bot.workspace.web_api.call import Call


def post_message(call: Call) -> Json:
    """Write a message into a conversation or to a person."""
    if call.text("channel") == SLACKBOT.id:
        raise SlackError("cannot_dm_bot")
    channel = call.writable_channel()
    message = {**messages.bot_author(call.context), **messages.checked_content(call.context, call.arguments)}
    metadata = _metadata(call)
    if metadata:
        message["metadata"] = metadata
    if call.text("thread_ts"):
        _answer_in_thread(call, channel, message)
    stored = messages.post(call.context, channel, message)
    return {"channel": channel.id, "ts": stored["ts"], "message": stored}


def _answer_in_thread(call: Call, channel: Channel, message: Json) -> None:
    if call.state.message(channel, call.text("thread_ts")) is None:
        raise SlackError("thread_not_found")
    message["thread_ts"] = call.text("thread_ts")
    if call.flag("reply_broadcast"):
        message["subtype"] = "thread_broadcast"


def _metadata(call: Call) -> Json | None:
    metadata = messages.parsed(call.arguments.get("metadata"), "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": metadata.get("event_payload", {})}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a conversation."""
    channel = call.writable_channel()
    user = call.required("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = {**messages.bot_author(call.context), **messages.checked_content(call.context, call.arguments)}
    stored = messages.whisper(call.context, channel, user, message)
    return {"message_ts": stored["ts"]}


def update(call: Call) -> Json:
    """Change one of the app's own messages; blocks stay unless new ones (or an empty list) are given."""
    channel, message = _own_message(call, "cant_update_message")
    content = messages.checked_content(call.context, call.arguments)
    for part in ("blocks", "attachments"):
        if part in message and part in call.arguments and part not in content:
            content[part] = None
    if "text" not in call.arguments:
        del content["text"]
    metadata = _metadata(call)
    if metadata:
        content["metadata"] = metadata
    messages.change(call.context, channel, message, content)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def delete(call: Call) -> Json:
    """Take one of the app's own messages away."""
    channel, message = _own_message(call, "cant_delete_message")
    messages.remove(call.context, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


def _own_message(call: Call, refusal: str) -> tuple[Channel, Json]:
    channel = call.writable_channel()
    message = call.state.message(channel, call.required("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != call.state.bot_id:
        raise SlackError(refusal)
    return channel, message


def get_permalink(call: Call) -> Json:
    """Give the address of a message."""
    channel = call.state.conversation(call.required("channel"), call.state.bot_user_id)
    if channel is None:
        raise SlackError("channel_not_found")
    message = call.state.message(channel, call.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    stamp = message["ts"].replace(".", "")
    return {"channel": channel.id, "permalink": f"{call.context.url}/archives/{channel.id}/p{stamp}"}


def add_reaction(call: Call) -> Json:
    """Put the app's reaction on a message."""
    channel = call.state.conversation(call.required("channel"), call.state.bot_user_id)
    message = channel and call.state.message(channel, call.required("timestamp"))
    if not channel or not message:
        raise SlackError("message_not_found" if channel else "channel_not_found")
    name, bot = call.required("name").strip(":"), call.state.bot_user_id
    reactions = message.setdefault("reactions", [])
    reaction = next((each for each in reactions if each["name"] == name), None)
    if reaction is None:
        reaction = {"name": name, "users": [], "count": 0}
        reactions.append(reaction)
    if bot in reaction["users"]:
        raise SlackError("already_reacted")
    reaction["users"].append(bot)
    reaction["count"] += 1
    call.context.feed.tell(channel.members, "message_changed", channel=channel.id, ts=message["ts"])
    return {}
