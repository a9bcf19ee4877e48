"""The bytes of files on their way in and out."""

import mimetypes

from aiohttp import web

from bot.workspace.context import Context
from bot.workspace.files import File
from bot.workspace.state import State

SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
"""A file may hold anything; in a browser it must not act as a page of the workspace."""


def new_file(state: State, name: str, user: str) -> File:
    """Register a file that has no content yet."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    suffix = name.rpartition(".")[2].lower() if "." in name else "binary"
    file = File(state.ids.next("F"), name, name, kind, suffix, user, int(state.clock.now()))
    state.files[file.id] = file
    return file


async def receive(context: Context, request: web.Request) -> web.Response:
    """Take the bytes of a file, bare or in a form, at the address that `files.getUploadURLExternal` gave."""
    ticket = request.match_info["ticket"]
    file = next((each for each in context.state.files.values() if each.ticket == ticket), None)
    if file is None or file.is_complete:
        return web.Response(status=404, text="This upload address is unknown or used up.")
    file.content = await _bytes(request)
    return web.Response(text=f"OK - {len(file.content)}")


async def _bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    part = next((each for each in form.values() if isinstance(each, web.FileField)), None)
    return b"" if part is None else part.file.read()


async def show(context: Context, request: web.Request) -> web.Response:
    """Give the bytes of a file to a page."""
    file = context.state.files.get(request.match_info["file_id"])
    if file is None:
        return web.Response(status=404, text="There is no such file.")
    return web.Response(body=file.content, content_type=file.mimetype, headers=SAFE)


async def download(context: Context, request: web.Request) -> web.Response:
    """Give the bytes of a file to the app, which shows its token and needs `files:read`."""
    if request.headers.get("Authorization") != f"Bearer {context.bot_token}":
        return web.Response(status=403, text="A bot token is needed in the Authorization header.")
    if "files:read" not in context.manifest.scopes:
        return web.Response(status=403, text="The scope files:read is needed.")
    return await show(context, request)
