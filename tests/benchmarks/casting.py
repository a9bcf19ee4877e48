"""Sealing a ballot against the least that a driver can do: two boxes written in a transaction of their own, and committed.

Prints a table; run it with `python -m tests.benchmarks.casting`. Both write into the same database with the same
durability, in turns of a few hundred, so that a busy machine slows both; the ratio is the median over the turns. Ballots
come one after the other, and then many at once, as they do when an invitation has just arrived: those share a commit.
Target: casting reaches at least 40 % of the raw commits.
"""

import argparse
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable

import pgserver
from sqlalchemy import text

from bot.clock import SetClock
from bot.services import Services, open_services
from bot.together import MOST_AT_ONCE
from bot.use_cases import casting
from bot.use_cases.casting import Submission
from storage.database import Database
from storage.keys import KeyStore
from surveys.ballots import Ballot
from surveys.questions import Question
from tests.benchmarks.printing import Table, head, show
from tests.builders import ADMIN, SECRET, ballot_of, cast, members_of, open_wave, roster_of
from tests.conftest import TUESDAY

TURNS = 7
SLOT_BYTES = 32
TARGET = 0.4


def main(ballots: int) -> None:
    """Measure both databases and print."""
    table = Table(
        f"{TURNS} turns of {ballots} ballots, and the ratio to raw commits (target {TARGET:.0%})",
        (
            "",
            "raw commits a second",
            "ballots one after the other",
            "ratio",
            f"ballots {MOST_AT_ONCE} at once",
            "ratio",
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            for url in (f"sqlite:///{folder}/vorbild.db", server.get_uri()):
                keys = KeyStore(f"sqlite:///{folder}/{url[:4]}-keys.db", SECRET)
                services = open_services(
                    Database(url), keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=SetClock(TUESDAY)
                )
                table.add(services.database.engine.dialect.name, *_cells(services, ballots))
                services.close()
        finally:
            server.cleanup()
    show(head(), table)


def _cells(services: Services, ballots: int) -> list[str]:
    people = members_of("alpha", ballots)
    wave = open_wave(services, roster_of({"alpha": ballots}))
    cast(services, people[0], 4, "A comment.", wave)
    with services.database.reading() as session:
        size = len(session.execute(text("SELECT box FROM urn LIMIT 1")).scalar_one())
    raw, alone, together = [], [], []
    for _ in range(TURNS):
        raw.append(_rate(ballots, lambda: _commit_boxes(services, wave.id, size, ballots)))
        alone.append(_rate(ballots, lambda: [cast(services, person, 4, "A comment.", wave) for person in people]))
        together.append(_rate(ballots, lambda: _cast_together(services, wave.id, people)))
    cells = [f"{statistics.median(raw):,.0f}"]
    for ours in (alone, together):
        ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, raw, strict=True))
        cells += [f"{statistics.median(ours):,.0f}", f"{ratio:.0%}"]
    return cells


def _cast_together(services: Services, wave_id: int, people: list[str]) -> None:
    """Seal a part at a time, as the bot does with what was submitted meanwhile."""
    waiting = [Submission(wave_id, person, _read) for person in people]
    while waiting:
        casting.cast_all(services, waiting[:MOST_AT_ONCE])
        del waiting[:MOST_AT_ONCE]


def _read(questions: tuple[Question, ...]) -> Ballot:
    return ballot_of(4, "A comment.", tuple(question.key for question in questions))


def _rate(number: int, act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return number / (time.perf_counter() - began)


def _commit_boxes(services: Services, wave_id: int, size: int, ballots: int) -> None:
    """Write two boxes a ballot through the driver's own connection, into slots that are nobody's."""
    pooled = services.database.engine.raw_connection()
    connection, mark = pooled.driver_connection, "?" if services.database.sqlite else "%s"
    statement = (
        f"INSERT INTO urn (wave_id, slot, box) VALUES ({mark}, {mark}, {mark}) "
        "ON CONFLICT (wave_id, slot) DO UPDATE SET box = excluded.box"
    )
    boxes = [(wave_id, secrets.token_bytes(SLOT_BYTES), secrets.token_bytes(size)) for _ in range(2 * ballots)]
    for number in range(ballots):
        if services.database.sqlite:
            connection.execute("BEGIN IMMEDIATE")
        for box in boxes[2 * number : 2 * number + 2]:
            connection.execute(statement, box)
        connection.commit()
    pooled.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Ballots sealed a second against a driver's raw commits.")
    options.add_argument("--quick", action="store_true", help="few ballots, to see that it runs")
    main(20 if options.parse_args().quick else 300)
