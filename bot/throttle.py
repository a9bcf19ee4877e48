"""How much may be added to one thread, or relayed by one person, in a minute; counted in memory, stored nowhere."""

from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

IN_A_MINUTE = 9
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Throttle:
    """Counts what happened within the last minute, by what it happened to."""

    _times: dict[Hashable, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _lock: Lock = field(default_factory=Lock)

    def allows(self, what: Hashable, now: datetime) -> bool:
        """Count one more, or tell that it is one too many for this minute."""
        with self._lock:
            for key in list(self._times):
                while self._times[key] and self._times[key][0] <= now - _MINUTE:
                    self._times[key].popleft()
                if not self._times[key]:
                    del self._times[key]
            if len(self._times[what]) >= IN_A_MINUTE:
                return False
            self._times[what].append(now)
            return True
