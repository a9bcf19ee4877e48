"""What a person does: write, click, submit, close, run a command, choose a shortcut, drop a file."""

import base64

from bot.workspace import events, interactions
from bot.workspace import messages as writing
from bot.workspace.errors import LocalError
from bot.workspace.files import File
from bot.workspace.local.endpoint import Act
from bot.workspace.shapes import Json
from bot.workspace.uploads import new_file


async def say(act: Act) -> Json:
    """Write a message."""
    channel = act.channel()
    _may_write(act, is_im=channel.is_im, is_archived=channel.is_archived)
    message: Json = {"type": "message", "user": act.user, "text": act.text("text"), "team": act.state.team.id}
    if act.text("thread_ts"):
        message["thread_ts"] = act.text("thread_ts")
    stored = writing.post(act.context, channel, message)
    return {"channel": channel.id, "ts": stored["ts"]}


def _may_write(act: Act, *, is_im: bool, is_archived: bool) -> None:
    if is_archived:
        raise LocalError("is_archived")
    manifest = act.context.manifest
    if is_im and (not manifest.messages_tab or manifest.messages_tab_read_only):
        raise LocalError("messages_tab_disabled")


async def drop_file(act: Act) -> Json:
    """Share a file: `content` is text, or `content_base64` bytes."""
    channel = act.channel()
    _may_write(act, is_im=channel.is_im, is_archived=channel.is_archived)
    file = _stored(act)
    message: Json = {"type": "message", "subtype": "file_share", "user": act.user, "text": act.text("text")}
    message |= {"team": act.state.team.id, "upload": True, "files": [file.shown(act.context.url)]}
    stored = writing.post(act.context, channel, message)
    file.shares[channel.id] = (channel.is_private, [stored["ts"]])
    shared = {"file_id": file.id, "file": {"id": file.id}, "user_id": act.user, "channel_id": channel.id}
    if act.state.bot_user_id in channel.members:
        events.emit(act.context, {"type": "file_shared", **shared})
    return {"channel": channel.id, "ts": stored["ts"], "file_id": file.id}


async def upload(act: Act) -> Json:
    """Upload a file into an input of a modal; nobody sees it before the modal is submitted."""
    return {"file": _stored(act).shown(act.context.url)}


def _stored(act: Act) -> File:
    file = new_file(act.state, act.text("name", "file.txt"), act.user)
    file.content = base64.b64decode(act.text("content_base64")) or act.text("content").encode()
    file.is_complete = True
    return file


async def command(act: Act) -> Json:
    """Run a slash command."""
    return await interactions.command(act.context, act.user, act.channel(), (act.text("command"), act.text("text")))


async def shortcut(act: Act) -> Json:
    """Choose a global shortcut or, with a `ts`, one of a message."""
    callback_id = act.text("callback_id")
    if not act.text("ts"):
        return await interactions.shortcut(act.context, act.user, callback_id)
    channel = act.channel()
    return await interactions.message_shortcut(act.context, act.user, channel, act.message(channel), callback_id)


async def click(act: Act) -> Json:
    """Use an element of a message, a modal or the Home tab."""
    if act.text("view_id"):
        return await interactions.click_in_view(act.context, act.view(), act.arguments)
    channel = act.channel()
    return await interactions.click_in_message(act.context, act.user, channel, act.message(channel), act.arguments)


async def options(act: Act) -> Json:
    """Ask for the options of an external select; `value` is what was typed."""
    return await interactions.options(act.context, act.view(), act.arguments)


async def submit(act: Act) -> Json:
    """Submit a modal."""
    view = act.view()
    if view.body["type"] != "modal":
        raise LocalError("view_not_found")
    state = act.arguments.get("state") or {}
    return await interactions.submit(act.context, view, state.get("values") or {})


async def close(act: Act) -> Json:
    """Close a modal."""
    view = act.view()
    if view.body["type"] != "modal":
        raise LocalError("view_not_found")
    return await interactions.close(act.context, view)
