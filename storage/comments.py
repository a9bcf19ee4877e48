"""Released comments: a random id, a cell and a wave beside each, and nothing else."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, exists, func, select
from sqlmodel import Session, col

from storage.bulk import insert_many
from storage.tables import CommentRow, WaveRow
from surveys.comments import CommentCell


@dataclass(frozen=True)
class StoredComment:
    """A released comment as it is stored."""

    id: str
    wave_id: int
    unit_id: str
    text: str


def append(session: Session, wave_id: int, cells: Iterable[CommentCell]) -> dict[str, tuple[str, bytes]]:
    """Store comments under random ids, in their order; give unit and mark by id, for the threads to begin with."""
    drawn = [(secrets.token_hex(16), cell.unit_id, comment) for cell in cells for comment in cell.comments]
    rows = [
        {"id": id_, "wave_id": wave_id, "unit_id": unit_id, "text": comment.text}
        for id_, unit_id, comment in sorted(drawn, key=lambda row: row[0])
    ]
    insert_many(session, CommentRow, rows)
    return {id_: (unit_id, comment.mark) for id_, unit_id, comment in drawn}


def at(session: Session, wave_id: int, unit_id: str) -> list[StoredComment]:
    """Read the comments released at a unit, in their random order."""
    statement = select(CommentRow).where(col(CommentRow.wave_id) == wave_id, col(CommentRow.unit_id) == unit_id)
    return [_from_row(row) for row in session.scalars(statement.order_by(col(CommentRow.id)))]


def count(session: Session, wave_id: int, unit_id: str) -> int:
    """Count the comments released at a unit."""
    ours = col(CommentRow.wave_id) == wave_id, col(CommentRow.unit_id) == unit_id
    return session.scalar(select(func.count()).select_from(CommentRow).where(*ours)) or 0


def find(session: Session, comment_id: str) -> StoredComment | None:
    """Give a comment that is still there."""
    row = session.get(CommentRow, comment_id, populate_existing=True)
    return None if row is None else _from_row(row)


def cells_since(session: Session, first: datetime) -> list[tuple[int, str]]:
    """Name the waves and units with comments, of waves that closed since an instant, the newest first."""
    statement = (
        select(col(CommentRow.wave_id), col(CommentRow.unit_id))
        .join(WaveRow, col(WaveRow.id) == col(CommentRow.wave_id))
        .where(col(WaveRow.closes_at) >= first)
        .distinct()
        .order_by(col(CommentRow.wave_id).desc(), col(CommentRow.unit_id))
    )
    return [(wave_id, unit_id) for wave_id, unit_id in session.execute(statement)]


def withdraw(session: Session, comment_ids: Iterable[str]) -> None:
    """Delete comments that their authors take back."""
    session.execute(delete(CommentRow).where(col(CommentRow.id).in_(list(comment_ids))))


def any_before(session: Session, closed: datetime) -> bool:
    """Tell whether there are comments of waves that closed before an instant."""
    return bool(session.scalar(select(exists().where(col(CommentRow.wave_id).in_(_closed_before(closed))))))


def forget_before(session: Session, closed: datetime) -> None:
    """Delete the comments of waves that closed before an instant."""
    session.execute(delete(CommentRow).where(col(CommentRow.wave_id).in_(_closed_before(closed))))


def _closed_before(closed: datetime) -> Select[int | None]:
    return select(col(WaveRow.id)).where(col(WaveRow.closes_at) < closed)


def _from_row(row: CommentRow) -> StoredComment:
    return StoredComment(row.id, row.wave_id, row.unit_id, row.text)
