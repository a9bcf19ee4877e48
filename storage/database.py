"""The database: SQLite in one file by default, PostgreSQL by one URL; one transaction is one `with`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from surveys.errors import VorbildError, say

SQLITE_BUSY_SECONDS = 20
_SQLITE_READING = {"vorbild_reading": True}
_POSTGRESQL_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
PRAGMAS = (
    "page_size=16384",  # of a new file: a sealed box lies within its page, and emptying a large urn writes half as much
    "cache_size=-8000",  # KiB: with less, a whole company's messages are written to the log several times over
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "recursive_triggers=ON",
)


class Database:
    """Hands out transactions. Holds no state but the engine."""

    def __init__(self, url: str) -> None:
        self.url = _driver(url)
        self.sqlite = self.url.startswith("sqlite")
        self.engine = _sqlite_engine(self.url) if self.sqlite else create_engine(self.url, pool_pre_ping=True)
        self._turn = Lock() if self.sqlite else nullcontext()
        self._reader = self.engine.execution_options(**(_SQLITE_READING if self.sqlite else _POSTGRESQL_READING))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Read and write: everything in the `with` happens, or nothing does.

        On SQLite threads take turns: left to its own waiting, which sleeps ever longer, one could wait for seconds.
        """
        with self._turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent state, without waiting for writers."""
        with Session(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    def writable(self) -> bool:
        """Take the way of a write, changing nothing; raises what the database raises."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE deployment SET value = value WHERE name = ''")
        return True

    def forget_remnants(self) -> None:
        """Wipe what deleted rows leave on disk. Defence in depth: a destroyed key is what makes them unreadable."""
        with self._autocommit() as connection:
            connection.exec_driver_sql("VACUUM" if self.sqlite else "VACUUM (SKIP_LOCKED)")
        self.empty_wal()

    def empty_wal(self) -> None:
        """Move SQLite's write-ahead log into the file and empty it; waits for readers. PostgreSQL recycles its own."""
        if self.sqlite:
            with self._autocommit() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def files(self) -> list[Path]:
        """Name SQLite's file and its companions, as far as they are there; PostgreSQL keeps its own."""
        path = make_url(self.url).database if self.sqlite else None
        if not path or path == ":memory:":
            return []
        companions = (Path(path + suffix) for suffix in ("", "-wal", "-journal"))
        return [each for each in companions if each.exists()]

    def _autocommit(self) -> Connection:
        return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def insert_for(session: Session, table: type | Table) -> sqlite.Insert | postgresql.Insert:
    """Give the dialect's own INSERT, which knows ON CONFLICT."""
    dialect = session.get_bind().dialect.name
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _driver(url: str) -> str:
    """Choose psycopg for plain `postgresql://` URLs."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        _create_private(Path(path))
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _create_private(path: Path) -> None:
    """Create the file readable by its owner only; SQLite's companions inherit that."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise VorbildError(
            say("The database file {path} cannot be written: {reason}.", path=path, reason=error.strerror)
        ) from error


def _prepare(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # likewise: SQLAlchemy gives an object


def _begin(connection: Connection) -> None:
    """Take the write lock at once: waiting for it later could fail in the middle of a transaction."""
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    connection.exec_driver_sql("BEGIN" if options.get("vorbild_reading") else "BEGIN IMMEDIATE")


__all__ = ["Database", "OperationalError", "insert_for"]
