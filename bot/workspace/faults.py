"""Troubles on demand, so that a test can show what an app does when Slack misbehaves."""

from collections import defaultdict, deque
from dataclasses import dataclass
from random import Random
from typing import Literal

from bot.workspace.socket_mode import SocketHub


@dataclass(frozen=True)
class Fault:
    """One trouble for one call."""

    kind: Literal["lose", "limit", "error", "crash", "stall"]
    error: str = ""
    seconds: float = 0.0


class Faults:
    """Troubles wait in line per Web API method (`*` is any) and each befalls one call.

    >>> faults = Faults(SocketHub("A1"))
    >>> faults.limit("chat.postMessage", times=2, retry_after=30)
    """

    def __init__(self, hub: SocketHub) -> None:
        self._hub = hub
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._now_and_then: list[tuple[str, float, Fault]] = []
        self._chance = Random(1)

    def lose(self, method: str, times: int = 1) -> None:
        """Process the next calls, but cut the connection instead of answering."""
        self._add(method, times, Fault("lose"))

    def limit(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer the next calls 429 with `Retry-After`, without processing them."""
        self._add(method, times, Fault("limit", seconds=retry_after))

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls with one of Slack's errors, without processing them."""
        self._add(method, times, Fault("error", error=error))

    def crash(self, method: str, times: int = 1) -> None:
        """Answer the next calls with status 500, without processing them."""
        self._add(method, times, Fault("crash"))

    def stall(self, method: str, seconds: float, times: int = 1) -> None:
        """Answer the next calls late."""
        self._add(method, times, Fault("stall", seconds=seconds))

    def now_and_then(self, method: str, share: float, fault: Fault) -> None:
        """Let a trouble befall a share of all further calls of a method, at random but always the same."""
        self._now_and_then.append((method, share, fault))

    def next(self, method: str) -> Fault | None:
        """Take the trouble that befalls this call, if any."""
        for name in (method, "*"):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        often = ((share, fault) for name, share, fault in self._now_and_then if name in {method, "*"})
        return next((fault for share, fault in often if self._chance.random() < share), None)

    def clear(self) -> None:
        """Let everything work again; a stalled websocket stays stalled."""
        self._waiting.clear()
        self._now_and_then.clear()

    def drop_sockets(self) -> None:
        """Cut every websocket off without a close frame."""
        self._hub.drop()

    async def close_sockets(self) -> None:
        """Close every websocket with a close frame."""
        await self._hub.close()

    def stall_sockets(self) -> None:
        """Let every present websocket fall silent, pings unanswered; new ones work."""
        self._hub.stall()

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Send a `disconnect` frame: `refresh_requested`, `warning` or `link_disabled`."""
        await self._hub.disconnect(reason)

    def _add(self, method: str, times: int, fault: Fault) -> None:
        self._waiting[method].extend([fault] * times)
