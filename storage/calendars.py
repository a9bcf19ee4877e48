"""Absences and the holidays of offices in the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from storage.database import insert_for
from storage.tables import AbsenceRow, OfficeRow
from surveys.calendars import Absence, Office, Source


def set_office(session: Session, office: Office) -> None:
    """Keep the holidays of a region in an office; without a region, of none."""
    session.execute(delete(OfficeRow).where(col(OfficeRow.key) == _key(office.name)))
    if office.region is not None:
        session.execute(insert(OfficeRow), [{"key": _key(office.name), "name": office.name, "region": office.region}])


def offices(session: Session) -> dict[str, Office]:
    """Give the offices whose region is known, by their names in small letters."""
    rows = session.scalars(select(OfficeRow).order_by(col(OfficeRow.key)))
    return {row.key: Office(row.name, row.region) for row in rows}


def replace_absences(session: Session, source: Source, absences: Mapping[str, Iterable[Absence]]) -> None:
    """Make these the absences of the people named, as far as this source tells of them; no absence: none any more."""
    for person_ids in _portions(list(absences)):
        session.execute(
            delete(AbsenceRow).where(col(AbsenceRow.source) == source, col(AbsenceRow.person_id).in_(person_ids))
        )
    rows = [
        {"person_id": person_id, "source": source, "starts_on": absence.first, "ends_on": absence.last}
        for person_id, all_of_them in absences.items()
        for absence in {absence.first: absence for absence in all_of_them}.values()
    ]
    if rows:
        session.execute(insert(AbsenceRow), rows)


def add_absence(session: Session, person_id: str, source: Source, absence: Absence) -> None:
    """Add an absence; one that begins on the same day gives way."""
    values = {"person_id": person_id, "source": source, "starts_on": absence.first, "ends_on": absence.last}
    statement = insert_for(session, AbsenceRow).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "source", "starts_on"], set_={"ends_on": absence.last}
        )
    )


def absences(session: Session, today: date, person_id: str | None = None) -> dict[str, tuple[Absence, ...]]:
    """Give the absences that are not over, by person, soonest first; of one person if asked so."""
    statement = select(AbsenceRow).where(col(AbsenceRow.ends_on) >= today)
    if person_id is not None:
        statement = statement.where(col(AbsenceRow.person_id) == person_id)
    found: dict[str, dict[Absence, None]] = defaultdict(dict)
    for row in session.scalars(statement.order_by(col(AbsenceRow.starts_on))):
        found[row.person_id][Absence(row.starts_on, row.ends_on)] = None
    return {id_: tuple(each) for id_, each in found.items()}


def absences_from(session: Session, source: Source) -> dict[str, tuple[Absence, ...]]:
    """Give all absences that one source told, by person."""
    found: dict[str, tuple[Absence, ...]] = {}
    for row in session.scalars(select(AbsenceRow).where(col(AbsenceRow.source) == source)):
        found[row.person_id] = (*found.get(row.person_id, ()), Absence(row.starts_on, row.ends_on))
    return found


def forget_absences(session: Session, person_id: str) -> None:
    """Forget what a list or the person said; what Slack says comes back by itself."""
    session.execute(delete(AbsenceRow).where(col(AbsenceRow.person_id) == person_id))


def forget_past(session: Session, today: date) -> None:
    """Forget absences that are over."""
    session.execute(delete(AbsenceRow).where(col(AbsenceRow.ends_on) < today))


def _key(name: str) -> str:
    return name.casefold()


def _portions(ids: list[str], size: int = 500) -> Iterable[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
