"""Many rows at once: a whole company's messages and figures, as the database takes them fastest.

The driver gets plain SQL and plain values, where SQLAlchemy would lay out each row by itself: SQLite one statement for
all rows, PostgreSQL a COPY.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session, SQLModel

from storage.tables.columns import Instant

INSERT_AT_ONCE = 5000
Columns = Mapping[str, Sequence[Any]]


def insert_many(session: Session, kind: type[SQLModel], rows: Iterable[Mapping[str, Any]], conflict: str = "") -> None:
    """Insert rows as they come, a batch at a time: a whole company's never lie in memory at once.

    All rows name the same columns; the others have their table's defaults. `conflict` says what becomes of one that is there already, in the words of SQL
    after ON CONFLICT.
    """
    connection, table, waiting = session.connection(), SQLModel.metadata.tables[str(kind.__tablename__)], iter(rows)
    write = _insert if connection.dialect.name == "sqlite" else _copy
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
    while batch := list(islice(waiting, INSERT_AT_ONCE)):
        columns = {name: [default] * len(batch) for name, default in defaults.items()}
        columns |= {name: [row[name] for row in batch] for name in batch[0]}
        stored = {name: _as_stored(connection, table, name, values) for name, values in columns.items()}
        write(connection, str(table), stored, f"ON CONFLICT {conflict}" if conflict else "")


def _as_stored(connection: Connection, table: Table, name: str, values: Sequence[Any]) -> Sequence[Any]:
    """Give a column's values as the driver takes them: only instants, JSON and bytes are laid out otherwise."""
    kind = table.c[name].type
    lay_out = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if lay_out is None:
        return values
    if isinstance(kind, Instant):  # a company's messages are due at few moments
        lay_out = cache(lay_out)
    return [lay_out(value) for value in values]


def _insert(connection: Connection, table: str, columns: Columns, on_conflict: str) -> None:
    marks, rows = ", ".join("?" * len(columns)), list(zip(*columns.values(), strict=True))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {on_conflict}", rows)  # noqa: S608 (our own names)


def _copy(connection: Connection, table: str, columns: Columns, on_conflict: str) -> None:
    """Copy into a table of this transaction first: COPY knows no conflicts, and its errors are not SQLAlchemy's."""
    names, driver = ", ".join(columns), cast("Any", connection.connection.driver_connection)
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE arriving AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608 (our own names)
    with driver.cursor() as cursor, cursor.copy(f"COPY arriving ({names}) FROM STDIN") as copy:
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving {on_conflict}")  # noqa: S608 (our own names)
    connection.exec_driver_sql("DROP TABLE arriving")
