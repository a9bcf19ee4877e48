"""Writing, changing and removing messages, whoever does it: the state changes, pages are told, the app is told."""

import json
from typing import Any

from bot.workspace import events
from bot.workspace.blocks.completion import complete
from bot.workspace.blocks.surfaces import message_problems
from bot.workspace.channels import Channel
from bot.workspace.context import Context
from bot.workspace.errors import SlackError
from bot.workspace.shapes import Json

LONGEST_TEXT = 40_000


def checked_content(context: Context, arguments: Json) -> Json:
    """Read `text`, `blocks` and `attachments` from an app's call. Raises Slack's errors for what it would refuse."""
    text = arguments.get("text") or ""
    if not isinstance(text, str):
        text = str(text)
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    content: Json = {"text": text}
    blocks = parsed(arguments.get("blocks"), "invalid_blocks_format")
    if blocks:
        problems = message_problems(blocks)
        if problems:
            raise SlackError("invalid_blocks", errors=problems, response_metadata={"messages": problems})
        link_files(context, blocks)
        content["blocks"] = complete(blocks, context.state.ids)
    attachments = parsed(arguments.get("attachments"), "invalid_attachments")
    if attachments:
        content["attachments"] = attachments
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    return content


def parsed(value: Any, error: str) -> Any:
    """Read a structure that came as JSON text (forms) or as it is (JSON bodies)."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as problem:
        raise SlackError(error) from problem


def link_files(context: Context, blocks: list[Json]) -> None:
    """Give image blocks that name an uploaded file the address of its bytes, as Slack does."""
    for position, block in enumerate(blocks):
        named = block.get("slack_file") if block["type"] == "image" else None
        if not named:
            continue
        file = context.state.files.get(named.get("id") or named["url"].split("/")[-2])
        if file is None or not file.is_complete:
            problem = f"[ERROR] invalid slack file [json-pointer:/blocks/{position}/slack_file]"
            raise SlackError("invalid_blocks", errors=[problem], response_metadata={"messages": [problem]})
        block["image_url"] = f"{context.url}/local/files/{file.id}/{file.name}"


def bot_author(context: Context) -> Json:
    """Say that the app wrote a message."""
    state = context.state
    bot = state.users[state.bot_user_id]
    return {
        "user": bot.id,
        "type": "message",
        "bot_id": state.bot_id,
        "app_id": state.app_id,
        "team": state.team.id,
        "bot_profile": {
            "id": state.bot_id,
            "app_id": state.app_id,
            "name": bot.real_name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": state.team.id,
        },
    }


def post(context: Context, channel: Channel, message: Json) -> Json:
    """Put a message into a conversation, for all to see."""
    stored = context.state.post(channel, message)
    context.feed.tell(channel.members, "message", channel=channel.id, ts=stored["ts"])
    events.message_posted(context, channel, stored)
    return stored


def whisper(context: Context, channel: Channel, user: str, message: Json) -> Json:
    """Show a message to one person only."""
    stored = context.state.whisper(channel, user, message)
    context.feed.tell_one(user, "message", channel=channel.id, ts=stored["ts"])
    return stored


def change(context: Context, channel: Channel, message: Json, content: Json) -> None:
    """Replace parts of what a message says; a part that is None goes away, one that is not named stays."""
    previous = dict(message)
    message.update(content)
    for part in [part for part, value in content.items() if value is None]:
        del message[part]
    if not message.get("is_ephemeral"):
        message["edited"] = {"user": context.state.bot_user_id, "ts": context.state.clock.stamp()}
        events.message_changed(context, channel, message, previous)
    _tell_readers(context, channel, message, "message_changed")


def remove(context: Context, channel: Channel, message: Json) -> None:
    """Take a message away."""
    if message.get("is_ephemeral"):
        for whispers in channel.ephemeral.values():
            whispers[:] = [each for each in whispers if each is not message]
    else:
        channel.messages.remove(message)
        events.message_changed(context, channel, message, None)
    _tell_readers(context, channel, message, "message_deleted")


def _tell_readers(context: Context, channel: Channel, message: Json, event: str) -> None:
    readers = channel.members if not message.get("is_ephemeral") else channel.ephemeral
    context.feed.tell(readers, event, channel=channel.id, ts=message["ts"])
