"""Processes that are killed while they work: one casts ballots, one closes a wave."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.clock import SetClock
from bot.services import Services, open_services
from bot.use_cases import closing
from storage.database import Database
from storage.keys import KeyStore
from surveys.waves import Wave
from tests.builders import ADMIN, SECRET, cast

THREADS = 3


@dataclass(frozen=True)
class Place:
    """Where a victim works, and the file in which it notes what it has done."""

    database_url: str
    keys_url: str
    now: datetime
    notes: Path

    def services(self) -> Services:
        """Start as the bot does."""
        keys = KeyStore(self.keys_url, SECRET)
        database = Database(self.database_url)
        return open_services(
            database, keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=SetClock(self.now)
        )


def score_of(number: int) -> int:
    """The score of a person's n-th ballot."""
    return number % 5 + 1


def cast_until_killed(place: Place, wave: Wave, people: list[str], first: int) -> None:
    """Cast over and over, each ballot with its number; note it when it is acknowledged."""
    services = place.services()
    with place.notes.open("ab", buffering=0) as notes, ThreadPoolExecutor(THREADS) as threads:

        def work(thread: int) -> None:
            for number in count(first):
                for person in people[thread::THREADS]:
                    cast(services, person, score_of(number), str(number), wave)
                    notes.write(f"{person} {number}\n".encode())

        list(threads.map(work, range(THREADS)))


def close_until_killed(place: Place, wave: Wave) -> None:
    """Close a wave; note when it begins and when it is done."""
    services = place.services()
    place.notes.write_text("closing\n")
    closing.close(services, wave)
    place.notes.write_text("closing\ndone\n")
