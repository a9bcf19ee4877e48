"""The roster of today: people and units."""

from collections.abc import Collection, Sequence
from sys import intern
from typing import Any

from sqlalchemy import Insert, Row, Update, delete, func, insert, select, update
from sqlmodel import Session, SQLModel, col

from storage.bulk import INSERT_AT_ONCE
from storage.tables import PersonRow, UnitRow
from surveys.roster import Person, Roster, Unit
from surveys.texts import Locale

_PERSON, _UNIT = SQLModel.metadata.tables["person"], SQLModel.metadata.tables["unit"]


def replace(session: Session, roster: Roster) -> None:
    """Make this the roster. People who are not in it any more stay known, inactive, until retention removes them."""
    session.execute(update(PersonRow).values(active=False, unit_id=None))
    known = set(session.scalars(select(col(PersonRow.id))))
    rows = {person.id: _person_values(person) for person in roster.people.values()}
    _write(session, [values for id_, values in rows.items() if id_ not in known], insert(PersonRow))
    _write(session, [values for id_, values in rows.items() if id_ in known], update(PersonRow))
    session.execute(delete(UnitRow))
    _write(session, [vars(unit) for unit in roster.units.values()], insert(UnitRow))


def load(session: Session) -> Roster:
    """Read the roster, as plain rows that never lie in memory all at once beside the people made of them."""
    everybody = select(_PERSON).where(_PERSON.c.active).order_by(_PERSON.c.id)
    people = session.execute(everybody.execution_options(yield_per=INSERT_AT_ONCE))
    return Roster({row.id: _person(row) for row in people}, units(session))


def units(session: Session) -> dict[str, Unit]:
    """Read the units alone, by id: they are few where people are many."""
    rows = session.execute(select(_UNIT).order_by(_UNIT.c.id))
    return {row.id: Unit(row.id, row.name, row.leader_id, row.parent_id) for row in rows}


def time_zones(session: Session) -> set[str | None]:
    """Collect the time zones that people of the roster live in; None where one is not known."""
    return set(session.scalars(select(_PERSON.c.time_zone).where(_PERSON.c.active).distinct()))


def find(session: Session, person_id: str) -> Person | None:
    """Give a person of the roster."""
    row = session.execute(select(_PERSON).where(_PERSON.c.id == person_id, _PERSON.c.active)).first()
    return None if row is None else _person(row)


def members(session: Session, unit_id: str) -> list[Person]:
    """Give the people of a unit: the direct reports of its leader."""
    here = (_PERSON.c.unit_id == unit_id, _PERSON.c.active)
    return [_person(row) for row in session.execute(select(_PERSON).where(*here).order_by(_PERSON.c.id))]


def offices(session: Session) -> list[tuple[str, int]]:
    """Give the offices, as the roster writes them, each with its number of people."""
    here = (_PERSON.c.active, _PERSON.c.office.is_not(None), _PERSON.c.office != "")
    count = select(_PERSON.c.office, func.count()).where(*here).group_by(_PERSON.c.office).order_by(_PERSON.c.office)
    return [(name, people) for name, people in session.execute(count)]


def people_of_offices(session: Session, offices: Collection[str]) -> list[Person]:
    """Give the people of offices, as the roster writes these."""
    here = (_PERSON.c.active, _PERSON.c.office.in_(offices))
    return [_person(row) for row in session.execute(select(_PERSON).where(*here).order_by(_PERSON.c.id))]


def names(session: Session, person_ids: Collection[str]) -> dict[str, str]:
    """Give the names of people, those who have left too."""
    rows = session.execute(select(_PERSON.c.id, _PERSON.c.name).where(_PERSON.c.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def remembers(session: Session, person_id: str) -> bool:
    """Tell whether anything of a person is known, from today's roster or an earlier one."""
    return session.get(PersonRow, person_id) is not None


def units_led_by(session: Session, person_id: str) -> list[str]:
    """Name the units that somebody leads today; none for most."""
    led = select(col(UnitRow.id)).where(col(UnitRow.leader_id) == person_id).order_by(col(UnitRow.id))
    return list(session.scalars(led))


def choose_language(session: Session, person_id: str, chosen: Locale | None) -> None:
    """Keep what somebody chose to read; None for as in Slack. No import and no refresh writes this."""
    session.execute(update(PersonRow).where(col(PersonRow.id) == person_id).values(chosen_locale=chosen))


def update_people(session: Session, people: Sequence[Person]) -> None:
    """Store what has changed about people of the roster."""
    _write(session, [_person_values(person) for person in people], update(PersonRow))


def _write(session: Session, rows: list[dict[str, object]], statement: Insert | Update) -> None:
    if rows:
        session.execute(statement, rows)


def _person_values(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "unit_id": person.unit_id,
        "locale": None if person.locale is person.slack_locale else person.locale,
        "slack_locale": person.slack_locale,
        "time_zone": person.time_zone,
        "office": person.office,
        "active": True,
        "invitable": person.invitable,
    }


def _person(row: PersonRow | Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        unit_id=_shared(row.unit_id),
        locale=_locale(row.locale or row.slack_locale),
        time_zone=_shared(row.time_zone),
        office=_shared(row.office),
        email=row.email,
        invitable=row.invitable,
        slack_locale=_locale(row.slack_locale),
        chosen_locale=_locale(row.chosen_locale),
    )


def _shared(text: str | None) -> str | None:
    """Keep one copy of what many people have in common."""
    return None if text is None else intern(text)


def _locale(tag: str | None) -> Locale | None:
    return None if tag is None else Locale(tag)
