"""How long a report takes in an organisation of 100,000, after 13, 26 and 52 waves: `python -m tests.benchmarks.reports`.

One wave is published by the shipped disclosure control; its rows then stand for every further wave. Reports are read
and composed as the bot does it, from SQLite on disk: of the top, of a division, of a team. Besides the times it prints
ratios, which hold on any machine: 52 waves against 13 (linear growth would be 4), and a report against reading every
published figure of one wave.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlmodel import Session

from bot.clock import SetClock
from bot.running import settle
from bot.services import Services, open_services
from bot.use_cases import reporting
from storage import ledger, survey, waves
from storage.database import Database
from storage.keys import KeyStore
from storage.waves import WaveUnit
from surveys.disclosure import release
from surveys.questions import questionnaire
from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.tree import UnitTree
from surveys.waves import Wave, WaveState
from tests.builders import ADMIN, SECRET, survey_of
from tests.conftest import TUESDAY
from tests.storage.planned import planned

UNITS = 12_529
PEOPLE = 100_000
RESPONSE = 0.7
STAGES = (13, 26, 52)
BUDGET_MS = 300
REPEATS = 7
COPIED = ("ledger", "ledger_suppression", "ledger_participation", "wave_unit")


def organisation(units: int) -> UnitTree:
    """Build a tree in which every leader of leaders has eight units beneath."""
    return UnitTree({f"u{n}": None if n == 0 else f"u{(n - 1) // 8}" for n in range(units)})


def invitations(tree: UnitTree, people: int) -> dict[str, int]:
    """Count who is invited in each unit."""
    rnd, units = Random(1), list(tree)
    return {unit_id: max(4, round(rnd.gauss(people / len(units), 2))) for unit_id in units}


def opinions(
    invited: dict[str, int], keys: tuple[str, ...], response: float
) -> Iterator[tuple[str, dict[str, Answer]]]:
    """Let most answer, and each unit have its own opinion; the same answers every time."""
    rnd = Random(2)
    for unit_id, count in invited.items():
        opinion = rnd.gauss(3.7, 0.4)
        for _ in range(sum(rnd.random() < response for _ in range(count))):
            yield unit_id, {key: Answer(min(5, max(1, round(rnd.gauss(opinion, 0.9))))) for key in keys}


def publish_first(services: Services, units: int, people: int, response: float = RESPONSE) -> tuple[int, Wave]:
    """Publish the first wave as a close does; give the survey's id and the wave."""
    tree, keys = organisation(units), tuple(question.key for question in questionnaire(services.bank, 1))
    tallies, invited = Tallies(keys), invitations(tree, people)
    for unit_id, given in opinions(invited, keys, response):
        tallies.add(unit_id, given)
    with services.database.transaction() as session:
        each = survey.add(session, survey_of(channels={}))
        wave = waves.plan(session, planned(each.id, question_keys=keys, state=WaveState.REPORTED))
        assert wave is not None
        rows = [WaveUnit(unit, unit.upper(), "L", tree.parent(unit), invited[unit]) for unit in tree]
        waves.keep_units(session, wave.id, rows)
        ledger.append(session, wave.id, release(tallies, tree, invited, {}, wave.policy)[0])
    return each.id, wave


def publish_again(services: Services, survey_id: int, first: Wave, number: int) -> Wave:
    """Publish the first wave's rows as those of a later one."""
    with services.database.transaction() as session:
        later = planned(survey_id, number, question_keys=first.question_keys, state=WaveState.REPORTED)
        wave = waves.plan(session, later)
        assert wave is not None
        for table in COPIED:
            _copy(session, table, first.id, wave.id)
    return wave


def _copy(session: Session, table: str, from_wave: int, to_wave: int) -> None:
    connection = session.connection()
    found = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
    columns = [row[1] for row in found if row[1] not in {"id", "wave_id"}]
    values = ["'same'" if column == "event" else column for column in columns]
    connection.exec_driver_sql(
        f"INSERT INTO {table} (wave_id, {', '.join(columns)}) "
        f"SELECT {to_wave}, {', '.join(values)} FROM {table} WHERE wave_id = {from_wave}"
    )


def milliseconds(work: Callable[[], object]) -> float:
    """Give the shortest of some repeats, after one that warms up: the one that other work disturbed least."""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def measure(services: Services, wave: Wave, unit_ids: dict[str, str]) -> dict[str, float]:
    """Time the report of each unit."""
    return {
        name: milliseconds(lambda unit=unit: reporting.brief(services, wave.id, unit))
        for name, unit in unit_ids.items()
    }


@contextmanager
def installation(home: Path) -> Iterator[Services]:
    """Open an empty one in a folder, settled as a running bot is."""
    database, keys = Database(f"sqlite:///{home}/vorbild.db"), KeyStore(f"sqlite:///{home}/keys.db", SECRET)
    services = open_services(database, keys, admins=frozenset({ADMIN}), time_zone="UTC", clock=SetClock(TUESDAY))
    settle()
    yield services
    services.close()


def run(units: int = UNITS, people: int = PEOPLE, stages: tuple[int, ...] = STAGES) -> dict[str, dict[int, float]]:
    """Publish wave after wave and time reports on the way: milliseconds by kind of unit and number of waves."""
    found: dict[str, dict[int, float]] = {}
    leaf = f"u{units - 1}"
    with tempfile.TemporaryDirectory(prefix="vorbild-") as folder, installation(Path(folder)) as services:
        survey_id, wave = publish_first(services, units, people)
        first = wave
        for number in range(2, stages[-1] + 1):
            wave = publish_again(services, survey_id, first, number)
            if number in stages:
                for name, took in measure(services, wave, {"top": "u0", "division": "u1", "team": leaf}).items():
                    found.setdefault(name, {})[number] = took
        found["everything of one wave"] = {stages[-1]: milliseconds(lambda: _everything(services, wave))}
    return found


def _everything(services: Services, wave: Wave) -> None:
    with services.database.reading() as session:
        ledger.of_wave(session, wave.id)


def main() -> int:
    """Print the table; the exit code tells whether a report took longer than its budget."""
    found = run()
    whole = found.pop("everything of one wave")[STAGES[-1]]
    print(f"A report in an organisation of {PEOPLE:,}, {UNITS:,} units, SQLite (shortest of {REPEATS}):")
    for name, by_waves in found.items():
        times = ", ".join(f"{waves} waves {took:.0f} ms" for waves, took in by_waves.items())
        growth = by_waves[STAGES[-1]] / by_waves[STAGES[0]]
        print(
            f"  {name}: {times}; 52 : 13 waves = {growth:.2f} (linear: 4 at most); "
            f"{by_waves[STAGES[-1]] / whole:.3f} of reading one whole wave ({whole:.0f} ms)"
        )
    return int(any(by_waves[STAGES[-1]] > BUDGET_MS for by_waves in found.values()))


if __name__ == "__main__":
    sys.exit(main())
