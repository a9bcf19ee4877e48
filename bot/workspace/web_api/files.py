"""Files, uploaded in three steps: `files.*`."""

import secrets

from bot.workspace import messages
from bot.workspace.channels import Channel
from bot.workspace.errors import SlackError
from bot.workspace.files import File
from bot.workspace.shapes import Json
from bot.workspace.uploads import new_file
from bot.workspace.web_api.call import Call, as_list

LARGEST = 1_000_000_000


def get_upload_url(call: Call) -> Json:
    """Give the address to which the bytes of a file are to be POSTed."""
    length = call.required("length")
    if not length.isdigit() or not 0 < int(length) <= LARGEST:
        raise SlackError("invalid_arguments")
    file = new_file(call.state, call.required("filename").replace("/", "_"), call.state.bot_user_id)
    file.alt_text = call.text("alt_txt")
    file.ticket = secrets.token_urlsafe(24)
    return {"upload_url": f"{call.context.url}/upload/v1/{file.ticket}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Finish uploads and share them where asked: nowhere, or in one or several conversations."""
    entries = messages.parsed(call.arguments.get("files"), "invalid_arguments")
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise SlackError("invalid_arguments")
    files = [_uploaded(call, entry) for entry in entries]
    places = as_list(call.arguments.get("channels")) or as_list(call.text("channel_id"))
    channels = [_place(call, place) for place in places]
    for file in files:
        file.is_complete = True
    for channel in channels:
        _share(call, files, channel)
    return {"files": [file.shown(call.context.url) for file in files]}


def _uploaded(call: Call, entry: Json) -> File:
    file = call.state.files.get(entry.get("id", ""))
    if file is None or file.is_complete:
        raise SlackError("file_not_found")
    if not file.content:
        raise SlackError("file_upload_not_complete")
    file.title = entry.get("title") or file.name
    return file


def _place(call: Call, place: str) -> Channel:
    return Call(call.context, call.method, {"channel": place}).writable_channel()


def _share(call: Call, files: list[File], channel: Channel) -> None:
    content = {"text": call.text("initial_comment")}
    if call.arguments.get("blocks"):
        content = messages.checked_content(call.context, call.arguments)
    message: Json = {**messages.bot_author(call.context), **content, "upload": True}
    message["files"] = [file.shown(call.context.url) for file in files]
    if call.text("thread_ts"):
        message["thread_ts"] = call.text("thread_ts")
    stored = messages.post(call.context, channel, message)
    for file in files:
        file.shares.setdefault(channel.id, (channel.is_private, []))[1].append(stored["ts"])


def info(call: Call) -> Json:
    """Describe one file."""
    file = call.state.files.get(call.required("file"))
    if file is None or not file.is_complete:
        raise SlackError("file_not_found")
    return {
        "file": file.shown(call.context.url),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def delete(call: Call) -> Json:
    """Delete a file the app has uploaded."""
    file = call.state.files.get(call.required("file"))
    if file is None:
        raise SlackError("file_not_found")
    if file.user != call.state.bot_user_id:
        raise SlackError("cant_delete_file")
    del call.state.files[file.id]
    return {}
