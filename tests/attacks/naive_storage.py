"""Storage as it is usually built, naive on purpose. Every builder stores what `truth` says, one person after the other."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

from storage.sealing import SealingKey
from tests.attacks import Respondent


def participation_and_answers(path: Path, truth: list[Respondent]) -> Path:
    """Who took part stands in one table, what was answered in another; both number their rows."""
    with closing(_sqlite(path)) as connection:
        connection.execute("CREATE TABLE participation (id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT)")
        connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY AUTOINCREMENT, score INTEGER)")
        for each in truth:
            with connection:
                connection.execute("INSERT INTO participation (person) VALUES (?)", (each.person_id,))
                connection.execute("INSERT INTO answer (score) VALUES (?)", (each.answer,))
    return path


def random_keys(path: Path, truth: list[Respondent], *, vacuum: bool = False) -> Path:
    """Both tables have random keys, and beneath them the row numbers that SQLite gives every ordinary table."""
    with closing(_sqlite(path)) as connection:
        _keyed_tables(connection)
        _store_under_random_keys(connection, truth)
        if vacuum:
            connection.execute("VACUUM")
    return path


def random_keys_without_rowid(path: Path, truth: list[Respondent]) -> Path:
    """No row numbers either, but the write-ahead log (or a continuous backup of it) shows what came when."""
    live = path.with_name("live-" + path.name)
    with closing(_sqlite(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        _keyed_tables(connection, " WITHOUT ROWID")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _store_under_random_keys(connection, truth)
        copy_of(live, path)
    return path


def shuffled_at_close(path: Path, truth: list[Respondent]) -> Path:
    """At the close only shuffled answers are kept; but deleted rows stay readable without secure_delete."""
    with closing(_sqlite(path)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        _keyed_tables(connection)
        connection.execute("CREATE TABLE result (score INTEGER)")
        _store_under_random_keys(connection, truth)
        with connection:
            connection.executemany("INSERT INTO result VALUES (?)", sorted((each.answer,) for each in truth))
            connection.execute("DELETE FROM participation")
            connection.execute("DELETE FROM answer")
    return path


def later_by_name(path: Path, people: list[str], later: list[str]) -> Path:
    """Everybody has an invitation; whoever asked for later has a job that invites them again."""
    with closing(_sqlite(path)) as connection, connection:
        connection.execute("CREATE TABLE invitation (person TEXT)")
        connection.execute("CREATE TABLE job (key TEXT PRIMARY KEY, run_at TEXT)")
        connection.executemany("INSERT INTO invitation VALUES (?)", [(person,) for person in people])
        connection.executemany("INSERT INTO job VALUES (?, '15:00')", [(f"later/{person}",) for person in later])
    return path


def comments_sealed_by_length(path: Path, truth: list[tuple[str, str]], padded_to: int = 0) -> Path:
    """Comments lie sealed, each in a box as long as it is (or as `padded_to`), in the order in which they came."""
    key = SealingKey.fresh()
    with closing(_sqlite(path)) as connection:
        connection.execute("CREATE TABLE urn (slot BLOB PRIMARY KEY, box BLOB)")
        for person, comment in truth:
            slot = key.slot("comment", person)
            with connection:
                box = key.seal(comment.encode().ljust(padded_to, b"\0"), slot)
                connection.execute("INSERT INTO urn VALUES (?, ?)", (slot, box))
    return path


def postgresql_random_keys(url: str, truth: list[Respondent], *, apart: bool = False, frozen: bool = False) -> str:
    """Random keys on PostgreSQL; each row still knows its transaction (`apart`: one a table) and its place."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE participation (id text PRIMARY KEY, person text)")
        connection.execute("CREATE TABLE answer (id text PRIMARY KEY, score int)")
        for each in truth:
            rows = (
                ("INSERT INTO participation VALUES (%s, %s)", (secrets.token_hex(8), each.person_id)),
                ("INSERT INTO answer VALUES (%s, %s)", (secrets.token_hex(8), each.answer)),
            )
            if apart:
                for statement, values in rows:
                    connection.execute(statement, values)
            else:
                with connection.transaction():
                    for statement, values in rows:
                        connection.execute(statement, values)
        if frozen:
            connection.execute("VACUUM FREEZE participation, answer")
    return url


def copy_of(source: Path, target: Path) -> Path:
    """Copy a database file with its write-ahead log, as a backup or a thief would in the middle of everything."""
    for suffix in ("", "-wal"):
        companion = source.with_name(source.name + suffix)
        if companion.exists():
            shutil.copyfile(companion, target.with_name(target.name + suffix))
    return target


def _sqlite(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path)


def _keyed_tables(connection: sqlite3.Connection, kind: str = "") -> None:
    connection.execute(f"CREATE TABLE participation (id TEXT PRIMARY KEY, person TEXT){kind}")
    connection.execute(f"CREATE TABLE answer (id TEXT PRIMARY KEY, score INTEGER){kind}")


def _store_under_random_keys(connection: sqlite3.Connection, truth: list[Respondent]) -> None:
    for each in truth:
        with connection:
            connection.execute("INSERT INTO participation VALUES (?, ?)", (secrets.token_hex(8), each.person_id))
            connection.execute("INSERT INTO answer VALUES (?, ?)", (secrets.token_hex(8), each.answer))
