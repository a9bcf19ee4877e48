"""Slack's rate limits, as buckets that refill steadily; scaled or switched off for simulations."""

import math
import time
from dataclasses import dataclass
from typing import Self

from bot.workspace.errors import RateLimitedError
from bot.workspace.methods import METHODS

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute in Slack's four tiers."""

SMALLEST_BURST = 10
"""Even tier 1 lets ten sockets connect one after the other: Slack tolerates short bursts."""

CHANNEL_PER_SECOND, CHANNEL_BURST = 1.0, 5
WORKSPACE_PER_SECOND, WORKSPACE_BURST = 5.0, 60
POSTING = frozenset({"chat.postMessage"})


@dataclass(frozen=True)
class Limits:
    """How strict the workspace is: `scale` multiplies every rate and burst."""

    scale: float = 1.0
    enabled: bool = True

    @classmethod
    def off(cls) -> Self:
        """Never answer 429."""
        return cls(enabled=False)


@dataclass
class _Bucket:
    """Holds up to `capacity` calls and refills at `rate` per second."""

    rate: float
    capacity: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Say how many seconds until one more call fits; zero when it fits now."""
        self.level = min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class Meter:
    """Counts calls against the limits. Real time counts, whatever the workspace's clock says."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._buckets: dict[str, _Bucket] = {}

    def count(self, method: str, channel: str | None) -> None:
        """Count one call; raises `RateLimitedError` when it comes too soon, and then counts nothing."""
        if not self.limits.enabled:
            return
        now = time.monotonic()
        buckets = self._governing(method, channel, now)
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait > 0:
            raise RateLimitedError(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= 1

    def _governing(self, method: str, channel: str | None, now: float) -> list[_Bucket]:
        if method in POSTING:
            return [
                self._bucket(f"channel {channel}", CHANNEL_PER_SECOND, CHANNEL_BURST, now),
                self._bucket("workspace", WORKSPACE_PER_SECOND, WORKSPACE_BURST, now),
            ]
        tier = METHODS[method].tier
        if tier is None:
            return []
        per_minute = PER_MINUTE[tier]
        return [self._bucket(method, per_minute / 60, max(per_minute, SMALLEST_BURST), now)]

    def _bucket(self, name: str, rate: float, burst: float, now: float) -> _Bucket:
        if name not in self._buckets:
            scale = self.limits.scale
            self._buckets[name] = _Bucket(rate * scale, max(1.0, burst * scale), max(1.0, burst * scale), now)
        return self._buckets[name]
