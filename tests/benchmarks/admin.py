"""`python -m tests.benchmarks.admin`: what a large company's administration costs, on both databases.

A wave for 100,000 people opened; messages claimed while as many wait; a process started and its memory; a roster
previewed; and every command while 10,000 messages wait.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pgserver

from bot.delivery import BATCH
from bot.services import Services
from storage import outbox, roster, survey
from tests.benchmarks import commanding
from tests.benchmarks import roster as previewing
from tests.benchmarks.closing import TUESDAY, Place, installation
from tests.benchmarks.memory import megabytes
from tests.benchmarks.printing import Table, head, show, verdict
from tests.benchmarks.privacy import postgresql
from tests.benchmarks.processes import bot_apart, company_of, workspace_apart
from tests.builders import roster_of, run_now, survey_of

A_UNIT = 10
WAVE_SECONDS, CLAIM_MS, START_SECONDS, PROCESS_MEGABYTES = 5, 15, 3, 200


@dataclass(frozen=True)
class Size:
    """How large a company is measured, and how often: `waiting` messages while commands are typed in `rounds`."""

    people: int = 100_000
    runs: int = 3
    claims: int = 200
    working_seconds: int = 60
    waiting: int = 10_000
    rounds: int = 30


@dataclass(frozen=True)
class Opened:
    """What a wave took: seconds by the clock and at work in its process, and milliseconds of each claim."""

    seconds: float
    at_work: float
    claims: list[float]


@dataclass
class Databases:
    """Makes fresh databases, of both kinds, while the benchmark lasts."""

    home: Path
    server: pgserver.PostgresServer
    made: int = 0

    def fresh(self) -> dict[str, Place]:
        """Give two that were never used, by the names of their kinds."""
        self.made += 1
        name = f"benchmark_{self.made}"
        self.server.psql(f"CREATE DATABASE {name}")
        return {
            "SQLite": Place(f"sqlite:///{self.home}/{name}.db", f"sqlite:///{self.home}/{name}-keys.db"),
            "PostgreSQL": Place(str(self.server.get_uri(name)), f"sqlite:///{self.home}/{name}-pg-keys.db"),
        }


def main() -> None:
    """Print every table as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small company, under a minute")
    small = Size(people=1_000, runs=1, claims=20, working_seconds=1, waiting=500, rounds=1)
    size = small if parser.parse_args().quick else Size()
    show(head())
    with tempfile.TemporaryDirectory(prefix="vorbild-benchmark-") as home, postgresql(Path(home)) as server:
        databases = Databases(Path(home), server)
        show(waves(databases, size))
        show(previews(size))
        show(processes(databases.fresh(), size))
        for place in databases.fresh().values():
            show(commanding.while_messages_wait(place, size.waiting, size.rounds))


def waves(databases: Databases, size: Size) -> Table:
    """Open a wave and claim from what it owes, each time in new databases and a process of its own."""
    table = Table(
        f"A wave for {size.people:,} people opened (at most {WAVE_SECONDS} s), and {BATCH} messages claimed while all wait "
        f"(at most {CLAIM_MS} ms); medians of {size.runs} waves, and of {size.claims} claims each.",
        ("database", "seconds", "of these at work", "verdict", "a claim", "99 %", "verdict"),
    )
    found = [
        {name: _apart(_open_and_claim, place, size) for name, place in databases.fresh().items()}
        for _ in range(size.runs)
    ]
    for name in found[0]:
        seconds, at_work = (
            statistics.median(getattr(run[name], each) for run in found) for each in ("seconds", "at_work")
        )
        claims = [ms for run in found for ms in run[name].claims]
        claim = statistics.median(claims)
        wave = f"{seconds:.1f}", f"{at_work:.1f}", verdict(seconds, WAVE_SECONDS)
        table.add(name, *wave, f"{claim:.1f} ms", f"{commanding.at_99(claims):.1f} ms", verdict(claim, CLAIM_MS))
    return table


def _open_and_claim(place: Place, size: Size) -> Opened:
    with installation(place, TUESDAY) as services:
        with services.database.transaction() as session:
            units = {f"unit-{number}": A_UNIT for number in range(size.people // A_UNIT)}
            roster.replace(session, roster_of(units))
            each = survey.add(session, survey_of(channels={}))
        began, worked = time.perf_counter(), time.process_time()
        run_now(services, each)
        seconds, at_work = time.perf_counter() - began, time.process_time() - worked
        return Opened(seconds, at_work, [_claim(services) for _ in range(size.claims)])


def _claim(services: Services) -> float:
    began = time.perf_counter()
    with services.database.transaction() as session:
        claimed = outbox.claim(session, services.clock() + timedelta(minutes=1), BATCH)
    took = time.perf_counter() - began
    if len(claimed) != BATCH:
        raise RuntimeError("nothing was waiting: the measurement means nothing")
    return 1000 * took


def previews(size: Size) -> Table:
    """Preview a roster, each time in a process of its own."""
    costs = []
    for _ in range(size.runs):
        with tempfile.TemporaryDirectory() as home:
            costs.append(_apart(previewing.preview, home, size.people))
    seconds, processor, megabytes = (
        statistics.median(getattr(cost, each) for cost in costs) for each in ("seconds", "processor", "megabytes")
    )
    table = Table(
        f"A roster of {size.people:,} rows previewed: at most {previewing.SECONDS} s and {previewing.MEGABYTES} MB; "
        f"medians of {size.runs}.",
        ("seconds", "of these at work", "peak memory", "verdict"),
    )
    kept = seconds <= previewing.SECONDS and megabytes <= previewing.MEGABYTES
    table.add(f"{seconds:.1f}", f"{processor:.1f}", f"{megabytes:.0f} MB", "kept" if kept else "MISSED")
    return table


def processes(places: dict[str, Place], size: Size) -> Table:
    """Start `vorbild run` with everybody's invitation owed, and look at its memory while it delivers."""
    table = Table(
        f"`vorbild run` with {size.people:,} people: ready within {START_SECONDS} s, at most {PROCESS_MEGABYTES} MB after "
        f"{size.working_seconds} s of work.",
        ("database", "seconds to ready", "of these at work", "verdict", "memory", "its peak", "verdict"),
    )
    for name, place in places.items():
        names = commanding.owe(place, size.people)
        with workspace_apart(company_of(names)) as url:
            seconds, at_work, now, peak = asyncio.run(_start_and_work(place, url, size.working_seconds))
        start = f"{seconds:.1f}", f"{at_work:.1f}", verdict(seconds, START_SECONDS)
        table.add(name, *start, f"{now:.0f} MB", f"{peak:.0f} MB", verdict(now, PROCESS_MEGABYTES))
    return table


async def _start_and_work(place: Place, url: str, seconds: int) -> tuple[float, float, float, float]:
    async with bot_apart(place, url) as bot:
        await asyncio.sleep(seconds)
        return bot.seconds_to_ready, bot.at_work, megabytes("VmRSS", bot.pid), megabytes("VmHWM", bot.pid)


def _apart(work, *args):
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args)


if __name__ == "__main__":
    main()
