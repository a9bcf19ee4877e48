"""Whether this process can do its work: what `/readyz` tells."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery import Delivery
from bot.scheduler import Scheduler
from bot.services import Services
from bot.use_cases import operating

TICK_OLDEST = 60.0
CLOCK_APART = 120.0
_ASK_AGAIN = 300.0


@dataclass(frozen=True)
class Check:
    """One thing that must be so, and whether it is."""

    name: str
    passes: bool


class Health:
    """Asks every part of a process how it does."""

    def __init__(
        self,
        services: Services,
        delivery: Delivery,
        scheduler: Scheduler,
        client: AsyncWebClient,
        connected: Callable[[], Awaitable[bool]] | None,
    ) -> None:
        self._services = services
        self._delivery = delivery
        self._scheduler = scheduler
        self._slack_clock = SlackClock(client)
        self._connected = connected

    async def checks(self) -> list[Check]:
        """Check database, schema, clock, token and connection; never raises."""
        storage = await self._services.run(_storage)
        tick = self._scheduler.seconds_since_tick()
        found = [
            *storage,
            Check("tick", tick is not None and tick < TICK_OLDEST),
            Check("token", self._delivery.refused is None),
            Check("clock", abs(await self._slack_clock.apart()) < CLOCK_APART),
        ]
        if self._connected is not None:
            found.append(Check("socket", await self._connected()))
        return found


def _storage(services: Services) -> list[Check]:
    try:
        return [Check("database", services.database.writable()), Check("schema", operating.schema_current(services))]
    except SQLAlchemyError:
        return [Check("database", passes=False)]


class SlackClock:
    """How far our clock is from Slack's, asked now and then."""

    def __init__(self, client: AsyncWebClient, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self._client = client
        self._clock = clock
        self._asked: datetime | None = None
        self._apart = 0.0

    async def apart(self) -> float:
        """Give our clock minus Slack's in seconds, as last known; an unreachable Slack says nothing of our clock."""
        now = self._clock()
        if self._asked is None or (now - self._asked).total_seconds() > _ASK_AGAIN:
            self._asked = now
            try:
                self._apart = (now - await _slacks_time(self._client)).total_seconds()
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError):
                return self._apart
        return self._apart


async def _slacks_time(client: AsyncWebClient) -> datetime:
    answer = await client.api_test()
    return parsedate_to_datetime(answer.headers["Date"])
