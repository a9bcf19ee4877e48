"""Interview sheets in the database."""

from datetime import date

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from storage.database import insert_for
from storage.tables import InterviewRow, PersonRow, SheetRow
from surveys.interviews import Interview, Item, Sheet


def add(session: Session, interview: Interview) -> bool:
    """Store a new interview; False where its code is taken."""
    values = {**vars(interview), "asked": list(interview.asked)}
    claim = insert_for(session, InterviewRow).values(values).on_conflict_do_nothing()
    return session.scalar(claim.returning(col(InterviewRow.code))) is not None


def find(session: Session, code: str, *, hold: bool = False) -> Interview | None:
    """Give an interview; `hold` lets nobody else change it until this transaction ends."""
    row = session.get(InterviewRow, code, with_for_update=hold or None, populate_existing=True)
    return None if row is None else Interview(row.code, row.asker_id, tuple(row.asked), row.opened_on, row.closed)


def sheets(session: Session, code: str) -> tuple[Sheet, ...]:
    """Give what was answered, by the interviewers' names."""
    found = [_sheet(row, session) for row in session.scalars(select(SheetRow).where(col(SheetRow.code) == code))]
    return tuple(sorted(found, key=lambda sheet: (sheet.name, sheet.person_id)))


def keep_sheet(session: Session, code: str, sheet: Sheet) -> None:
    """Store a sheet in place of an earlier one of the same interviewer."""
    points = {item.value: point for item, point in sheet.points.items()}
    session.merge(SheetRow(code=code, person_id=sheet.person_id, points=points, note=sheet.note))


def close(session: Session, code: str) -> bool:
    """Close an interview; False where it is closed already."""
    still_open = (col(InterviewRow.code) == code, col(InterviewRow.closed).is_(False))
    closed = update(InterviewRow).where(*still_open).values(closed=True).returning(col(InterviewRow.code))
    return session.scalar(closed) is not None


def any_before(session: Session, day: date) -> bool:
    """Tell whether interviews were opened before a day."""
    return session.scalar(select(col(InterviewRow.code)).where(col(InterviewRow.opened_on) < day).limit(1)) is not None


def forget_before(session: Session, day: date) -> None:
    """Delete the interviews that were opened before a day, with all sheets."""
    old = select(col(InterviewRow.code)).where(col(InterviewRow.opened_on) < day)
    session.execute(delete(SheetRow).where(col(SheetRow.code).in_(old)))
    session.execute(delete(InterviewRow).where(col(InterviewRow.opened_on) < day))


def count_of(session: Session, person_id: str) -> int:
    """Count the sheets that somebody has answered."""
    return session.scalar(select(func.count()).where(col(SheetRow.person_id) == person_id)) or 0


def _sheet(row: SheetRow, session: Session) -> Sheet:
    person = session.get(PersonRow, row.person_id)
    points = {Item(name): int(point) for name, point in row.points.items()}
    return Sheet(row.person_id, points, row.note, "" if person is None else person.name)
