"""The attackers, for tests and benchmarks: the same ones against storage that is naive on purpose and against ours.

`truth` is always in the order in which people answered.
"""

from pathlib import Path
from random import Random

from sqlalchemy import create_engine

from storage.traces import postgresql_traces, sqlite_traces
from surveys.linkage import Linkage, Respondent, link, link_comments

__all__ = [
    "Linkage",
    "Respondent",
    "link_postgresql",
    "link_sqlite",
    "link_sqlite_comments",
    "random_truth",
]


def random_truth(units: int, people: int, seed: int = 1) -> list[Respondent]:
    """Let so many people in so many units answer anything from 0 to 5, all equally likely, in a random order."""
    chance = Random(seed)
    everyone = [Respondent(f"P{n:05}", f"unit-{n % units}", chance.randrange(6)) for n in range(people)]
    chance.shuffle(everyone)
    return everyone


def link_sqlite(path: Path | str, truth: list[Respondent], seed: int = 1) -> Linkage:
    """Attack a SQLite file, and its write-ahead log where it lies beside it."""
    return link(sqlite_traces(Path(path)), truth, Random(seed))


def link_sqlite_comments(path: Path | str, truth: list[tuple[str, str]], seed: int = 1) -> Linkage:
    """Match published comments, (person, comment) as answered, with what a SQLite file holds, by size."""
    return link_comments(sqlite_traces(Path(path)), truth, Random(seed))


def link_postgresql(url: str, truth: list[Respondent], seed: int = 1) -> Linkage:
    """Attack a PostgreSQL database."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        return link(postgresql_traces(engine), truth, Random(seed))
    finally:
        engine.dispose()
