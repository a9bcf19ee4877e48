"""The preview of a large roster: how long it takes and how much memory. Run: `python -m tests.benchmarks.roster`."""

import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bot.clock import SetClock
from bot.services import open_services
from bot.use_cases import proposing, roster
from storage.database import Database
from storage.keys import KeyStore
from surveys.proposals import Origin
from surveys.roster import Member
from surveys.texts import Locale
from tests.benchmarks.memory import megabytes

PEOPLE = 100_000
TEAM = 8
SECONDS, MEGABYTES = 10, 500
ADMIN = "UADMIN"


def roster_file(people: int) -> bytes:
    """Write a roster of so many people: each manages up to `TEAM` others, who work in the unit that they lead."""
    lines = ["email;Name;Einheit;Führungskraft;Sprache;Büro"]
    managers = set(range((people - 2) // TEAM + 1))
    for number in range(people):
        manager = (number - 1) // TEAM
        unit = number if number in managers else manager
        above = f"p{manager}@example.com" if number else ""
        lines.append(f"p{number}@example.com;Person {number};Unit {unit};{above};{'de' if number % 2 else 'en'};Berlin")
    return "\n".join(lines).encode("cp1252")


def directory_of(people: int) -> dict[str, Member]:
    """Give the workspace in which they all are."""
    ids = (f"U{number:07}" for number in range(people))
    return {
        id_: Member(id_, f"Person {number}", f"p{number}@example.com", Locale.DE, "Europe/Berlin")
        for number, id_ in enumerate(ids)
    }


@dataclass(frozen=True)
class Cost:
    """What a preview took: seconds by the clock and of the processor, and the most memory, in megabytes."""

    seconds: float
    processor: float
    megabytes: float


def preview(home: str, people: int) -> Cost:
    """Preview a roster against one of nearly the same size, as the bot does."""
    services = open_services(
        Database(f"sqlite:///{home}/vorbild.db"),
        KeyStore(f"sqlite:///{home}/keys.db", "a secret for benchmarks, 32 characters"),
        admins=frozenset({ADMIN}),
        time_zone="Europe/Berlin",
        clock=SetClock(datetime(2026, 1, 6, 8, tzinfo=UTC)),
    )
    data, directory = roster_file(people), directory_of(people)
    roster.apply(services, roster.read_file(roster_file(people - people // 100), directory), ADMIN)
    began, busy = time.perf_counter(), time.process_time()
    proposing.propose(services, ADMIN, Origin.FILE, lambda: roster.read_file(data, directory))
    with services.database.reading() as session:
        proposal_id = session.connection().exec_driver_sql("SELECT id FROM roster_proposal").scalar_one()
    shown = proposing.preview(services, proposal_id)
    seconds, processor = time.perf_counter() - began, time.process_time() - busy
    if shown is None or shown.proposal.problems:
        raise RuntimeError("the preview was refused")
    services.close()
    return Cost(seconds, processor, megabytes("VmHWM"))


def main() -> int:
    """Print what a preview costs; the exit code tells whether it is within its bounds."""
    with tempfile.TemporaryDirectory() as home, get_context("spawn").Pool(1) as pool:
        cost = pool.apply(preview, (str(Path(home)), PEOPLE))
    print(
        f"{PEOPLE:,} rows previewed: {cost.processor:.1f} s of the processor (bound {SECONDS}), "
        f"{cost.seconds:.1f} s by the clock, {cost.megabytes:.0f} MB (bound {MEGABYTES})"
    )
    return 0 if cost.processor < SECONDS and cost.megabytes < MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
