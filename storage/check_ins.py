"""Terms of leaders and check-ins in the database."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from storage.tables import CheckInRow, TermRow
from surveys.check_ins import Term


def begin(session: Session, terms: Iterable[Term], unit_ids: Iterable[str]) -> None:
    """Note who becomes leader of what; of units that are gone nothing is remembered."""
    known = set(unit_ids)
    for unit_id in session.scalars(select(col(TermRow.unit_id))).all():
        if unit_id not in known:
            session.execute(delete(TermRow).where(col(TermRow.unit_id) == unit_id))
    for term in terms:
        session.merge(TermRow(unit_id=term.unit_id, leader_id=term.leader_id, since=term.since))


def terms(session: Session, first: date, last: date) -> list[Term]:
    """Give the terms that began between two dates, both included."""
    rows = session.scalars(
        select(TermRow).where(col(TermRow.since) >= first, col(TermRow.since) <= last).order_by(col(TermRow.unit_id))
    )
    return [Term(row.unit_id, row.leader_id, row.since) for row in rows]


def done(session: Session, term: Term) -> set[int]:
    """Give the days after which a term was looked at already."""
    mine = (col(CheckInRow.unit_id) == term.unit_id, col(CheckInRow.since) == term.since)
    return set(session.scalars(select(col(CheckInRow.days)).where(*mine)))


def survey_of(session: Session, term: Term) -> int | None:
    """Give the survey that earlier check-ins of a term belong to: so its gate goes on."""
    mine = (col(CheckInRow.unit_id) == term.unit_id, col(CheckInRow.since) == term.since)
    return session.scalar(select(func.max(col(CheckInRow.survey_id))).where(*mine))


def last_of_others(session: Session, term: Term) -> date | None:
    """Give the day of a unit's last check-in on an earlier leader."""
    others = (col(CheckInRow.unit_id) == term.unit_id, col(CheckInRow.since) != term.since)
    asked = select(func.max(col(CheckInRow.on_day))).where(*others, col(CheckInRow.survey_id).is_not(None))
    found: date | None = session.scalar(asked)
    return found


def note(session: Session, term: Term, days: int, on_day: date, survey_id: int | None) -> None:
    """Note that a check-in was asked, or that there is none."""
    session.add(CheckInRow(unit_id=term.unit_id, since=term.since, days=days, on_day=on_day, survey_id=survey_id))
