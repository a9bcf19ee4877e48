"""Time as an argument: the real clock, and one that a demo or a test sets."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives now, in UTC."""


def real_clock() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)


class SetClock:
    """A clock that stands where it is put; without a time it runs with the machine's."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Give the time it was set to, else the real one."""
        return self.at if self.at is not None else real_clock()
