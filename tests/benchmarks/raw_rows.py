"""A trend from the ledger, beside the same from raw rows in SQLite, PostgreSQL, DuckDB and Polars.

`python -m tests.benchmarks.raw_rows` answers for 100,000 people, 52 waves and five questions, 26 million answers: the means
by wave and question of the top, of a division and of a team. In the ledger they stand as published, rounded and
protected; the whole report says besides what changed beyond chance, tells of the levels of leaders beneath, and names
the weakest dimension and the next step, which nobody asks of the raw rows here. Target: a report five times as fast as
DuckDB. All is measured in one run with warm caches.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pgserver

from bot.services import Services
from bot.use_cases import reporting
from storage import reports
from surveys.cells import CellKind
from surveys.questions import ANCHOR, number_of
from surveys.waves import Wave
from tests.benchmarks.engines import Engine, Means, Rows, engines
from tests.benchmarks.printing import Table, head, show
from tests.benchmarks.reports import (
    PEOPLE,
    UNITS,
    installation,
    invitations,
    opinions,
    organisation,
    publish_again,
    publish_first,
)

WAVES = 52
EVERYBODY = 1.0
REPEATS, PATIENCE_SECONDS = 9, 20.0
"""How often each is asked, unless it has taken this long altogether."""

_WORTH = (CellKind.ALL, CellKind.TEAM, CellKind.POOL, CellKind.LARGE)
"""Which figure of a unit is told: everybody beneath it, its own team, the teams shown together, a large cell's own."""

Way = Callable[[int], object]


def main(units: int, people: int, waves: int) -> None:
    """Load everything, measure, and print."""
    with tempfile.TemporaryDirectory(prefix="vorbild-benchmark-") as name:
        home, server = Path(name), pgserver.get_server(f"{name}/postgresql")
        try:
            with installation(home) as services:
                wave = _publish(services, units, people, waves)
                rows = raw_rows(units, people, wave)
                found, missing = engines(home, server.get_uri())
                for engine in found:
                    engine.load(rows)
                show(head(), _table(services, wave, found, rows))
        finally:
            server.cleanup()
    if missing:
        show(f"Left out, because they are not installed: {', '.join(missing)}. `make engines` installs them.")


def _publish(services: Services, units: int, people: int, waves: int) -> Wave:
    survey_id, first = publish_first(services, units, people, EVERYBODY)
    return [publish_again(services, survey_id, first, number) for number in range(2, waves + 1)][-1]


def raw_rows(units: int, people: int, wave: Wave) -> Rows:
    """Give the very answers that the ledger was made of, as rows; units are numbered as they are named."""
    tree, keys = organisation(units), wave.question_keys
    given = list(opinions(invitations(tree, people), keys, EVERYBODY))
    Random(3).shuffle(given)  # people of a unit do not answer one after another
    parents = {_number(unit): _number(above) if (above := tree.parent(unit)) else None for unit in tree}
    return Rows(
        np.array([_number(unit) for unit, answers in given for _ in answers], np.int32),
        np.array([number_of(key) for _, answers in given for key in answers], np.int8),
        np.array([answer for _, answers in given for answer in answers.values()], np.int8),
        parents,
        wave.number,
    )


def _number(unit_id: str) -> int:
    return int(unit_id[1:])


def _table(services: Services, wave: Wave, found: list[Engine], rows: Rows) -> Table:
    table = Table(
        f"Trend over {rows.total:,} answers: {len(rows.parents):,} units, {wave.number} waves. Milliseconds, medians.",
        ("of", "from", "ms", "of the processor", "× means from the ledger", "× whole report", "overall, last wave"),
    )
    ways: dict[str, Way] = {
        "ledger: means by wave and question": lambda unit: published(services, wave, unit),
        "ledger: the whole report": lambda unit: reporting.brief(services, wave.id, f"u{unit}"),
        **{f"raw rows: {engine.name}": engine.means for engine in found},
    }
    for place, unit in (("top", 0), ("division", 1), ("team", max(rows.parents))):
        took = {caption: _measure(way, unit) for caption, way in ways.items()}
        means, report = list(took.values())[:2]
        for caption, ms in took.items():
            at_work = "in the server" if "PostgreSQL" in caption else f"{ms.at_work:,.1f}"
            ratios = (f"{ms.wall / other.wall:,.2f}" for other in (means, report))
            table.add(place, caption, f"{ms.wall:,.1f}", at_work, *ratios, _overall(ways[caption](unit), wave))
    return table


def _overall(told: object, wave: Wave) -> str:
    return f"{told[wave.number, ANCHOR]:.2f}" if isinstance(told, dict) else ""


def published(services: Services, wave: Wave, unit: int) -> Means:
    """Read the same question's answer from the ledger: a mean where one was published, else the level."""
    with services.database.reading() as session:
        history = reports.history(session, wave.survey_id, {f"u{unit}"}, wave.number)
    best = sorted(history, key=lambda entry: _WORTH.index(entry.figure.cell.kind), reverse=True)
    return {
        (entry.wave_number, number_of(entry.figure.question_key)): shown
        for entry in best
        if (shown := entry.figure.fresh.mean if entry.figure.fresh else entry.figure.level) is not None
    }


@dataclass(frozen=True)
class Milliseconds:
    """Medians: by the clock, and of this process's processor time, all threads together."""

    wall: float
    at_work: float


def _measure(way: Way, unit: int) -> Milliseconds:
    way(unit)
    walls: list[float] = []
    works: list[float] = []
    while len(walls) < REPEATS and sum(walls) < PATIENCE_SECONDS:
        began, worked = time.perf_counter(), time.process_time()
        way(unit)
        walls.append(time.perf_counter() - began)
        works.append(time.process_time() - worked)
    return Milliseconds(statistics.median(walls) * 1000, statistics.median(works) * 1000)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a small company, to see that it runs")
    options.add_argument("--waves", type=int, default=WAVES)
    chosen = options.parse_args()
    main(*((73, 600, 3) if chosen.quick else (UNITS, PEOPLE, chosen.waves)))
