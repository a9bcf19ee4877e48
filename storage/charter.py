"""The charter in the database."""

from datetime import date

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from storage.database import insert_for
from storage.tables import CharterRow, SignatureRow
from surveys.charter import Charter, CharterState
from surveys.texts import Text


def current(session: Session) -> Charter | None:
    """Give the version that holds."""
    return _in_state(session, CharterState.PUBLISHED)


def draft(session: Session) -> Charter | None:
    """Give the version that is being written."""
    return _in_state(session, CharterState.DRAFT)


def newest_number(session: Session) -> int:
    """Give the newest number of a version that was ever published; 0 before the first."""
    numbers = session.scalars(select(col(CharterRow.version)).where(col(CharterRow.state) != CharterState.DRAFT))
    return max(numbers, default=0)


def keep_draft(session: Session, charter: Charter) -> None:
    """Store a draft in place of what stood there."""
    session.execute(delete(CharterRow).where(col(CharterRow.state) == CharterState.DRAFT))
    session.add(
        CharterRow(
            version=charter.version,
            promise_de=charter.promise.de,
            promise_en=charter.promise.en,
            asks_de=charter.asks.de,
            asks_en=charter.asks.en,
            state=CharterState.DRAFT,
        )
    )


def publish(session: Session, version: int, day: date) -> bool:
    """Let a draft hold from now on and supersede the version before; False where it is no draft any more."""
    done = (
        update(CharterRow)
        .where(col(CharterRow.version) == version, col(CharterRow.state) == CharterState.DRAFT)
        .values(state=CharterState.PUBLISHED)
        .returning(col(CharterRow.version))
    )
    if session.scalar(done) is None:
        return False
    before = (col(CharterRow.state) == CharterState.PUBLISHED, col(CharterRow.version) < version)
    session.execute(update(CharterRow).where(*before).values(state=CharterState.SUPERSEDED, superseded_on=day))
    return True


def sign(session: Session, version: int, person_id: str) -> None:
    """Note a signature; a second one changes nothing."""
    row = {"version": version, "person_id": person_id}
    session.execute(insert_for(session, SignatureRow).values(row).on_conflict_do_nothing())


def signers(session: Session, version: int) -> frozenset[str]:
    """Name those who have signed a version."""
    return frozenset(session.scalars(select(col(SignatureRow.person_id)).where(col(SignatureRow.version) == version)))


def signed_by(session: Session, person_id: str) -> tuple[int, ...]:
    """Give the versions that somebody has signed."""
    statement = select(col(SignatureRow.version)).where(col(SignatureRow.person_id) == person_id)
    return tuple(sorted(session.scalars(statement)))


def _in_state(session: Session, state: CharterState) -> Charter | None:
    statement = select(CharterRow).where(col(CharterRow.state) == state).order_by(col(CharterRow.version).desc())
    row = session.scalars(statement.limit(1)).first()
    if row is None:
        return None
    return Charter(
        row.version, Text(row.promise_de, row.promise_en), Text(row.asks_de, row.asks_en), CharterState(row.state)
    )
