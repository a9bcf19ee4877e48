"""The time that messages carry: the real one, or a simulated past. Timeouts never use it."""

import time


class Clock:
    """Gives the present moment and, from it, message timestamps that never repeat.

    Seconds are counted since 1970, in UTC. Timestamps rise strictly until somebody sets the clock back.
    """

    def __init__(self) -> None:
        self._simulated: float | None = None
        self._last = 0
        self._used: set[int] = set()

    def set(self, now: float | None) -> None:
        """Stop the clock at an instant, or let it run again (`None`)."""
        self._simulated = now
        self._last = 0

    def now(self) -> float:
        """Say what time it is in the workspace."""
        return time.time() if self._simulated is None else self._simulated

    def stamp(self) -> str:
        """Give a timestamp in Slack's form, `seconds.microseconds`, later than any before it."""
        moment = max(int(self.now() * 1_000_000), self._last + 1)
        while moment in self._used:
            moment += 1
        self._last = moment
        self._used.add(moment)
        return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"
