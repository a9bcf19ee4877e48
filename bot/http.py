"""The HTTP side of a process: Slack's requests where there is no websocket, health, and metrics."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.health import Check, Health
from bot.metrics import CONTENT_TYPE, Metrics
from bot.request_guard import RefusedError, RequestGuard
from bot.scheduler import Scheduler
from bot.services import Services
from bot.use_cases import operating

log = structlog.get_logger()

STOP_SECONDS = 10
Endpoint = Callable[[Request], Awaitable[Response]]


def slack_events(app: AsyncApp, guard: RequestGuard) -> Route:
    """Take Slack's requests: `/slack/events` is the address for events, commands and interactions alike."""
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        try:
            body = await guard.admit(request.headers, request.stream())
        except RefusedError as refused:
            return Response(status_code=refused.status)
        if body is None:
            return Response(status_code=200)
        request._body = body  # noqa: SLF001 (Starlette keeps a body that was read here; the stream is spent)
        try:
            return await handler.handle(request)
        except Exception as error:  # noqa: BLE001 (Bolt reads a payload before any listener: what it stumbles over is none)
            log.warning("request_unreadable", kind=type(error).__name__)
            return Response(status_code=HTTPStatus.BAD_REQUEST)

    return Route("/slack/events", events, methods=["POST"])


def health_routes(health: Health, metrics: Metrics, services: Services, scheduler: Scheduler) -> list[Route]:
    """Tell whether the process lives, whether it can work, and how the machine room does."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        checks = await health.checks()
        return JSONResponse(_told(checks), status_code=200 if all(check.passes for check in checks) else 503)

    async def exposition(_request: Request) -> Response:
        backlog = await services.run(operating.backlog)
        metrics.observe(
            owed=backlog.owed,
            oldest_seconds=backlog.oldest_seconds,
            tick_seconds=scheduler.seconds_since_tick() or 0.0,
            ready=all(check.passes for check in await health.checks()),
        )
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", exposition)]


def server(routes: list[Route], host: str, port: int) -> uvicorn.Server:
    """Make the server; it writes no access log, for that would tell when somebody answered."""
    config = uvicorn.Config(
        Starlette(routes=routes),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return uvicorn.Server(config)


def _told(checks: list[Check]) -> dict[str, str]:
    return {check.name: "ok" if check.passes else "failed" for check in checks}
