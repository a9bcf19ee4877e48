"""Conversations: `conversations.*` and `users.conversations`."""

from bot.workspace import events
from bot.workspace.channels import Channel
from bot.workspace.errors import SlackError
from bot.workspace.shapes import Json
from bot.workspace.state import SLACKBOT
from bot.workspace.web_api.call import Call, as_list
from bot.workspace.web_api.paging import page

KIND_OF_TYPE = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def list_(call: Call) -> Json:
    """List the conversations of the kinds asked for: all public ones, and those the app belongs to."""
    bot = call.state.bot_user_id
    found = [each for each in _of_types(call) if not each.is_private or bot in each.members]
    return _listed(call, found)


def of_user(call: Call) -> Json:
    """List the conversations that a member (by default the app) belongs to."""
    bot = call.state.bot_user_id
    user = call.text("user", bot)
    if user not in call.state.users:
        raise SlackError("user_not_found")
    found = [each for each in _of_types(call) if user in each.members and (not each.is_private or bot in each.members)]
    return _listed(call, found)


def _of_types(call: Call) -> list[Channel]:
    types = as_list(call.text("types", "public_channel"))
    if not set(types) <= set(KIND_OF_TYPE):
        raise SlackError("invalid_types")
    kinds = {KIND_OF_TYPE[each] for each in types}
    for kind in sorted(kinds):
        call.require_scope(f"{kind}:read")
    skip_archived = call.flag("exclude_archived")
    channels = call.state.channels.values()
    return [each for each in channels if each.kind in kinds and not (skip_archived and each.is_archived)]


def _listed(call: Call, channels: list[Channel]) -> Json:
    shown, metadata = page(call, channels)
    bot = call.state.bot_user_id
    return {"channels": [each.shown(call.state.team, bot) for each in shown], "response_metadata": metadata}


def info(call: Call) -> Json:
    """Describe one conversation."""
    channel = call.channel("read")
    shown = channel.shown(call.state.team, call.state.bot_user_id)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def members(call: Call) -> Json:
    """List who belongs to a conversation."""
    shown, metadata = page(call, list(call.channel("read").members))
    return {"members": shown, "response_metadata": metadata}


def history(call: Call) -> Json:
    """Give the messages of a conversation, newest first; replies stay in their threads."""
    channel = _readable(call)
    found = [each for each in reversed(channel.messages) if _is_top_level(each) and _is_between(call, each)]
    shown, metadata = page(call, found)
    answer: Json = {"messages": [_shown(call, each) for each in shown], "has_more": bool(metadata["next_cursor"])}
    answer |= {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}
    return {**answer, "response_metadata": metadata} if metadata["next_cursor"] else answer


def replies(call: Call) -> Json:
    """Give a thread, its first message first."""
    channel = _readable(call)
    ts = call.required("ts")
    thread = [each for each in channel.messages if ts in (each["ts"], each.get("thread_ts"))]
    if not thread:
        raise SlackError("thread_not_found")
    shown, metadata = page(call, [each for each in thread if each["ts"] == ts or _is_between(call, each)])
    return {
        "messages": [_shown(call, each) for each in shown],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _readable(call: Call) -> Channel:
    channel = call.channel("history")
    if call.state.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _is_top_level(message: Json) -> bool:
    thread = message.get("thread_ts")
    return thread is None or thread == message["ts"] or message.get("subtype") == "thread_broadcast"


def _is_between(call: Call, message: Json) -> bool:
    """Timestamps have equal length, so that they compare as text; the bounds are excluded unless `inclusive`."""
    ts, oldest, latest = float(message["ts"]), call.text("oldest"), call.text("latest")
    if call.flag("inclusive") and message["ts"] in (oldest, latest):
        return True
    return (not oldest or ts > float(oldest)) and (not latest or ts < float(latest))


def _shown(call: Call, message: Json) -> Json:
    if "metadata" in message and not call.flag("include_all_metadata"):
        return {key: value for key, value in message.items() if key != "metadata"}
    return message


def open_(call: Call) -> Json:
    """Open the direct messages with one person."""
    users = as_list(call.arguments.get("users"))
    if call.text("channel"):
        channel = call.state.channels.get(call.text("channel"))
        if channel is None:
            raise SlackError("channel_not_found")
    else:
        channel = _opened(call, users)
    shown = channel.shown(call.state.team, call.state.bot_user_id) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def _opened(call: Call, users: list[str]) -> Channel:
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("not_enough_users" if len(set(users)) == 1 else "method_not_supported_for_channel_type")
    user = call.state.users.get(users[0])
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot or user is SLACKBOT:
        raise SlackError("cannot_dm_bot")
    return call.state.direct_messages(user.id)


def join(call: Call) -> Json:
    """Let the app join a public channel."""
    channel = call.state.channels.get(call.required("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    bot = call.state.bot_user_id
    already = bot in channel.members
    channel.members[bot] = None
    answer: Json = {"channel": channel.shown(call.state.team, bot)}
    if already:
        return {**answer, "warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    events.channel_joined(call.context, channel, bot)
    call.context.feed.tell(channel.members, "channels")
    return answer
