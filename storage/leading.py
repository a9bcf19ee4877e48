"""Who leads what today: small questions to the roster that need not read all of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.tables import PersonRow, UnitRow
from surveys.roster import Unit


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a unit, by Slack id and name."""

    id: str
    name: str


def unit(session: Session, unit_id: str | None) -> Unit | None:
    """Give a unit of today."""
    row = session.get(UnitRow, unit_id) if unit_id is not None else None
    return None if row is None else _unit(row)


def led_by(session: Session, person_id: str) -> list[Unit]:
    """Give the units a person leads, those nearest to the top first; none for most people and for who has left."""
    person = session.get(PersonRow, person_id)
    if person is None or not person.active:
        return []
    rows = session.scalars(select(UnitRow).where(col(UnitRow.leader_id) == person_id).order_by(col(UnitRow.id)))
    return sorted(map(_unit, rows), key=lambda each: sum(1 for _ in upwards(session, each.id)))


def roots(session: Session) -> list[Unit]:
    """Give the units at the top."""
    return [_unit(row) for row in session.scalars(select(UnitRow).where(col(UnitRow.parent_id).is_(None)))]


def upwards(session: Session, unit_id: str) -> Iterator[Unit]:
    """Walk from a unit to the top, itself first."""
    here = unit(session, unit_id)
    while here is not None:
        yield here
        here = unit(session, here.parent_id)


def beneath(session: Session, unit_id: str) -> Iterator[Unit]:
    """Walk a unit and all beneath it, level by level."""
    top = unit(session, unit_id)
    level = [] if top is None else [top]
    while level:
        yield from level
        above = [each.id for each in level]
        rows = session.scalars(select(UnitRow).where(col(UnitRow.parent_id).in_(above)).order_by(col(UnitRow.name)))
        level = [_unit(row) for row in rows]


def children(session: Session, unit_id: str) -> list[Unit]:
    """Give the units directly beneath one, by name."""
    rows = session.scalars(select(UnitRow).where(col(UnitRow.parent_id) == unit_id).order_by(col(UnitRow.name)))
    return [_unit(row) for row in rows]


def leaders_under(session: Session, person_id: str) -> list[Leader]:
    """Give the leaders who report to a person directly, by name."""
    led = select(col(UnitRow.id)).where(col(UnitRow.leader_id) == person_id)
    statement = (
        select(col(PersonRow.id), col(PersonRow.name))
        .where(col(PersonRow.unit_id).in_(led), col(PersonRow.active), col(PersonRow.id) != person_id)
        .where(col(PersonRow.id).in_(select(col(UnitRow.leader_id))))
        .order_by(col(PersonRow.name))
    )
    return [Leader(*row) for row in session.execute(statement)]


def all_units(session: Session) -> list[Unit]:
    """Give all units of today."""
    return [_unit(row) for row in session.scalars(select(UnitRow).order_by(col(UnitRow.id)))]


def count_members(session: Session, unit_id: str) -> int:
    """Count the people who are asked about a unit's leader."""
    statement = select(func.count()).where(col(PersonRow.unit_id) == unit_id, col(PersonRow.active))
    return session.scalar(statement) or 0


def _unit(row: UnitRow) -> Unit:
    return Unit(row.id, row.name, row.leader_id, row.parent_id)
