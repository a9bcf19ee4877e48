"""Server-sent events: tell an open page what to fetch again."""

import contextlib
import json

from aiohttp import web

from bot.workspace.context import Context

HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def stream(context: Context, request: web.Request) -> web.StreamResponse:
    """Serve one stream until the page goes or the workspace stops."""
    user = request.query.get("user", "")
    if user not in context.state.users:
        return web.json_response({"ok": False, "error": "user_not_found"})
    response = web.StreamResponse(headers=HEADERS)
    queue = context.feed.open(user)
    with contextlib.suppress(ConnectionError):
        try:
            await response.prepare(request)
            await response.write(b": open\n\n")
            while (notice := await queue.get()) is not None:
                event, data = notice
                await response.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
        finally:
            context.feed.leave(user, queue)
    return response
