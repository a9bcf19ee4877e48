"""Processes that do nothing but deliver, until somebody kills them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import logs
from bot.app import web_client
from bot.clock import Clock, real_clock
from bot.delivery import Delivery, Waits
from bot.senders import SENDERS
from bot.services import Services, open_services
from storage.database import Database
from storage.keys import KeyStore
from tests.builders import ADMIN, SECRET

PACE = 80.0
WAITS = Waits(
    lease=timedelta(seconds=3), retry=timedelta(seconds=0.3), look=timedelta(seconds=0.5), breaker_seconds=0.3
)
REQUEST_SECONDS = 1
"""How long a request may take: well within the lease."""


@dataclass(frozen=True)
class Workplace:
    """Where workers work: one database, one Slack, and a clock that runs `behind` the machine's."""

    database_url: str
    keys_url: str
    api_url: str
    behind: timedelta

    @classmethod
    def at(cls, moment: datetime, database_url: str, keys_url: str, api_url: str) -> "Workplace":
        """Begin at a moment."""
        return cls(database_url, keys_url, api_url, real_clock() - moment)

    def clock(self) -> Clock:
        """Give the clock that all workers share."""
        return lambda: real_clock() - self.behind

    def services(self) -> Services:
        """Start as the bot does."""
        database, keys = Database(self.database_url), KeyStore(self.keys_url, SECRET)
        return open_services(database, keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=self.clock())


def deliver_until_killed(place: Workplace) -> None:
    """Deliver whatever is owed, for ever."""
    logs.configure("CRITICAL")
    asyncio.run(_deliver(place))


async def _deliver(place: Workplace) -> None:
    client = web_client("xoxb-local", place.api_url)
    client.timeout = REQUEST_SECONDS
    await Delivery(place.services(), client, SENDERS, PACE, waits=WAITS).run(asyncio.Event())
