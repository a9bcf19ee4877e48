"""What everything costs as people, units and waves grow tenfold: `python -m tests.benchmarks.growth`.

Real waves are opened, answered and closed on SQLite, and everything around them is timed by the processor's time. The slope
is the decimal logarithm of what the last tenfold growth costs: 0 is nothing, 1 is linear. Target: nothing on the hot
paths worse than linear, which we read as a slope of 1.1 at most.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import log10
from pathlib import Path

import numpy as np

from bot.clock import SetClock
from bot.delivery import BATCH
from bot.running import settle
from bot.services import open_services
from bot.use_cases import auditing, closing, reporting
from storage import outbox, roster, survey
from storage.database import Database
from storage.keys import KeyStore
from surveys.survey import Survey
from surveys.waves import Wave
from tests.benchmarks.closing import cast_at_once
from tests.benchmarks.organisation import RESPONSE, simulated_organisation
from tests.benchmarks.printing import Table, head, show
from tests.benchmarks.roster import preview
from tests.builders import ADMIN, SECRET, roster_of, run_now, survey_of
from tests.conftest import TUESDAY

SPAN = 8
CLAIMS, REPORTS = 30, 5
LINEAR = 1.1

Seconds = dict[str, float]


@dataclass(frozen=True)
class Size:
    """How large a company is, and how many waves it has had."""

    people: int
    units: int
    waves: int = 1


@dataclass(frozen=True)
class Axis:
    """What grows, and the sizes it grows through; the last is ten times the one before."""

    name: str
    sizes: tuple[Size, ...]
    numbers: tuple[int, ...]


AXES = (
    Axis(
        "people, and units with them",
        tuple(Size(people, people // SPAN) for people in (1_000, 10_000, 100_000)),
        (1_000, 10_000, 100_000),
    ),
    Axis("units of 10,000 people", (Size(10_000, 125), Size(10_000, 1_250)), (125, 1_250)),
    Axis("waves of 400 people", (Size(400, 50, 4), Size(400, 50, 40)), (4, 40)),
)
QUICK = (Axis("people, and units with them", (Size(40, 5), Size(400, 50, 2)), (40, 400)),)


class Installation:
    """A bot without Slack, its survey of everybody, and a clock to set."""

    def __init__(self, home: Path, size: Size) -> None:
        self.clock = SetClock(TUESDAY)
        self.database, keys = Database(f"sqlite:///{home}/vorbild.db"), Database(f"sqlite:///{home}/keys.db")
        self.services = open_services(
            self.database,
            KeyStore(f"sqlite:///{home}/keys.db", SECRET),
            admins=frozenset({ADMIN}),
            time_zone="Europe/Berlin",
            clock=self.clock,
        )
        self.audited = auditing.Storage(self.database, keys)
        self.survey, self.units = self._found(size)
        settle()

    def _found(self, size: Size) -> tuple[Survey, list[str]]:
        shape = simulated_organisation(size.units, np.random.default_rng(1)).parents
        sizes = dict.fromkeys(shape, size.people // size.units)
        with self.database.transaction() as session:
            roster.replace(session, roster_of(sizes, {unit: above for unit, above in shape.items() if above}))
            return survey.add(session, survey_of(channels={next(iter(shape)): "CLEAD"})), list(shape)

    def pass_days(self, days: int) -> None:
        """Set the clock on."""
        self.clock.at = self.clock() + timedelta(days=days)


def costs(home: Path, size: Size) -> Seconds:
    """Play the waves, and give what each step takes in the last one."""
    here = Installation(home, size)
    for _ in range(size.waves):
        found = _wave(here, round(size.people * RESPONSE))
        here.pass_days(21)
    found["audit"] = _timed(lambda: auditing.privacy_audit(here.audited))
    here.services.close()
    (home / "preview").mkdir()
    found["preview a roster"] = preview(str(home / "preview"), size.people).processor
    return found


def _wave(here: Installation, ballots: int) -> Seconds:
    found: Seconds = {}
    waves: list[Wave] = []
    found["materialise"] = _timed(lambda: waves.append(run_now(here.services, here.survey)))
    (wave,) = waves
    here.pass_days(1)
    found[f"claim {BATCH} messages"] = statistics.median(_timed(lambda: _claim(here)) for _ in range(CLAIMS))
    cast_at_once(here.services, wave, ballots)
    here.pass_days(6)
    found["close"] = _timed(lambda: closing.close(here.services, wave))
    found["report of the top"] = _report(here, wave, here.units[0])
    found["report of a team"] = _report(here, wave, here.units[-1])
    return found


def _claim(here: Installation) -> None:
    with here.database.transaction() as session:
        outbox.claim(session, here.clock(), BATCH)


def _report(here: Installation, wave: Wave, unit: str) -> float:
    return statistics.median(_timed(lambda: reporting.brief(here.services, wave.id, unit)) for _ in range(REPORTS))


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _table(axis: Axis) -> Table:
    table = Table(
        f"{axis.name}: seconds of the processor. Nothing should grow by a slope above {LINEAR:g}.",
        ("step", *(f"{number:,}" for number in axis.numbers), "slope", "verdict"),
    )
    found = []
    for size in axis.sizes:
        with tempfile.TemporaryDirectory(prefix="vorbild-benchmark-") as home:
            found.append(costs(Path(home), size))
    for step in found[0]:
        took = [each[step] for each in found]
        slope = log10(took[-1] / took[-2])
        verdict = "worse than linear" if round(slope, 2) > LINEAR else "at most linear"
        table.add(step, *(f"{seconds:,.4f}" for seconds in took), f"{slope:.2f}", verdict)
    return table


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="small companies, to see that it runs")
    show(head())
    for each in QUICK if options.parse_args().quick else AXES:
        show(_table(each))
