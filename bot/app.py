"""The composition root: the Slack app with all its listeners, and the process that keeps it running."""

import asyncio
from dataclasses import dataclass, field
from functools import partial

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

from bot import errors, logs, middleware
from bot.audiences import read_groups
from bot.connection import SocketConnection
from bot.delivery import Delivery
from bot.directory import Readers
from bot.health import Health
from bot.http import health_routes, slack_events
from bot.listeners import (
    answering,
    calendars,
    cards,
    charter,
    commands,
    comments,
    commitments,
    directory,
    drafting,
    ending,
    home,
    interviews,
    journal,
    opt_out,
    postponing,
    previewing,
    privacy,
    questions,
    receipts,
    results,
    roster,
    roster_sync,
    searching,
    unknown,
    voice,
)
from bot.metrics import Metrics
from bot.refresh import Refresh
from bot.request_guard import RequestGuard
from bot.scheduler import Scheduler
from bot.senders import SENDERS
from bot.services import Services
from bot.use_cases import retention

LISTENERS = (
    answering,
    calendars,
    cards,
    charter,
    commands,
    comments,
    commitments,
    directory,
    drafting,
    ending,
    home,
    interviews,
    journal,
    opt_out,
    postponing,
    previewing,
    privacy,
    questions,
    receipts,
    results,
    roster,
    roster_sync,
    searching,
    voice,
    unknown,  # the last one: it takes what no other has taken
)
FINISH_SECONDS = 10


def web_client(token: str, api_url: str) -> AsyncWebClient:
    """Make a client that never retries on its own: a retried post would be a second message."""
    client = AsyncWebClient(token=token, base_url=api_url, logger=logs.quiet_logger())
    client.retry_handlers = []
    return client


def build_app(services: Services, client: AsyncWebClient) -> AsyncApp:
    """Build the Slack app; nothing is contacted yet."""
    app = AsyncApp(client=client, logger=logs.quiet_logger(), request_verification_enabled=False)
    middleware.register(app, Readers(services, client), partial(home.refresh, services, client))
    errors.register(app)
    for listeners in LISTENERS:
        listeners.register(app, services)
    return app


@dataclass
class Bot:
    """One running process: delivery, clock and, with an app token, the websocket; without one, Slack comes over HTTP.

    Any number of them may run on one PostgreSQL.
    """

    services: Services
    client: AsyncWebClient
    app_token: str
    pace: float
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.app = build_app(self.services, self.client)
        self.metrics = Metrics()
        self.delivery = Delivery(self.services, self.client, SENDERS, self.pace, metrics=self.metrics)
        looks = (
            Refresh(self.services, self.client).run_if_due,
            partial(read_groups, self.services, self.client),
            self._forget,
        )
        self.scheduler = Scheduler(self.services, looks)
        self._socket = SocketConnection(self.app, self.app_token) if self.app_token else None
        connected = self._socket.connected if self._socket is not None else None
        self.health = Health(self.services, self.delivery, self.scheduler, self.client, connected)
        self._delivering: asyncio.Task[None] | None = None

    async def _forget(self) -> None:
        await self.services.run(retention.forget_if_due)

    async def connect(self) -> None:
        """Open the websocket, if there is one: from now on people can answer."""
        if self._socket is not None:
            await self._socket.open()

    def work(self) -> None:
        """Start the clock and the delivery."""
        self.scheduler.start()
        self._delivering = asyncio.create_task(self.delivery.run(self._stopping))

    def routes(self, signing_secret: str) -> list[Route]:
        """List what this process answers over HTTP; Slack's own requests only with the secret that signs them."""
        routes = health_routes(self.health, self.metrics, self.services, self.scheduler)
        return [slack_events(self.app, RequestGuard(signing_secret)), *routes] if signing_secret else routes

    async def stop(self) -> None:
        """Stop claiming, finish what is in hand (ten seconds at the most), and close everything.

        What is cut off is unsure, and looked for when its lease ends.
        """
        self._stopping.set()
        self.scheduler.stop()
        if self._delivering is not None:
            await asyncio.wait({self._delivering}, timeout=FINISH_SECONDS)
            self._delivering.cancel()
        if self._socket is not None:
            await self._socket.close()
        self.services.close()
