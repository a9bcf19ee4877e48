"""The way from the workspace to the app: which line it takes, how long it waits, and what is sent again."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from bot.workspace.errors import NotAcknowledgedError
from bot.workspace.shapes import Json


class Line(Protocol):
    """Socket Mode or HTTP: takes an envelope, gives the app's answer, or raises `NotAcknowledgedError`."""

    async def deliver(self, envelope: Json, seconds: float) -> Json | None:
        """Deliver one envelope and wait for the acknowledgement."""

    async def close(self) -> None:
        """Hang up."""


@dataclass(frozen=True)
class Patience:
    """How long the workspace waits. Slack sends an event again at once, after a minute and after five."""

    acknowledgement_seconds: float = 3.0
    trigger_seconds: float = 3.0
    event_retry_seconds: tuple[float, ...] = (0.5, 2.0, 5.0)


class Delivery:
    """Sends what people do to the app. Interactions are sent once; events are sent again until acknowledged."""

    def __init__(self, line: Line, patience: Patience) -> None:
        self.line = line
        self.patience = patience
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, kind: str, payload: Json) -> Json | None:
        """Send an interaction (`interactive` or `slash_commands`) and give the app's answer.

        Raises `NotAcknowledgedError` when there is none within three seconds.
        """
        envelope = {"type": kind, "accepts_response_payload": True, "payload": payload}
        return await self.line.deliver(envelope, self.patience.acknowledgement_seconds)

    def tell(self, payload: Json) -> None:
        """Send an event, without waiting for it to arrive."""
        self.start(self._send_until_acknowledged(payload))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background, to be cancelled at the end."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_until_acknowledged(self, payload: Json) -> None:
        envelope: Json = {"type": "events_api", "accepts_response_payload": False, "payload": payload}
        reason = ""
        for attempt, pause in enumerate((0.0, *self.patience.event_retry_seconds)):
            await asyncio.sleep(pause)
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
            try:
                await self.line.deliver(envelope, self.patience.acknowledgement_seconds)
            except NotAcknowledgedError as error:
                reason = "timeout" if error.code == "operation_timeout" else "connection_failed"
            else:
                return

    async def settle(self) -> None:
        """Wait until everything sent so far is acknowledged or given up."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Give up what is still under way and hang up."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.line.close()
