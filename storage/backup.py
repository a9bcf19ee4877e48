"""Backups: one portable file, the same from SQLite and PostgreSQL, written while the bot runs.

The file is gzipped JSON lines: a header, then of each table its name and columns and its rows, and at last a checksum
of everything before. Sealed ballots and wave keys are never in it: two backups of one day would otherwise tell, to
whoever has the keys too, who answered between them (`privacy.md`, S1 and S3).
"""

import base64
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Time,
    func,
    insert,
    inspect,
    select,
    text,
)

from storage.bulk import INSERT_AT_ONCE
from storage.database import Database
from surveys.errors import Message, VorbildError, say

NEVER_BACKED_UP = frozenset({"urn", "alembic_version"})
_FORMAT = 1
_DEPLOYMENT_ID = text("SELECT value FROM deployment WHERE name = 'id'")


@dataclass(frozen=True)
class Header:
    """What a backup is: the schema it was written with, when, and the installation whose it is."""

    schema: str
    made_at: str
    deployment_id: str
    format: int = _FORMAT


def write(database: Database, schema: str, now: datetime, path: Path) -> int:
    """Write all tables, of one moment, to a new file that only its owner can read; give the number of rows."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
                rows = _dump(database, schema, now, file)
            raw.flush()
            os.fsync(raw.fileno())
    except OSError as error:
        raise VorbildError(
            say("The file {path} cannot be written: {reason}.", path=path, reason=error.strerror)
        ) from error
    return rows


def _dump(database: Database, schema: str, now: datetime, file: gzip.GzipFile) -> int:
    digest, count = hashlib.sha256(), 0
    with database.reading() as session:
        connection = session.connection()
        header = Header(schema, now.isoformat(), str(connection.scalar(_DEPLOYMENT_ID) or ""))
        for line in _lines(connection, header):
            digest.update(line)
            file.write(line)
            count += line.startswith(b"[")
    file.write(_line({"sha256": digest.hexdigest()}))
    return count


def _lines(connection: Connection, header: Header) -> Iterator[bytes]:
    yield _line(asdict(header))
    for table in _tables(connection):
        columns = list(table.columns)
        yield _line({"table": table.name, "columns": [column.name for column in columns]})
        for row in connection.execution_options(yield_per=1000).execute(select(table)):
            yield _line([_plain(value) for value in row])


def _tables(connection: Connection) -> list[Table]:
    """Read the tables as they lie there, those first that others refer to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in NEVER_BACKED_UP]


def _line(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    match value:
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case datetime():  # SQLite forgets the zone
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return value


def check(path: Path) -> Header:
    """Read a backup through; refuse a file that is none, or whose checksum is wrong."""
    digest, last = hashlib.sha256(), b""
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file:
            header = Header(**json.loads(first := file.readline()))
            last = first
            for line in file:
                digest.update(last)
                last = line
        whole = json.loads(last) == {"sha256": digest.hexdigest()}
    except FileNotFoundError as error:
        raise VorbildError(
            say("The file {path} cannot be read: {reason}.", path=path, reason=error.strerror)
        ) from error
    except (OSError, EOFError, ValueError, TypeError) as error:
        raise VorbildError(_broken(path)) from error
    if not whole or header.format != _FORMAT:
        raise VorbildError(_broken(path))
    return header


def _broken(path: Path) -> Message:
    return say(
        "{path} is no backup of Vorbild, or it is damaged: its checksum is wrong. Nothing was changed.", path=path
    )


def is_empty(database: Database) -> bool:
    """Tell whether a database holds nothing: no tables at all, or ours without a row."""
    with database.reading() as session:
        connection = session.connection()
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        ours = MetaData()
        ours.reflect(connection)
        return all(connection.execute(select(ours.tables[name]).limit(1)).first() is None for name in names)


def load(connection: Connection, path: Path) -> None:
    """Put the rows of a checked backup into empty tables of its schema."""
    tables = {table.name: table for table in _tables(connection)}
    with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file:
        for table, rows in _by_table(file, tables):
            _insert(connection, table, rows)
    if connection.dialect.name == "postgresql":
        _go_on_numbering(connection, tables.values())


def _by_table(file: Any, tables: dict[str, Table]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    table: Table | None = None
    columns: list[Column[Any]] = []
    rows: list[dict[str, Any]] = []
    file.readline()
    for line in file:
        content = json.loads(line)
        if isinstance(content, list):
            rows.append(dict(zip([c.name for c in columns], map(_typed, columns, content), strict=True)))
            continue
        if table is not None:
            yield table, rows
        if "table" in content:
            table, rows = tables[content["table"]], []
            columns = [table.columns[name] for name in content["columns"]]


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    match column.type:
        case LargeBinary():
            return base64.b64decode(value)
        case DateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case Time():
            return time.fromisoformat(value)
        case _:
            return value


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), INSERT_AT_ONCE):
        connection.execute(insert(table), rows[start : start + INSERT_AT_ONCE])


def _go_on_numbering(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL's own numbers go on after those that the backup brought."""
    for table in tables:
        for column in table.primary_key.columns:
            if column.identity is not None:
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                highest = select(func.coalesce(func.max(column) + 1, 1)).scalar_subquery()
                connection.execute(select(func.setval(sequence, highest, False)))
