"""Answers as raw rows in four engines, as a product without disclosure control would keep them.

Every engine gets the rows wave by wave as they would have come in, has an index that covers the question where it has
indexes at all, and is asked what a leader asks: the means by wave and question of a unit and all beneath it.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import psycopg

Means = dict[tuple[int, int], float]
"""The mean by wave and question, both numbered."""

COLUMNS = ("unit", "wave", "question", "score")
_BENEATH = """WITH RECURSIVE beneath(id) AS
    (SELECT CAST({unit} AS INTEGER) UNION ALL SELECT unit.id FROM unit JOIN beneath ON unit.parent = beneath.id)
    SELECT wave, question, avg(score) FROM answer WHERE unit IN (SELECT id FROM beneath) GROUP BY wave, question"""
_INDEX = "CREATE INDEX by_unit ON answer (unit, wave, question, score)"
_POSTGRESQL_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_POSTGRESQL_END = b"\xff\xff"
_POSTGRESQL_ROW = np.dtype(
    [("fields", ">i2")]
    + [part for name in COLUMNS for part in ((f"{name} bytes", ">i4"), (name, ">i4" if name == "unit" else ">i2"))]
)


@dataclass(frozen=True)
class Rows:
    """One wave's answers, a row each: who leads, what was asked, what was answered; and the units above each other."""

    units: np.ndarray
    questions: np.ndarray
    scores: np.ndarray
    parents: Mapping[int, int | None]
    waves: int

    @property
    def total(self) -> int:
        """Count the rows of all waves."""
        return len(self.units) * self.waves

    def columns(self, wave: int) -> dict[str, np.ndarray]:
        """Give a wave's rows; every wave was answered alike."""
        filled = np.full(len(self.units), wave, np.int16)
        return dict(zip(COLUMNS, (self.units, filled, self.questions, self.scores), strict=True))


class Engine(Protocol):
    """Raw rows in one engine."""

    name: str

    def load(self, rows: Rows) -> None:
        """Take in all rows, and everything that makes reading them quick."""

    def means(self, unit: int) -> Means:
        """Answer for a unit and all beneath it."""


class SQLite:
    """SQLite on disk, with all its pages in memory and a covering index."""

    def __init__(self, home: Path) -> None:
        self.name = f"SQLite {sqlite3.sqlite_version}"
        self._connection = sqlite3.connect(home / "raw.sqlite")

    def load(self, rows: Rows) -> None:
        """Insert without a journal; the index comes last."""
        run = self._connection.execute
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -4000000", "mmap_size = 8000000000"):
            run(f"PRAGMA {pragma}")
        run("CREATE TABLE unit (id INTEGER PRIMARY KEY, parent INTEGER)")
        run("CREATE INDEX by_parent ON unit (parent)")
        run("CREATE TABLE answer (unit INTEGER, wave INTEGER, question INTEGER, score INTEGER)")
        self._connection.executemany("INSERT INTO unit VALUES (?, ?)", rows.parents.items())
        for wave in range(1, rows.waves + 1):
            columns = [column.tolist() for column in rows.columns(wave).values()]
            self._connection.executemany("INSERT INTO answer VALUES (?, ?, ?, ?)", zip(*columns, strict=True))
        run(_INDEX)
        run("ANALYZE")
        self._connection.commit()

    def means(self, unit: int) -> Means:
        """Ask in SQL."""
        return _means(self._connection.execute(_BENEATH.format(unit=unit)))


class PostgreSQL:
    """PostgreSQL as it is installed, with a covering index, vacuumed."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self.name = f"PostgreSQL {self._connection.info.server_version // 10_000}"

    def load(self, rows: Rows) -> None:
        """Copy in PostgreSQL's own binary form."""
        run = self._connection.execute
        run("CREATE TABLE unit (id integer PRIMARY KEY, parent integer)")
        run("CREATE UNLOGGED TABLE answer (unit integer, wave smallint, question smallint, score smallint)")
        with self._connection.cursor() as cursor:
            cursor.executemany("INSERT INTO unit VALUES (%s, %s)", list(rows.parents.items()))
            with cursor.copy("COPY answer FROM STDIN (FORMAT binary)") as copy:
                copy.write(_POSTGRESQL_HEAD)
                for wave in range(1, rows.waves + 1):
                    copy.write(_binary(rows.columns(wave)))
                copy.write(_POSTGRESQL_END)
        run(_INDEX)
        run("VACUUM ANALYZE")

    def means(self, unit: int) -> Means:
        """Ask in SQL."""
        return _means(self._connection.execute(_BENEATH.format(unit=unit)))


class DuckDB:
    """DuckDB on disk, with as many threads as there are cores."""

    def __init__(self, home: Path) -> None:
        import duckdb

        self.name = f"DuckDB {duckdb.__version__}"
        self._connection: Any = duckdb.connect(str(home / "raw.duckdb"))

    def load(self, rows: Rows) -> None:
        """Insert from arrays."""
        run = self._connection.execute
        run("CREATE TABLE unit (id INTEGER, parent INTEGER)")
        run("CREATE TABLE answer (unit INTEGER, wave SMALLINT, question TINYINT, score TINYINT)")
        self._connection.executemany("INSERT INTO unit VALUES (?, ?)", list(rows.parents.items()))
        for wave in range(1, rows.waves + 1):
            self._connection.register("columns", rows.columns(wave))
            run(f"INSERT INTO answer SELECT {', '.join(COLUMNS)} FROM columns")
        run("CHECKPOINT")

    def means(self, unit: int) -> Means:
        """Ask in SQL."""
        return _means(self._connection.execute(_BENEATH.format(unit=unit)).fetchall())


class Polars:
    """Polars in memory; the units beneath are looked up before and cost nothing."""

    def __init__(self) -> None:
        import polars as pl

        self.name = f"Polars {pl.__version__}"
        self._polars = pl

    def load(self, rows: Rows) -> None:
        """Keep the columns in memory."""
        waves = (self._polars.DataFrame(rows.columns(wave)) for wave in range(1, rows.waves + 1))
        self._frame = self._polars.concat(waves, rechunk=True)
        self._beneath = _all_beneath(rows.parents)

    def means(self, unit: int) -> Means:
        """Ask lazily; where everything is beneath, nothing is left out."""
        column, frame = self._polars.col, self._frame.lazy()
        if len(self._beneath[unit]) < len(self._beneath):
            frame = frame.filter(column("unit").is_in(self._beneath[unit]))
        return _means(frame.group_by("wave", "question").agg(column("score").mean()).collect().iter_rows())


def engines(home: Path, postgresql_url: str) -> tuple[list[Engine], list[str]]:
    """Open all engines that are installed; name those that are not."""
    optional = {"duckdb": lambda: DuckDB(home), "polars": Polars}
    missing = [name for name in optional if find_spec(name) is None]
    found: list[Engine] = [SQLite(home), PostgreSQL(postgresql_url)]
    return [*found, *(opened() for name, opened in optional.items() if name not in missing)], missing


def _binary(columns: dict[str, np.ndarray]) -> bytes:
    rows = np.empty(len(columns["unit"]), _POSTGRESQL_ROW)
    rows["fields"] = len(COLUMNS)
    for name, values in columns.items():
        rows[f"{name} bytes"], rows[name] = _POSTGRESQL_ROW[name].itemsize, values
    return rows.tobytes()


def _means(found: Any) -> Means:
    return {(wave, question): float(mean) for wave, question, mean in found}


def _all_beneath(parents: Mapping[int, int | None]) -> dict[int, list[int]]:
    """Give each unit with all beneath it."""
    beneath: dict[int, list[int]] = {unit: [] for unit in parents}
    for unit in parents:
        above: int | None = unit
        while above is not None:
            beneath[above].append(unit)
            above = parents[above]
    return beneath
