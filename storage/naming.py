"""Every column that names somebody, reviewed: what becomes of it when that person is erased.

Retention reads the same list: whoever is named here is still needed. Who adds a column adds it here, or says in
`tests/storage/test_naming.py` that it names nobody; that test fails otherwise.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, String, Table, cast, literal, or_, true
from sqlmodel import AutoString, SQLModel


class Fate(StrEnum):
    """What becomes of a column that names a person who is erased."""

    ROW = "row"
    """The row goes."""
    BLANK = "blank"
    """The row stays, as one that never named anybody."""
    ERASED = "erased"
    """The row stays, for others need it; `surveys.erasure.ERASED` stands for the person."""
    LEADS = "leads"
    """Whoever is named here cannot be erased: a unit of today has a leader."""


NAMING: Mapping[str, Mapping[str, Fate]] = {
    "unit": {"leader_id": Fate.LEADS},
    "wave_unit": {"leader_id": Fate.ERASED},
    "invitation": {"person_id": Fate.ROW},
    "instalment_message": {"person_id": Fate.ROW},
    "outbox": {"key": Fate.ROW, "parameters": Fate.ROW},
    "absence": {"person_id": Fate.ROW},
    "group_member": {"person_id": Fate.ROW},
    "role": {"person_id": Fate.ROW, "named_by": Fate.ERASED, "confirmed_by": Fate.ERASED},
    "roster_proposal": {"made_by": Fate.ROW, "box": Fate.ROW},
    "journal": {"actor_id": Fate.ERASED, "details": Fate.ERASED},
    "charter_signature": {"person_id": Fate.ROW},
    "card_proposal": {"person_id": Fate.ROW},
    "commitment": {"holder_id": Fate.ERASED},
    "commitment_event": {"person_id": Fate.ERASED},
    "term": {"leader_id": Fate.ROW},
    "interview": {"asker_id": Fate.ROW, "asked": Fate.ERASED},
    "interview_sheet": {"person_id": Fate.ROW},
    "voice_daily": {"person_id": Fate.ROW},
    "voice_entry": {"person_id": Fate.BLANK, "handled_by": Fate.ERASED},
    "person": {"id": Fate.ROW},
}


def table(name: str) -> Table:
    """Give a table of ours."""
    return SQLModel.metadata.tables[name]


def columns() -> Iterator[tuple[Table, Column[Any], Fate]]:
    """Give every column that names people, with its table and its fate."""
    for name, fates in NAMING.items():
        for column, fate in fates.items():
            yield table(name), table(name).columns[column], fate


def plain_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Give the columns whose value is a person's id."""
    yield from ((of, column) for of, column, _ in columns() if _is_plain(column))


def _is_plain(column: Column[Any]) -> bool:
    return isinstance(column.type, AutoString) and column.name != "key"


def names(column: Column[Any], person_id: str) -> ColumnElement[bool]:
    """Tell whether a column names a person: as its value, within JSON, or as a part of a key such as `invitation/1/U7`.

    What is compressed cannot be looked into: it counts as naming everybody.
    """
    match column.type:
        case LargeBinary():
            return true()
        case JSON():
            return cast(column, String).contains(f'"{person_id}"', autoescape=True)
        case _ if _is_plain(column):
            return column == person_id
        case _:
            return (literal("/") + column + literal("/")).contains(f"/{person_id}/", autoescape=True)


def names_in(of: Table, person_id: str, *fates: Fate) -> ColumnElement[bool] | None:
    """Tell whether a row names a person in a column with one of these fates; None where the table has no such column."""
    meant = [names(of.columns[column], person_id) for column, fate in NAMING[of.name].items() if fate in fates]
    return or_(*meant) if meant else None
