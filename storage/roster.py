"""The roster of today: people and units."""

from collections.abc import Collection, Sequence
from sys import intern
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import Session, SQLModel, col

from storage.bulk import insert_many
from storage.tables import PersonRow, UnitRow
from surveys.roster import Person, Roster, Unit
from surveys.texts import Locale

READ_AT_ONCE = 1000
_PERSON, _UNIT = SQLModel.metadata.tables["person"], SQLModel.metadata.tables["unit"]
_LOCALES: dict[str | None, Locale | None] = {None: None, **{locale.value: locale for locale in Locale}}
_PEOPLE = (
    select(
        *(_PERSON.c.id, _PERSON.c.name, _PERSON.c.unit_id, func.coalesce(_PERSON.c.locale, _PERSON.c.slack_locale)),
        *(_PERSON.c.time_zone, _PERSON.c.office, _PERSON.c.email, _PERSON.c.invitable),
        *(_PERSON.c.slack_locale, _PERSON.c.chosen_locale),
    )
    .where(_PERSON.c.active)
    .order_by(_PERSON.c.id)
)
"""The people of the roster, as `_person` reads them: plain rows, of which a company has a hundred thousand."""
_BY_ID = _PEOPLE.where(_PERSON.c.id == bindparam("person"))


def replace(session: Session, roster: Roster) -> None:
    """Make this the roster. People who are not in it any more stay known, inactive, until retention removes them."""
    session.execute(update(PersonRow).values(active=False, unit_id=None))
    known = set(session.scalars(select(col(PersonRow.id))))
    rows = {person.id: _person_values(person) for person in roster.people.values()}
    insert_many(session, PersonRow, (values for id_, values in rows.items() if id_ not in known))
    _update(session, [values for id_, values in rows.items() if id_ in known])
    session.execute(delete(UnitRow))
    insert_many(session, UnitRow, (vars(unit) for unit in roster.units.values()))


def load(session: Session) -> Roster:
    """Read the roster, as plain rows that never lie in memory all at once beside the people made of them."""
    people = map(_person, session.execute(_PEOPLE.execution_options(yield_per=READ_AT_ONCE)))
    return Roster({person.id: person for person in people}, units(session))


def units(session: Session) -> dict[str, Unit]:
    """Read the units alone, by id: they are few where people are many."""
    rows = session.execute(select(_UNIT).order_by(_UNIT.c.id))
    return {row.id: Unit(row.id, row.name, row.leader_id, row.parent_id) for row in rows}


def time_zones(session: Session) -> set[str | None]:
    """Collect the time zones that people of the roster live in; None where one is not known."""
    return set(session.scalars(select(_PERSON.c.time_zone).where(_PERSON.c.active).distinct()))


def find(session: Session, person_id: str) -> Person | None:
    """Give a person of the roster."""
    row = session.execute(_BY_ID, {"person": person_id}).first()
    return None if row is None else _person(row)


def members(session: Session, unit_id: str) -> list[Person]:
    """Give the people of a unit: the direct reports of its leader."""
    return [_person(row) for row in session.execute(_PEOPLE.where(_PERSON.c.unit_id == unit_id))]


def offices(session: Session) -> list[tuple[str, int]]:
    """Give the offices, as the roster writes them, each with its number of people."""
    here = (_PERSON.c.active, _PERSON.c.office.is_not(None), _PERSON.c.office != "")
    count = select(_PERSON.c.office, func.count()).where(*here).group_by(_PERSON.c.office).order_by(_PERSON.c.office)
    return [(name, people) for name, people in session.execute(count)]


def people_of_offices(session: Session, offices: Collection[str]) -> list[Person]:
    """Give the people of offices, as the roster writes these."""
    return [_person(row) for row in session.execute(_PEOPLE.where(_PERSON.c.office.in_(offices)))]


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
    _update(session, [_person_values(person) for person in people])


def _update(session: Session, rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(update(PersonRow), rows)


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


def _person(row: Sequence[Any]) -> Person:
    """Make a person; one copy is kept of what many people have in common."""
    id_, name, unit_id, locale, time_zone, office, email, invitable, slack_locale, chosen_locale = row
    return Person(
        id_,
        name,
        unit_id and intern(unit_id),
        _LOCALES[locale],
        time_zone and intern(time_zone),
        office and intern(office),
        email,
        invitable,
        _LOCALES[slack_locale],
        _LOCALES[chosen_locale],
    )
