"""A loopback server is still reachable from any web page in the same browser: who may speak to it."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.workspace.context import Context

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
SAFE_METHODS = frozenset({"GET", "HEAD"})


def guard(context: Context) -> Middleware:
    """Refuse requests under a foreign name (DNS rebinding) or from a foreign page (cross-site requests)."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_our_name(context, request):
            return web.Response(status=403, text="This workspace answers only to its own name.")
        if not _is_our_page(context, request):
            return web.Response(status=403, text="This workspace takes no requests from other sites.")
        return await handler(request)

    return check


def _is_our_name(context: Context, request: web.Request) -> bool:
    port = context.url.rpartition(":")[2]
    allowed = {f"{name}:{port}" for name in NAMES}
    if request.path == "/link/":
        # slack_sdk's built-in websocket client leaves the port out; here a secret ticket is needed anyway.
        allowed.update(NAMES)
    return request.headers.get("Host", "") in allowed


def _is_our_page(context: Context, request: web.Request) -> bool:
    port = context.url.rpartition(":")[2]
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{name}:{port}" for name in NAMES}:
        return False
    site = request.headers.get("Sec-Fetch-Site", "none")
    is_link_to_page = request.path == "/" and request.method in SAFE_METHODS
    return site in {"none", "same-origin"} or is_link_to_page
