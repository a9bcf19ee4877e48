"""Every order that a thief of the storage can find: what `surveys.linkage` is given to attack with.

SQLite's file and write-ahead log are read page by page, as its file format lays them out (sqlite.org/fileformat2.html):
cells that are in use, and cells that deleted rows left behind. PostgreSQL is asked for `xmin` and `ctid` too.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from surveys.linkage import Trace

Record = tuple[object, ...]
_WAL_HEADER, _FRAME_HEADER = 32, 24
_FIRST_PAGE_HEADER, _PAGE_HEADER = 100, 8


def sqlite_traces(path: Path) -> list[Trace]:
    """Find every order in a SQLite database: its tables, the places in its file, and its write-ahead log."""
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    size = 65536 if size == 1 else size
    found = list(_by_place(content, size))
    wal = path.with_name(path.name + "-wal")
    if wal.exists():
        found += _by_frame(wal.read_bytes(), size)
    return [*found, *_by_table(path)]


def postgresql_traces(engine: Engine) -> list[Trace]:
    """Find every order in a PostgreSQL database: by transaction, by place, and by each column of its tables."""
    found: list[Trace] = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            found += _orders(table, _rows(connection, table), ("xmin", "ctid"))
    return found


def _rows(connection: Connection, table: str) -> list[Record]:
    quoted = connection.dialect.identifier_preparer.quote(table)
    statement = f"SELECT xmin::text::bigint, (ctid::text::point)[0] * 65536 + (ctid::text::point)[1], * FROM {quoted}"  # noqa: S608 (a quoted name of the catalogue's own)
    return [_with_lengths(tuple(row)) for row in connection.execute(text(statement))]


def _by_table(path: Path) -> Iterator[Trace]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            quoted = '"' + str(table).replace('"', '""') + '"'
            try:
                rows = connection.execute(f"SELECT rowid, * FROM {quoted}").fetchall()  # noqa: S608 (as above)
            except sqlite3.OperationalError:  # WITHOUT ROWID
                rows = connection.execute(f"SELECT 0, * FROM {quoted}").fetchall()  # noqa: S608 (as above)
            yield from _orders(str(table), [_with_lengths(tuple(row)) for row in rows], ("rowid",))


def _orders(table: str, rows: Sequence[Record], hidden: Sequence[str]) -> Iterator[Trace]:
    """Give a table's rows as they come, and sorted by each column."""
    yield Trace(f"{table}, as it comes", rows)
    for place in range(min((len(row) for row in rows), default=0)):
        named = hidden[place] if place < len(hidden) else f"column {place - len(hidden) + 1}"
        yield Trace(f"{table}, by {named}", sorted(rows, key=_sorting(place)))


def _sorting(place: int) -> Callable[[Record], tuple[bool, object]]:
    """Sort numbers as numbers and everything else as text, empty values first."""

    def key(row: Record) -> tuple[bool, object]:
        value = row[place]
        numeric = isinstance(value, int | float)
        return not numeric, value if numeric else repr(value)

    return key


def _with_lengths(row: Record) -> Record:
    return (*row, *(len(value) for value in row if isinstance(value, str | bytes)))


# --- SQLite's pages -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    """A record found in a page, and its row number if it has one; the later it was added, the further ahead it lies."""

    offset: int
    rowid: int | None
    values: Record
    lengths: tuple[int, ...]

    @property
    def shape(self) -> str:
        kinds = ("t" if isinstance(value, str) else "b" if isinstance(value, bytes) else "n" for value in self.values)
        return ("entries " if self.rowid is None else "rows ") + "".join(kinds)

    @property
    def record(self) -> Record:
        return (self.rowid, *self.values, *self.lengths)


def _by_place(content: bytes, size: int) -> Iterator[Trace]:
    """Order the file's records by page and by place in the page."""
    pages = (content[start : start + size] for start in range(0, len(content), size))
    cells = [cell for number, page in enumerate(pages) for cell in _cells(page, first=number == 0)]
    yield from _by_shape("the file, by place", cells)
    yield from _by_shape("the file, by row number", sorted(cells, key=lambda cell: cell.rowid or 0))


def _by_frame(content: bytes, size: int) -> Iterator[Trace]:
    """Order the log's records by the frame in which each was first seen."""
    step = _FRAME_HEADER + size
    frames = range(_WAL_HEADER, len(content) - step + 1, step)
    found: list[_Cell] = []
    for start in frames:
        page = content[start + _FRAME_HEADER : start + step]
        found += _cells(page, first=content[start : start + 4] == b"\0\0\0\1")
    yield from _by_shape("the write-ahead log", found)


def _by_shape(source: str, cells: Iterable[_Cell]) -> Iterator[Trace]:
    """Part records by the kinds of their columns: rows of one table look alike. Of several copies the first counts."""
    groups: dict[str, dict[Record, None]] = {}
    for cell in cells:
        groups.setdefault(cell.shape, {})[cell.record] = None
    for shape, records in groups.items():
        yield Trace(f"{source}, {shape}", list(records))


def _cells(page: bytes, *, first: bool) -> list[_Cell]:
    """Find the records of a page, also those whose page was given up: its list of places is left behind."""
    at = (_FIRST_PAGE_HEADER if first else 0) + _PAGE_HEADER
    found: dict[int, _Cell] = {}
    nearest = len(page)
    while at + 2 <= nearest:
        offset = int.from_bytes(page[at : at + 2], "big")
        cell = _cell(page, offset) if at < offset < len(page) and offset not in found else None
        if cell is not None:
            found[offset] = cell
            nearest = min(nearest, offset)
        at += 2
    return sorted(found.values(), key=lambda cell: -cell.offset)


def _cell(page: bytes, offset: int) -> _Cell | None:
    """Read a cell as that of a table or of an index, whichever makes sense."""
    payload, at = _varint(page, offset)
    rowid, behind = _varint(page, at)
    forms = ((rowid, behind, len(page) - 35), (None, at, (len(page) - 12) * 64 // 255 - 23))
    for number, start, most in forms:
        read = _record(page[start : start + _local(payload, most, len(page))], payload)
        if read is not None:
            return _Cell(offset, number, *read)
    return None


def _local(payload: int, most: int, size: int) -> int:
    """Say how much of a payload lies in the page itself."""
    if payload <= most:
        return payload
    least = (size - 12) * 32 // 255 - 23
    local = least + (payload - least) % (size - 4)
    return local if local <= most else least


_SIZES: Mapping[int, int] = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}


def _record(data: bytes, payload: int) -> tuple[Record, tuple[int, ...]] | None:
    """Read a record: its values, as far as they lie in the page, and the lengths of texts and blobs."""
    head, at = _varint(data, 0)
    kinds: list[int] = []
    while at < head <= len(data):
        kind, at = _varint(data, at)
        kinds.append(kind)
    sizes = [_SIZES.get(kind, (kind - 12) // 2) for kind in kinds]
    if not kinds or at != head or head + sum(sizes) != payload or 10 in kinds or 11 in kinds:
        return None
    values: list[object] = []
    for kind, size in zip(kinds, sizes, strict=True):
        values.append(_value(data[at : at + size], kind))
        at += size
    return tuple(values), tuple(size for kind, size in zip(kinds, sizes, strict=True) if kind >= 12)


def _value(data: bytes, kind: int) -> object:
    if kind == 0:
        return None
    if kind < 12:
        return int.from_bytes(data, "big", signed=True) if kind < 8 else kind - 8
    return data.decode(errors="replace") if kind % 2 else data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        if at >= len(data):
            return 0, at
        byte = data[at]
        at += 1
        if place == 8:
            return (value << 8) | byte, at
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return value, at
