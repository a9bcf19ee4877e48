"""The composition root: the Slack app with all its listeners, and the process that keeps it running."""

import asyncio
from dataclasses import dataclass, field

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors, logs, middleware
from bot.delivery import Delivery
from bot.directory import Readers
from bot.listeners import (
    answering,
    authoring,
    commands,
    comments,
    directory,
    home,
    privacy,
    questions,
    receipts,
    results,
    roster,
    roster_sync,
)
from bot.refresh import Refresh
from bot.scheduler import Scheduler
from bot.senders import SENDERS
from bot.services import Services

PING_SECONDS = 3


def web_client(token: str, api_url: str) -> AsyncWebClient:
    """Make a client that never retries on its own: a retried post would be a second message."""
    client = AsyncWebClient(token=token, base_url=api_url, logger=logs.quiet_logger())
    client.retry_handlers = []
    return client


def build_app(services: Services, client: AsyncWebClient) -> AsyncApp:
    """Build the Slack app; nothing is contacted yet."""
    app = AsyncApp(client=client, logger=logs.quiet_logger(), request_verification_enabled=False)
    middleware.register(app, Readers(services, client))
    errors.register(app)
    for listeners in (
        answering,
        authoring,
        commands,
        comments,
        directory,
        home,
        privacy,
        questions,
        receipts,
        results,
        roster,
        roster_sync,
    ):
        listeners.register(app, services)
    return app


@dataclass
class Bot:
    """One running process: websocket, delivery and clock. Any number of them may run on one PostgreSQL."""

    services: Services
    client: AsyncWebClient
    app_token: str
    pace: float
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.app = build_app(self.services, self.client)
        self.delivery = Delivery(self.services, self.client, SENDERS, self.pace)
        self.scheduler = Scheduler(self.services, Refresh(self.services, self.client).run_if_due)
        self._handler = AsyncSocketModeHandler(
            self.app, self.app_token, logger=logs.quiet_logger(), ping_interval=PING_SECONDS
        )
        self._delivering: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Open the websocket: from now on people can answer."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's handler has no annotations

    def work(self) -> None:
        """Start the clock and the delivery."""
        self.scheduler.start()
        self._delivering = asyncio.create_task(self.delivery.run(self._stopping))

    async def stop(self) -> None:
        """Stop claiming, finish what is in hand, and close everything."""
        self._stopping.set()
        self.scheduler.stop()
        if self._delivering is not None:
            await self._delivering
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # likewise
        self.services.close()
