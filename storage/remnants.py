"""The auditor at rest (`privacy.md`, "The auditor", 4): what closed waves left on the actual storage.

It looks where a thief of the database or its administrator would: in the tables, in the bytes of every file (free
pages and the write-ahead log lie in them), in the key store, in the schema, and in the server's settings. It reads
only, and needs no secret. In bytes it recognises a ballot by the form of its row: wave, slot and box of fixed sizes.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from mmap import ACCESS_READ, mmap
from pathlib import Path

from sqlalchemy import Connection, distinct, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from storage import append_only
from storage.database import Database
from storage.outbox import UNTIL_CLOSE
from storage.reviewed import BESIDE_PEOPLE
from storage.sealing import SEAL_BYTES, SLOT_BYTES
from storage.tables import OutboxRow, PersonRow, UrnRow
from surveys.ballots import BOX_BYTES
from surveys.errors import Message, say

QUICK_BYTES = 256 * 2**20
"""Before a post, files up to this size are read through (under half a second); larger ones by the command only."""
_ROWS_LOOKED_AT = 2000
_TOKEN = re.compile(r"[\w-]+")
_KEY_NAME = re.compile(rb"wave/(\d+)")


class RemnantKind(StrEnum):
    """What a closed wave must not leave, a schema must not have, or a server must not keep."""

    BALLOT = "ballot"
    MESSAGE = "message"
    KEY = "key"
    BYTES = "bytes"
    BESIDE = "beside"
    TRIGGER = "trigger"
    SETTING = "setting"
    PERSON_IN_FILE = "person in file"


_SENTENCES = {
    RemnantKind.BALLOT: say("{place}: ballots of a wave that is not open are there."),
    RemnantKind.MESSAGE: say(
        "{place}: notes are there of who was to be reminded of a closed wave, or to be asked later."
    ),
    RemnantKind.KEY: say("{place}: the key of a closed wave, or what is left of it, is there."),
    RemnantKind.BYTES: say("{place}: bytes of a closed wave's ballots can be read."),
    RemnantKind.BESIDE: say("{place}: stands beside people, and nobody has reviewed that it may."),
    RemnantKind.TRIGGER: say("{place}: a trigger that is not ours, or one of ours that is missing."),
    RemnantKind.SETTING: say("{place}: with this setting the server itself keeps who did what when."),
    RemnantKind.PERSON_IN_FILE: say("{place}: names people."),
}


@dataclass(frozen=True)
class Remnant:
    """Something found, and where: a table, a column, a file or a setting."""

    kind: RemnantKind
    place: str

    @property
    def message(self) -> Message:
        """Say what is wrong, in a sentence."""
        return Message(_SENTENCES[self.kind].template, {"place": self.place})


def remnants(
    database: Database, keys: Database, wave_ids: Collection[int], most_bytes: int | None = None
) -> list[Remnant]:
    """Look for whatever these closed waves left. Files of more than `most_bytes` are passed over."""
    return [
        *_ballots_left(database, wave_ids),
        *_messages_left(database, wave_ids),
        *_boxes_left(_small(database.files(), most_bytes), wave_ids),
        *_keys_left(keys, wave_ids),
        *_key_names_left(keys.files(), wave_ids, _key_names(keys)),
    ]


def beside_people(database: Database) -> list[Remnant]:
    """Find columns that stand beside people and are not on the reviewed list, in the real rows."""
    found: list[Remnant] = []
    with database.reading() as session:
        people = set(session.scalars(select(col(PersonRow.id))))
        connection, inspector = session.connection(), inspect(database.engine)
        for table in inspector.get_table_names():
            if _names_people(connection, table, people):
                columns = {column["name"] for column in inspector.get_columns(table)}
                unknown = sorted(columns - BESIDE_PEOPLE.get(table, frozenset()))
                found += [Remnant(RemnantKind.BESIDE, f"{table}.{column}") for column in unknown]
    return found


def changed_schema(database: Database) -> list[Remnant]:
    """Find triggers that are missing, changed (the ledger must refuse changes) or not ours (they could note who answers)."""
    ours = append_only.guards_of_today(database.engine.dialect.name)
    with database.reading() as session:
        bodies = {} if database.sqlite else dict(session.execute(text(_FUNCTIONS)).tuples().all())
        shown = session.execute(text(_SQLITE_TRIGGERS if database.sqlite else _POSTGRESQL_TRIGGERS)).all()
    there = {name: append_only.read(ddl, bodies)[1] for name, ddl in shown}
    wrong = (there.keys() ^ ours.keys()) | {name for name in there.keys() & ours.keys() if there[name] != ours[name]}
    return [Remnant(RemnantKind.TRIGGER, str(name)) for name in sorted(wrong)]


def settings(database: Database) -> list[Remnant]:
    """Warn of settings with which PostgreSQL keeps times, statements or copies of rows by itself (S11)."""
    if database.sqlite:
        return []
    with database.reading() as session:
        connection = session.connection()
        found = [f"{name} = {value}" for name, safe in _SAFE.items() if (value := _shown(connection, name)) not in safe]
        found += [f"publication {name}" for name in connection.scalars(text(_PUBLICATIONS))]
    return [Remnant(RemnantKind.SETTING, place) for place in found]


def people_in(paths: Iterable[Path], people: Collection[str], known: Collection[bytes] = ()) -> list[Remnant]:
    """Find log files that name people of the roster by their ids, or hold words that must not be there."""
    found = []
    for path in paths:
        content = path.read_bytes()
        if not people_named(content, people) and not any(needle in content for needle in known):
            continue
        found.append(Remnant(RemnantKind.PERSON_IN_FILE, path.name))
    return found


def people_named(content: bytes, people: Collection[str]) -> bool:
    """Tell whether a text names one of these people."""
    return not set(people).isdisjoint(_TOKEN.findall(content.decode(errors="replace")))


def in_backup(path: Path, wave_ids: Collection[int]) -> list[Remnant]:
    """Find keys in a backup: it may hold sealed ballots of its day, but nothing that opens them."""
    return list(_key_names_left([path], wave_ids, set()))


# --- rows and bytes -------------------------------------------------------------------------------------------------


def _ballots_left(database: Database, wave_ids: Collection[int]) -> Iterator[Remnant]:
    with database.reading() as session:
        if session.scalar(select(func.count(distinct(col(UrnRow.wave_id)))).where(col(UrnRow.wave_id).in_(wave_ids))):
            yield Remnant(RemnantKind.BALLOT, "urn")


def _messages_left(database: Database, wave_ids: Collection[int]) -> Iterator[Remnant]:
    told = (col(OutboxRow.wave_id).in_(wave_ids), col(OutboxRow.kind).in_(UNTIL_CLOSE))
    with database.reading() as session:
        if session.scalar(select(func.count()).where(*told)):
            yield Remnant(RemnantKind.MESSAGE, "outbox")


def _keys_left(keys: Database, wave_ids: Collection[int]) -> Iterator[Remnant]:
    if _key_names(keys) & set(wave_ids):
        yield Remnant(RemnantKind.KEY, "wave_key")


def _key_names(keys: Database) -> set[int]:
    with keys.reading() as session:
        if not inspect(session.connection()).has_table("wave_key"):
            return set()
        names = session.scalars(text("SELECT name FROM wave_key WHERE name LIKE 'wave/%'")).all()
    return {int(name.removeprefix("wave/")) for name in names}


def _key_names_left(paths: Iterable[Path], wave_ids: Collection[int], kept: set[int]) -> Iterator[Remnant]:
    """Look for the names under which keys are kept, in rows and in whatever bytes deleted rows left.

    Random bytes follow a name and may look like digits: so what a number begins with counts too, unless it is the name
    of a key that is rightly there.
    """
    for path in paths:
        numbers = {match[1] for match in _KEY_NAME.finditer(path.read_bytes())}
        meant = ({int(number[:length]) for length in range(1, len(number) + 1)} for number in numbers)
        if any(not each & kept and each & set(wave_ids) for each in meant):
            yield Remnant(RemnantKind.KEY, path.name)


def _small(paths: Sequence[Path], most_bytes: int | None) -> list[Path]:
    return [path for path in paths if most_bytes is None or path.stat().st_size <= most_bytes]


def _boxes_left(paths: Iterable[Path], wave_ids: Collection[int]) -> Iterator[Remnant]:
    for path in paths:
        if path.stat().st_size:
            with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
                if not set(wave_ids).isdisjoint(_waves_of_boxes(content)):
                    yield Remnant(RemnantKind.BYTES, path.name)


def _waves_of_boxes(content: mmap) -> Iterator[int]:
    """Give the waves of all ballots in a SQLite file, deleted ones too: rows of the form (number, slot, box)."""
    at = content.find(_FORM)
    while at >= 2:
        kind, head = content[at - 1], content[at - 2]
        if head == _HEAD_BYTES and kind in _NUMBER_BYTES:
            start = at + len(_FORM)
            number = int.from_bytes(content[start : start + _NUMBER_BYTES[kind]], "big")
            yield {8: 0, 9: 1}.get(kind, number)
        at = content.find(_FORM, at + 1)


def _blob_kind(size: int) -> bytes:
    """Give a blob's serial type as SQLite writes it (sqlite.org/fileformat2.html, section 2.1)."""
    kind = 12 + 2 * size
    return bytes([kind]) if kind < 128 else bytes([0x80 | kind >> 7, kind & 0x7F])


_FORM = _blob_kind(SLOT_BYTES) + _blob_kind(BOX_BYTES + SEAL_BYTES)
_HEAD_BYTES = 2 + len(_FORM)
_NUMBER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}


# --- schema and server ----------------------------------------------------------------------------------------------


def _names_people(connection: Connection, table: str, people: set[str]) -> bool:
    quoted = connection.dialect.identifier_preparer.quote(table)
    rows = connection.execute(text(f"SELECT * FROM {quoted} LIMIT {_ROWS_LOOKED_AT}"))  # noqa: S608 (a name of the catalogue's own)
    return any(not people.isdisjoint(_TOKEN.findall(str(value))) for row in rows for value in row if value is not None)


_SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
_POSTGRESQL_TRIGGERS = (
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
)
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
_SAFE = {
    "track_commit_timestamp": {"off"},
    "log_statement": {"none", "ddl"},
    "log_min_duration_statement": {"-1"},
    "wal_level": {"replica", "minimal"},
}
_PUBLICATIONS = "SELECT DISTINCT pubname FROM pg_publication_tables WHERE tablename = 'urn'"


def _shown(connection: Connection, name: str) -> str:
    try:
        return str(connection.scalar(text(f"SHOW {name}")))
    except DBAPIError:
        return "?"
