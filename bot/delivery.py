"""Delivery: takes owed messages from the outbox and brings them to Slack, paced, each once.

The posting client has no retry handlers: after a lost answer they would post again. What Slack refuses for good is
dead at once; what it asks us to slow down waits; whatever else goes wrong is tried again later.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.use_cases import outbox as outbox_cases
from bot.use_cases.inviting import Place
from storage.outbox import Message

log = structlog.get_logger()

BATCH = 20
IDLE_SECONDS = 1.0
RETRY_AFTER = timedelta(seconds=30)
_ATTEMPTS_MOST = 8
_PASSING = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "ratelimited",
    "team_added_to_org",
}
_REVOKED = {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired"}


@dataclass(frozen=True)
class Sending:
    """What a sender works with."""

    services: Services
    client: AsyncWebClient


Sender = Callable[[Sending, Message], Awaitable[Place | None]]
"""Brings one kind of message to Slack and tells where it is; None when there was nothing to send any more."""


class Delivery:
    """The loop that empties the outbox."""

    def __init__(self, services: Services, client: AsyncWebClient, senders: Mapping[str, Sender], pace: float) -> None:
        if client.retry_handlers:
            raise ValueError("the posting client must not have retry handlers: they post twice")
        self._sending = Sending(services, client)
        self._senders = senders
        self._pause = 1 / pace
        self._next_at = 0.0

    async def run(self, stopping: asyncio.Event) -> None:
        """Deliver until told to stop; finishes the message in hand."""
        while not stopping.is_set():
            if not await self.deliver_batch(stopping):
                await _wait(stopping, IDLE_SECONDS)

    async def drain(self) -> None:
        """Deliver everything that is due now."""
        while await self.deliver_batch(asyncio.Event()):
            pass

    async def deliver_batch(self, stopping: asyncio.Event) -> bool:
        """Claim and deliver some messages; tell whether there were any."""
        messages = await self._sending.services.run(outbox_cases.claim, BATCH)
        for message in messages:
            if stopping.is_set():
                await self._later(message, timedelta(0))
                continue
            await self._keep_pace()
            await self._deliver(message)
        return bool(messages)

    async def _keep_pace(self) -> None:
        loop = asyncio.get_running_loop()
        wait = self._next_at - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        self._next_at = max(self._next_at, loop.time()) + self._pause

    async def _deliver(self, message: Message) -> None:
        try:
            place = await self._senders[message.kind](self._sending, message)
        except SlackApiError as error:
            await self._refused(message, error)
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("slack_unreachable", kind=message.kind, reason=type(error).__name__)
            await self._later(message, RETRY_AFTER)
        else:
            await self._sending.services.run(outbox_cases.sent, message, place)

    async def _refused(self, message: Message, error: SlackApiError) -> None:
        code = str(error.response.get("error", "unknown"))
        wait = error.response.headers.get("Retry-After") if error.response.status_code == 429 else None
        if wait is not None:
            self._next_at = asyncio.get_running_loop().time() + float(wait)
            await self._later(message, timedelta(seconds=float(wait)))
        elif code in _REVOKED:
            log.error("token_refused", reason=code)
            await self._later(message, RETRY_AFTER)
            await asyncio.sleep(IDLE_SECONDS)
        elif (code in _PASSING or error.response.status_code >= 500) and message.attempts < _ATTEMPTS_MOST:
            await self._later(message, RETRY_AFTER)
        else:
            log.warning("message_dead", kind=message.kind, reason=code)
            await self._sending.services.run(outbox_cases.dead, message.id, code)

    async def _later(self, message: Message, wait: timedelta) -> None:
        await self._sending.services.run(outbox_cases.retry, message.id, wait)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
