"""Delivery: takes owed messages from the outbox and brings them to Slack, paced, each once.

The posting client has no retry handlers: after a lost answer they would post again. What Slack refuses for good is
dead at once; what may have arrived is looked for before it is sent again; whatever else goes wrong is tried later.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import reconciliation
from bot.clock import real_clock
from bot.metrics import Metrics
from bot.reconciliation import CannotLookError
from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases import outbox as outbox_cases
from bot.use_cases.inviting import Place, SentFile
from bot.verdicts import Fate, Verdict, verdict
from storage.outbox import LEASE, Message

log = structlog.get_logger()

BATCH = 20
IDLE_SECONDS = 1.0
AT_ONCE = 8
PLACE_SECONDS = 1.0
"""How late a message may take its place."""
LOOK_AFTER = timedelta(seconds=60)
REVOKED_SECONDS = 30.0
BREAKER_LOSSES, BREAKER_WINDOW = 5, 30.0
"""So many lost answers within so many seconds, and nothing is sent for a while: something is wrong on the way."""
UNDECIDED = "undecided"
"""The remedy of a channel post whose answer was lost: an admin looks, and repeats it if it is not there."""
BROKEN = "broken"
_ATTEMPTS_MOST = 8
_NOT_POSTED = {kinds.CLOSING_NOTE, kinds.SWEEP, kinds.VOICE_UPDATE, kinds.POSTPONED, kinds.FILE_END}
"""Kinds that change or remove a message: doing it twice does no harm. Whom a postponed one is for knows its sender alone."""


@dataclass(frozen=True)
class Sending:
    """What a sender works with."""

    services: Services
    client: AsyncWebClient


@dataclass(frozen=True)
class Waits:
    """How long delivery waits: a claimed message for its worker, one that failed for another try, and so on."""

    lease: timedelta = LEASE
    retry: timedelta = timedelta(seconds=30)
    look: timedelta = LOOK_AFTER
    """A lost request may still be on its way; after a minute it has arrived or never will."""
    breaker_seconds: float = 60.0


Sender = Callable[[Sending, Message], Awaitable[Place | SentFile | None]]
"""Brings one kind of message to Slack; tells where it is or which file, None when there was nothing to send any more."""


class NotYetError(Exception):
    """A message is owed, but must wait: its wave is not cleared, or its lease is all but over."""


class TooLateError(Exception):
    """A message whose fate was unsure did not arrive, and its time is over."""


class Delivery:
    """The loop that empties the outbox. `refused` is set while Slack refuses our token."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        senders: Mapping[str, Sender],
        pace: float,
        *,
        metrics: Metrics | None = None,
        waits: Waits = Waits(),
    ) -> None:
        if client.retry_handlers:
            raise ValueError("the posting client must not have retry handlers: they post twice")
        self._sending = Sending(services, client)
        self._senders = senders
        self._interval = timedelta(seconds=1 / pace)
        self._waits = waits
        self._metrics = metrics or Metrics()
        self._losses: deque[float] = deque(maxlen=BREAKER_LOSSES)
        self._rest_until = 0.0
        self._enough = False
        self._under_way = set[asyncio.Task[None]]()
        self.refused: str | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Deliver until told to stop; finishes the messages in hand."""
        while not stopping.is_set():
            if self._resting() or not await self._deliver_some(stopping):
                await _wait(stopping, IDLE_SECONDS)
        await self._finish(0)

    async def _deliver_some(self, stopping: asyncio.Event) -> bool:
        try:
            return await self.deliver_batch(stopping, AT_ONCE)
        except Exception as error:  # noqa: BLE001 (a database that is away must not end the loop; the kind alone is logged)
            log.critical("delivery_failed", reason=type(error).__name__)
            return False

    async def drain(self) -> None:
        """Deliver everything that is due now, one message after the other."""
        while not self._resting() and await self.deliver_batch(asyncio.Event()):
            pass

    async def deliver_batch(self, stopping: asyncio.Event, at_once: int = 1) -> bool:
        """Claim and deliver some messages; tell whether there may be more.

        Fewer than `at_once` requests are still under way when this returns: Slack's answers take longer than the pace
        allows. A message whose place was missed goes back, so that a pause, too, is heeded within seconds.
        """
        services, loop = self._sending.services, asyncio.get_running_loop()
        claimed_at, moment = loop.time(), real_clock()
        batch = await services.run(outbox_cases.claim, BATCH, self._interval, moment, self._waits.lease)
        turn, self._enough = claimed_at + (batch.places.first - moment).total_seconds(), False
        for message in batch.messages:
            await _wait(stopping, turn - loop.time())
            if stopping.is_set() or self._enough or loop.time() > turn + PLACE_SECONDS:
                await self._later(message, timedelta(0))
            else:
                self._under_way.add(asyncio.create_task(self._deliver(message)))
                await self._finish(at_once - 1)
            turn += batch.places.interval.total_seconds()
        if batch.no_place_yet:
            await _wait(stopping, min(IDLE_SECONDS, turn - loop.time()))
        return bool(batch.messages) or batch.no_place_yet

    async def _finish(self, most: int) -> None:
        """Wait until no more than so many requests are under way; raises what a finished one raised."""
        while len(self._under_way) > most:
            done, self._under_way = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            for failed in filter(None, [each.exception() for each in done]):
                raise failed

    async def _deliver(self, message: Message) -> None:
        try:
            place = await self._arrived(message) or await self._send(message)
        except NotYetError:
            await self._later(message, self._waits.retry)
        except TooLateError:
            self._metrics.message(message.kind, "expired")
            await self._sending.services.run(outbox_cases.expired, message)
        except CannotLookError:
            await self._give_up(message, UNDECIDED)
        except (SlackApiError, ClientError, TimeoutError, OSError) as error:
            await self._judge(message, verdict(error))
        except Exception as error:  # noqa: BLE001 (one message must not hold up the others; the kind alone is logged)
            log.critical("message_broken", kind=message.kind, reason=type(error).__name__)
            await (
                self._later(message, self._waits.retry)
                if message.attempts < _ATTEMPTS_MOST
                else self._give_up(message, BROKEN)
            )
        else:
            self.refused = None
            self._count(message, "sent")
            await self._sending.services.run(outbox_cases.sent, message, place)

    async def _send(self, message: Message) -> Place | SentFile | None:
        """Send, if a request that takes its longest still ends within the lease: afterwards others look for it."""
        services, client = self._sending.services, self._sending.client
        if message.expires_at is not None and message.expires_at <= services.clock():
            raise TooLateError
        if message.lease_until - timedelta(seconds=client.timeout) <= services.clock():
            raise NotYetError
        return await self._senders[message.kind](self._sending, message)

    async def _arrived(self, message: Message) -> Place | None:
        """Look for a message that Slack may have already."""
        if not message.unsure or message.kind in _NOT_POSTED:
            return None
        return await reconciliation.find(self._sending.client, message, message.tried_at)

    async def _judge(self, message: Message, found: Verdict) -> None:
        services = self._sending.services
        self._count(message, found.fate)
        log.warning("message_not_sent", kind=message.kind, fate=found.fate, reason=found.code)
        match found.fate:
            case Fate.DEAD:
                await self._give_up(message, found.code)
            case Fate.UNSURE:
                await services.run(outbox_cases.unsure, message, self._waits.look)
                self._note_loss(asyncio.get_running_loop().time())
            case Fate.PATIENCE:
                wait, self._enough = timedelta(seconds=found.wait), True
                await services.run(outbox_cases.patience, real_clock() + wait)
                await self._later(message, wait)
            case Fate.REVOKED:
                self.refused = found.code
                self._rest(REVOKED_SECONDS)
                await self._later(message, self._waits.retry)
            case Fate.LATER:
                await self._later(message, self._waits.retry)

    def _count(self, message: Message, fate: str) -> None:
        """Count what became of a message; not of those that somebody asked for, for the hour could tell who."""
        if message.kind != kinds.POSTPONED:
            self._metrics.message(message.kind, fate)

    def _note_loss(self, now: float) -> None:
        self._losses.append(now)
        if len(self._losses) == BREAKER_LOSSES and now - self._losses[0] <= BREAKER_WINDOW:
            log.error("delivery_rests", seconds=self._waits.breaker_seconds)
            self._losses.clear()
            self._rest(self._waits.breaker_seconds)

    def _rest(self, seconds: float) -> None:
        """Send nothing for a while; what this process has claimed goes back."""
        self._rest_until, self._enough = asyncio.get_running_loop().time() + seconds, True

    def _resting(self) -> bool:
        return asyncio.get_running_loop().time() < self._rest_until

    async def _later(self, message: Message, wait: timedelta) -> None:
        await self._sending.services.run(outbox_cases.retry, message, wait)

    async def _give_up(self, message: Message, remedy: str) -> None:
        log.warning("message_dead", kind=message.kind, reason=remedy)
        await self._sending.services.run(outbox_cases.dead, message, remedy)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    if seconds <= 0:
        return
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
