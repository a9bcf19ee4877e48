"""`python -m tests.benchmarks.privacy`: both promises and the cost of keeping them, in numbers.

Linkage at rest, answers pinned by arithmetic, the most critical member named over years, and what a close takes.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pgserver

from bot.services import Services
from bot.use_cases.closing import close
from surveys.audit import audit
from surveys.disclosure import Policy, evidence, partition, release
from surveys.linkage import Linkage
from tests.attacks import link_postgresql, link_sqlite, naive_storage, ours, random_truth
from tests.benchmarks import closing, critic, pins
from tests.benchmarks.closing import TUESDAY, Place
from tests.benchmarks.organisation import answered, simulated_organisation
from tests.benchmarks.panel import WINDOW, simulated_panel
from tests.benchmarks.printing import Table, head, show, verdict

CLOSE_SECONDS, CLOSE_MEGABYTES = 10, 300
MANAGERS, UNITS_OF_THE_CLOSE, BALLOTS = 12_500, 10_700, 75_000
UNITS, RESPONDENTS = 125, 753
SIZES, WAVES, QUESTIONS = (6, 8, 12), (13, 39), (1, 5)
TEAMS, MOST_ABOVE_CHANCE = 7020, 0.03
"""So many teams make whole departments of 6, 13, 20 and 26 nearly all; the standard error stays below 0.5 points."""
SMALL_DEPARTMENT, LARGE_DEPARTMENT = 6, 156
"""In teams, and in people: of 156 a hundred answer, so that the department has a fresh figure in most waves."""


def main() -> None:
    """Print every table as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers, under 30 seconds")
    quick = parser.parse_args().quick
    show(head())
    with tempfile.TemporaryDirectory(prefix="vorbild-benchmark-") as home, postgresql(Path(home)) as server:
        show(linkage(Path(home), server, *((5, 40) if quick else (UNITS, RESPONDENTS))))
        show(pinned(150 if quick else MANAGERS, waves=1 if quick else 3))
        for size in SIZES:
            show(named(size, teams=52 if quick else TEAMS, waves=(13,) if quick else WAVES))
        show(partition_and_audit(150 if quick else MANAGERS))
        show(closes(Path(home), server, *((30, 150) if quick else (UNITS_OF_THE_CLOSE, BALLOTS))))


def linkage(home: Path, server: pgserver.PostgresServer, units: int, people: int) -> Table:
    """Link people with their answers in naive storages and in ours: open, stolen in the middle, and closed."""
    table = Table(
        f"Linkage: {people} respondents in {units} units, half of whose answers the attacker knows. Ours must stay "
        "within 3 standard errors of chance.",
        ("storage", "linked", "chance", "standard errors"),
    )
    truth = random_truth(units, people)

    def tell(name: str, found: Linkage) -> None:
        table.add(name, f"{found.rate:.1%}", f"{found.chance:.1%}", f"{found.standard_errors:+.1f}")

    for number, build in enumerate(
        (
            naive_storage.participation_and_answers,
            naive_storage.random_keys,
            naive_storage.random_keys_without_rowid,
            naive_storage.shuffled_at_close,
        )
    ):
        tell(f"SQLite, naive: {_words(build)}", link_sqlite(build(home / f"naive-{number}.db", truth), truth))
    url = _database(server, "naive")
    naive_storage.postgresql_random_keys(url, truth)
    tell("PostgreSQL, naive: random keys", link_postgresql(url, truth))
    with _installation(home, f"sqlite:///{home}/ours.db") as services:
        wave = ours.answered(services, truth)
        tell("SQLite, ours: while the wave is open", link_sqlite(ours.file_of(services), truth))
        tell("SQLite, ours: copied mid-wave, no key store", link_sqlite(ours.stolen(services, home), truth))
        close(services, wave)
        tell("SQLite, ours: closed", link_sqlite(ours.file_of(services), truth))
    url = _database(server, "ours")
    with _installation(home, url) as services:
        wave = ours.answered(services, truth)
        tell("PostgreSQL, ours: while the wave is open", link_postgresql(url, truth))
        close(services, wave)
        tell("PostgreSQL, ours: closed", link_postgresql(url, truth))
    return table


def pinned(managers: int, waves: int) -> Table:
    """Pin answers by arithmetic, wave by wave; the worst wave counts."""
    random = np.random.default_rng(1)
    organisation = simulated_organisation(managers, random)
    table = Table(
        f"Pinned by arithmetic: {organisation.spans.sum():,} people, {managers:,} managers, 70 % answer; one question, "
        f"the worst of {waves} waves. Ours must leave everybody at least 4 of 5 answers.",
        ("policy", "exactly", "to two neighbours at most", "fewest answers left"),
    )
    found = [pins.pinned_by_policy(pins.company_of(organisation, answered(organisation, random))) for _ in range(waves)]
    for name in found[0]:
        exactly, to_two = max(each[name].exactly for each in found), max(each[name].to_two for each in found)
        table.add(name, f"{exactly:.3%}", f"{to_two:.2%}", str(min(each[name].fewest for each in found)))
    return table


def named(size: int, teams: int, waves: Sequence[int]) -> Table:
    """Name the most critical member after so many waves, from one question and from five jointly."""
    chance, limit = 1 / size, 1 / size + MOST_ABOVE_CHANCE
    error = (chance * (1 - chance) / teams) ** 0.5
    table = Table(
        f"“Name the most critical member”: {teams} teams of {size}, chance {chance:.1%} (standard error {error:.1%}); "
        f"posts read by somebody who knows who took part. At most {limit:.1%}.",
        ("published", *(f"{count} waves, {_questions(asked)}" for count in waves for asked in QUESTIONS), "verdict"),
    )

    def tell(name: str, rates: Sequence[float]) -> None:
        table.add(name, *(f"{rate:.1%}" for rate in rates), _verdict(max(rates), limit, error))

    panel = simulated_panel(max(waves) * WINDOW, (teams, size), max(QUESTIONS), np.random.default_rng(size))
    naive = [critic.hit_rates(panel, count, asked) for count in waves for asked in QUESTIONS]
    for name in critic.NAIVE:
        tell(name, [rates[name] for rates in naive])
    for departments in (SMALL_DEPARTMENT, round(LARGE_DEPARTMENT / size)):
        own, wider = critic.our_hit_rates(panel, waves, QUESTIONS, departments, Policy())
        if departments == SMALL_DEPARTMENT:
            tell("the policy, a team's own figures", list(own.values()))
        tell(f"the policy, everybody's attendance and all figures of {departments} teams", list(wider.values()))
    return table


def _verdict(worst: float, limit: float, error: float) -> str:
    return "met" if worst <= limit else "within error" if worst <= limit + 2 * error else "above"


def partition_and_audit(managers: int) -> Table:
    """Time what happens between counting and writing, for one question."""
    random = np.random.default_rng(1)
    organisation = simulated_organisation(managers, random)
    tree, invited, policy = organisation.tree, organisation.invited, Policy()
    tallies = answered(organisation, random).tallies(organisation.unit_ids, "q23.v1")
    respondents = {unit_id: tallies.respondents([unit_id]) for unit_id in tree}
    split = _timed(lambda: partition(tree, respondents, policy.threshold))
    known = evidence(tallies, tree, invited, policy)
    (published, _) = release(tallies, tree, invited, {}, policy)
    released = _timed(lambda: release(tallies, tree, invited, {}, policy))
    audited = _timed(lambda: audit(known, published, tree, policy))
    table = Table(
        f"Partition and audit: {managers:,} managers, one question. Together at most 2 s.", ("step", "seconds", "ratio")
    )
    for name, seconds in (("partition", split), ("audit", audited), ("together", split + audited)):
        table.add(name, f"{seconds:.2f}", f"{seconds / (split + audited):.0%}")
    table.add("(the whole release)", f"{released:.2f}", f"{released / (split + audited):.0%}")
    return table


def closes(home: Path, server: pgserver.PostgresServer, units: int, ballots: int) -> Table:
    """Close a large wave on both databases, each in a fresh process."""
    organisation = simulated_organisation(units, np.random.default_rng(1))
    table = Table(
        f"Close: {ballots:,} ballots of five questions in {units:,} units. On SQLite at most {CLOSE_SECONDS} s and "
        f"{CLOSE_MEGABYTES} MB.",
        ("database", "seconds", "of these at work", "peak memory", "ratio", "verdict"),
    )
    costs = {
        "SQLite": closing.measure(
            Place(f"sqlite:///{home}/large.db", f"sqlite:///{home}/keys-1.db"), organisation, ballots
        ),
        "PostgreSQL": closing.measure(
            Place(_database(server, "large"), f"sqlite:///{home}/keys-2.db"), organisation, ballots
        ),
    }
    for name, cost in costs.items():
        ratio = cost.seconds / costs["SQLite"].seconds
        cells = f"{cost.seconds:.1f}", f"{cost.at_work:.1f}", f"{cost.megabytes:.0f} MB", f"{ratio:.0%}"
        limits = verdict(cost.seconds, CLOSE_SECONDS), verdict(cost.megabytes, CLOSE_MEGABYTES)
        table.add(name, *cells, " / ".join(limits) if name == "SQLite" else "no limit")
    return table


@contextmanager
def postgresql(home: Path) -> Iterator[pgserver.PostgresServer]:
    """Run a server while the benchmark lasts."""
    server = pgserver.get_server(home / "postgresql")
    yield server
    server.cleanup()


def _database(server: pgserver.PostgresServer, name: str) -> str:
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(name))


@contextmanager
def _installation(home: Path, url: str) -> Iterator[Services]:
    with closing.installation(Place(url, f"sqlite:///{home}/keys-{abs(hash(url))}.db"), TUESDAY) as services:
        yield services


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _words(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", " ")


def _questions(count: int) -> str:
    return "one question" if count == 1 else f"{count} jointly"


if __name__ == "__main__":
    main()
