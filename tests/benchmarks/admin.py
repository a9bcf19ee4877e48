"""How long it takes to materialise a wave for 100,000 people, and to claim messages while 100,000 wait.

Prints a table; run it with `python -m tests.benchmarks.admin`. Targets: 5 s a wave, 15 ms a claim, on both databases.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pgserver

from bot.clock import SetClock
from bot.delivery import BATCH
from bot.services import Services, open_services
from storage import outbox, roster, survey
from storage.database import Database
from storage.keys import KeyStore
from tests.builders import ADMIN, SECRET, roster_of, run_now, survey_of
from tests.conftest import TUESDAY

UNITS, A_UNIT = 10_000, 10
CLAIMS = 200


def main() -> None:
    """Measure both databases, and print."""
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            for url in (f"sqlite:///{folder}/vorbild.db", server.get_uri()):
                with _services(url, Path(folder)) as services:
                    _measure(services)
        finally:
            server.cleanup()


def _measure(services: Services) -> None:
    with services.database.transaction() as session:
        roster.replace(session, roster_of({f"unit-{number}": A_UNIT for number in range(UNITS)}))
        each = survey.add(session, survey_of(channels={}))
    began = time.perf_counter()
    wave = run_now(services, each)
    materialised = time.perf_counter() - began
    with services.database.reading() as session:
        waiting = sum(outbox.counts(session, wave.id).values())
    claims = sorted(_claim(services) for _ in range(CLAIMS))
    engine = services.database.engine.dialect.name
    sys.stdout.write(
        f"{engine:<11} wave of {waiting:,} people {materialised:5.2f} s   "
        f"claim of {BATCH}: median {1000 * statistics.median(claims):5.1f} ms, "
        f"95 % {1000 * claims[int(0.95 * CLAIMS)]:5.1f} ms\n"
    )


def _claim(services: Services) -> float:
    began = time.perf_counter()
    with services.database.transaction() as session:
        claimed = outbox.claim(session, services.clock() + timedelta(minutes=1), BATCH)
    took = time.perf_counter() - began
    if len(claimed) != BATCH:
        raise RuntimeError("nothing was waiting: the measurement means nothing")
    return took


@contextmanager
def _services(url: str, folder: Path) -> Iterator[Services]:
    keys = KeyStore(f"sqlite:///{folder}/{'pg' if url.startswith('post') else 'lite'}-keys.db", SECRET)
    services = open_services(
        Database(url), keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=SetClock(TUESDAY)
    )
    yield services
    services.close()


if __name__ == "__main__":
    main()
