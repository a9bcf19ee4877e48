"""Erasing a person from every column that `storage.naming` lists."""

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Table, delete, func, select, update
from sqlmodel import Session, SQLModel, col

from storage.naming import NAMING, Fate, columns, names, names_in, plain_columns, table
from storage.tables import PersonRow
from surveys.erasure import ERASED

_LOOKED_INTO = tuple(name for name in NAMING if name != "roster_proposal")
"""A waiting roster is compressed: it tells of nobody whether they are known."""


def find(session: Session, asked_for: str) -> str | None:
    """Give the id of whoever has this Slack id or e-mail address, those who have left too; None if nothing names them."""
    if "@" in asked_for:
        same = func.lower(col(PersonRow.email)) == asked_for.lower()
        return session.scalar(select(col(PersonRow.id)).where(same).limit(1))
    return asked_for if any(_count(session, table(name), asked_for, *Fate) for name in _LOOKED_INTO) else None


def count(session: Session, person_id: str, *fates: Fate) -> dict[str, int]:
    """Count the rows that name a person in columns with these fates, by table; tables without any are left out."""
    counted = {name: _count(session, table(name), person_id, *fates) for name in NAMING}
    return {name: rows for name, rows in counted.items() if rows}


def erase(session: Session, person_id: str) -> None:
    """Remove whatever names a person, or let nobody stand there; a unit that they lead today still names them."""
    for of, column, fate in columns():
        here = names(column, person_id)
        if fate is Fate.ROW:
            _delete(session, of, here)
        elif fate is Fate.BLANK:
            session.execute(update(of).where(here).values({column.name: None}))
        elif fate is Fate.ERASED and isinstance(column.type, JSON):
            _rewrite(session, of, column, person_id)
        elif fate is Fate.ERASED:
            session.execute(update(of).where(here).values({column.name: ERASED}))
    session.expire_all()


def everybody_named(session: Session) -> set[str]:
    """Give everybody whom a column names as its value."""
    found = (session.scalars(select(column).distinct()) for _, column in plain_columns())
    return {person for people in found for person in people if person is not None}


def _count(session: Session, of: Table, person_id: str, *fates: Fate) -> int:
    here = names_in(of, person_id, *fates)
    return 0 if here is None else session.scalar(select(func.count()).select_from(of).where(here)) or 0


def _delete(session: Session, of: Table, here: ColumnElement[bool]) -> None:
    """Delete rows, and before them those that refer to them."""
    for other in SQLModel.metadata.sorted_tables:
        for reference in other.foreign_keys:
            if reference.column.table is of:
                session.execute(delete(other).where(reference.parent.in_(select(reference.column).where(here))))
    session.execute(delete(of).where(here))


def _rewrite(session: Session, of: Table, column: Column[Any], person_id: str) -> None:
    """Write JSON anew, without the person."""
    key = list(of.primary_key.columns)
    for *place, value in session.execute(select(*key, column).where(names(column, person_id))).all():
        here = [part == known for part, known in zip(key, place, strict=True)]
        session.execute(update(of).where(*here).values({column.name: _without(value, person_id)}))


def _without(value: Any, person_id: str) -> Any:
    match value:
        case dict():
            return {name: _without(each, person_id) for name, each in value.items()}
        case list():
            return [_without(each, person_id) for each in value if each != person_id]
        case _:
            return ERASED if value == person_id else value
