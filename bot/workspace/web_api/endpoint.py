"""The door of the Web API: reads a request, checks its token and scopes, counts it, and writes the answer."""

import asyncio
import json

from aiohttp import web

from bot.workspace.context import Context
from bot.workspace.errors import RateLimitedError, SlackError
from bot.workspace.faults import Fault
from bot.workspace.methods import METHODS
from bot.workspace.shapes import Json
from bot.workspace.web_api.call import Call, require_any
from bot.workspace.web_api.routes import ROUTES


class WebApi:
    """Answers `/api/METHOD`, whether called with a form, a JSON body or a query."""

    def __init__(self, context: Context) -> None:
        self.context = context

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, unless a fault befalls it."""
        method = request.match_info["method"]
        arguments = await _arguments(request)
        fault = self.context.faults.next(method)
        if fault is not None and fault.kind == "stall":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and fault.kind != "lose":
            return _befallen(fault)
        response = self._process(request, method, arguments)
        if fault is not None and fault.kind == "lose" and request.transport is not None:
            request.transport.abort()
        return response

    def _process(self, request: web.Request, method: str, arguments: Json | None) -> web.Response:
        try:
            return self._written({"ok": True, **self._called(request, method, arguments)})
        except RateLimitedError as error:
            return _rate_limited(error.retry_after)
        except SlackError as error:
            return self._written({"ok": False, "error": error.code, **error.fields})

    def _called(self, request: web.Request, method: str, arguments: Json | None) -> Json:
        if arguments is None:
            raise SlackError("invalid_json")
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        in_arguments = arguments.pop("token", None)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        self._authenticate(method, token if scheme.lower() == "bearer" else in_arguments)
        require_any(self.context, METHODS[method].scopes)
        self.context.meter.count(method, str(arguments.get("channel")))
        return ROUTES[method](Call(self.context, method, arguments))

    def _authenticate(self, method: str, token: str | None) -> None:
        wanted = METHODS[method].caller
        if wanted == "anyone":
            return
        if not token:
            raise SlackError("not_authed")
        if token not in (self.context.bot_token, self.context.app_token):
            raise SlackError("invalid_auth")
        is_app_token = token == self.context.app_token
        if is_app_token != (wanted == "app"):
            raise SlackError("not_allowed_token_type")

    def _written(self, answer: Json) -> web.Response:
        scopes = ",".join(sorted(self.context.manifest.scopes))
        return web.json_response(answer, headers={"X-OAuth-Scopes": scopes})


def _befallen(fault: Fault) -> web.Response:
    if fault.kind == "limit":
        return _rate_limited(int(fault.seconds))
    if fault.kind == "error":
        return web.json_response({"ok": False, "error": fault.error})
    return web.Response(status=500, text="Internal Server Error")


def _rate_limited(retry_after: int) -> web.Response:
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(retry_after)}
    )


async def _arguments(request: web.Request) -> Json | None:
    """Read the arguments, wherever they are; None when a JSON body is malformed."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        try:
            content = json.loads(body) if body else {}
        except ValueError:
            return None
        if not isinstance(content, dict):
            return None
        return arguments | content
    return arguments | dict(await request.post())
