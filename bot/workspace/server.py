"""The composition: one workspace, one app installed in it, one port on the loopback address."""

import asyncio
import errno
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from functools import partial
from pathlib import Path

from aiohttp import web

from bot.workspace import events, uploads
from bot.workspace.context import Context
from bot.workspace.delivery import Delivery, Line, Patience
from bot.workspace.errors import PortTakenError, SlackError
from bot.workspace.faults import Faults
from bot.workspace.http_mode import RequestUrl
from bot.workspace.interactions import respond
from bot.workspace.limits import Limits, Meter
from bot.workspace.local import acting, endpoint, managing, seeing, stream
from bot.workspace.manifest import Manifest
from bot.workspace.security import HOST, guard
from bot.workspace.seed import default_state
from bot.workspace.shapes import Json
from bot.workspace.socket_mode import SocketHub
from bot.workspace.state import State
from bot.workspace.triggers import Triggers
from bot.workspace.web_api.endpoint import WebApi

PAGE = Path(__file__).resolve().parent / "page"
LARGEST_REQUEST = 64 * 1024 * 1024

LOCAL = {
    ("GET", "/local/bootstrap"): seeing.bootstrap,
    ("GET", "/local/messages"): seeing.messages,
    ("GET", "/local/home"): seeing.home,
    ("GET", "/local/views"): seeing.views,
    ("POST", "/local/messages"): acting.say,
    ("POST", "/local/files"): acting.drop_file,
    ("POST", "/local/uploads"): acting.upload,
    ("POST", "/local/commands"): acting.command,
    ("POST", "/local/shortcuts"): acting.shortcut,
    ("POST", "/local/actions"): acting.click,
    ("POST", "/local/options"): acting.options,
    ("POST", "/local/views/submit"): acting.submit,
    ("POST", "/local/views/close"): acting.close,
    ("POST", "/local/clock"): managing.clock,
    ("POST", "/local/seed"): managing.seed,
}


@dataclass(eq=False)
class Workspace:
    """A local Slack workspace with one app installed.

    `port` 0 picks a free one. With a `request_url` the app is reached over HTTP, signed with `signing_secret`, instead
    of Socket Mode. `faults` makes trouble on demand.

    >>> workspace = Workspace(Manifest(name="Hello", bot_name="Hello"))
    >>> workspace.state.team.name
    'Local workspace'
    """

    manifest: Manifest
    _: KW_ONLY
    port: int = 0
    bot_token: str = "xoxb-local"  # noqa: S105 - no secret: it opens nothing but this workspace
    app_token: str = "xapp-local"  # noqa: S105
    state: State = field(default_factory=default_state)
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)
    request_url: str | None = None
    signing_secret: str = "local"  # noqa: S105
    url: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Put the parts together; nothing is opened yet."""
        self.state.install(self.manifest)
        hub = SocketHub(self.state.app_id)
        line: Line = RequestUrl(self.request_url, self.signing_secret) if self.request_url else hub
        self.faults = Faults(hub)
        self.context = Context(
            manifest=self.manifest,
            state=self.state,
            meter=Meter(self.limits),
            faults=self.faults,
            hub=hub,
            delivery=Delivery(line, self.patience),
            triggers=Triggers(self.patience.trigger_seconds),
            bot_token=self.bot_token,
            app_token=self.app_token,
        )
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """The base address for Slack's SDK."""
        return f"{self.url}/api/"

    @property
    def connections(self) -> int:
        """How many websockets the app has open."""
        return len(self.context.hub.connections)

    async def start(self) -> None:
        """Open the port. Raises `PortTakenError`."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self.port).start()
        except OSError as error:
            await runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(self.port) from error
            raise
        self._runner = runner
        self.port = runner.addresses[0][1]
        self.url = self.context.url = f"http://{HOST}:{self.port}"

    async def stop(self) -> None:
        """Close websockets and streams, and the port."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        self.context.feed.close()
        await self.context.hub.close()
        await self.context.delivery.stop()
        await runner.cleanup()

    def emit(self, event: Json) -> None:
        """Send any event to the app, if its manifest subscribes to it."""
        events.emit(self.context, event)

    async def settle(self) -> None:
        """Wait until every event sent so far is acknowledged or given up."""
        await self.context.delivery.settle()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[guard(self.context)], client_max_size=LARGEST_REQUEST)
        application.add_routes(endpoint.routes(self.context, LOCAL))
        context, api = self.context, WebApi(self.context)
        application.add_routes(
            [
                web.get("/api/{method}", api.answer),
                web.post("/api/{method}", api.answer),
                web.get("/link/", context.hub.connect),
                web.get("/local/events", partial(stream.stream, context)),
                web.get("/local/files/{file_id}/{name}", partial(uploads.show, context)),
                web.get("/files-pri/{file_id}/download/{name}", partial(uploads.download, context)),
                web.get("/files-pri/{file_id}/{name}", partial(uploads.download, context)),
                web.post("/upload/v1/{ticket}", partial(uploads.receive, context)),
                web.post("/response/{key}", partial(_response_url, context)),
                web.get("/", _page),
                web.get("/static/{name:.+}", _page),
            ]
        )
        return application


async def _page(request: web.Request) -> web.StreamResponse:
    """Serve the browser page; what is not there is a 404."""
    path = (PAGE / request.match_info.get("name", "index.html")).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        return web.Response(status=404, text="This part of the page is missing.")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


async def _response_url(context: Context, request: web.Request) -> web.Response:
    """Take an app's answer to an interaction."""
    try:
        answer: Json = await request.json()
        issued = context.response_urls.use(request.match_info["key"])
        respond(context, issued.channel, issued.user, answer, issued.ts)
    except SlackError as error:
        status = 404 if error.code in {"expired_url", "used_url"} else 400
        return web.json_response({"ok": False, "error": error.code, **error.fields}, status=status)
    except ValueError:
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    return web.Response(text="ok")


async def serve(
    manifest_path: Path | str,
    port: int,
    *,
    limits: Limits,
    announce: Callable[[Workspace], None],
) -> None:
    """Run a workspace until cancelled; `announce` is called once it is open."""
    workspace = Workspace(Manifest.load(manifest_path), port=port, limits=limits)
    await workspace.start()
    announce(workspace)
    try:
        await asyncio.Event().wait()
    finally:
        await workspace.stop()
