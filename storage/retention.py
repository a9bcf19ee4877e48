"""What is deleted when its time is over. Nothing that an open wave needs is touched."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, not_, select, union, update
from sqlmodel import Session, col

from storage import waves
from storage.naming import plain_columns
from storage.outbox import MessageState
from storage.tables import (
    CardProposalRow,
    CharterRow,
    CheckInRow,
    CommitmentAskedRow,
    CommitmentEventRow,
    CommitmentRow,
    GateRow,
    InstalmentMessageRow,
    InstrumentRow,
    InvitationRow,
    JudgedRow,
    LedgerRow,
    OutboxRow,
    ParticipationRow,
    PersonRow,
    SeriesRow,
    SignatureRow,
    SuppressionRow,
    TermRow,
    WaveRow,
    WaveUnitRow,
)
from surveys.commitments import OPEN
from surveys.waves import WaveState

ENDED = (WaveState.CLOSED, WaveState.REPORTED, WaveState.VOID, WaveState.FORGOTTEN)
_DONE = (MessageState.SENT, MessageState.DEAD, MessageState.EXPIRED)
_PASSING = {"person", "absence", "group_member"}
_DAY = timedelta(days=1)
"""The database may live in another time zone."""


def forget_invitations(session: Session, closed_before: datetime) -> int:
    """Delete who was asked in waves that closed before a moment and owe no message any more."""
    owing = select(col(OutboxRow.wave_id)).where(
        col(OutboxRow.wave_id).is_not(None), col(OutboxRow.state).not_in(_DONE)
    )
    over = select(col(WaveRow.id)).where(
        col(WaveRow.state).in_(ENDED), col(WaveRow.closes_at) < closed_before, col(WaveRow.id).not_in(owing)
    )
    ours = col(InstalmentMessageRow.wave_id).in_(over)
    session.execute(delete(InstalmentMessageRow).where(ours))
    return _count(session.execute(delete(InvitationRow).where(col(InvitationRow.wave_id).in_(over))))


def forget_messages(session: Session, due_before: datetime) -> int:
    """Delete notes of messages that were due before a moment and are sent, dead or expired."""
    unfinished = select(col(WaveRow.id)).where(col(WaveRow.state).not_in(ENDED))
    old = (
        col(OutboxRow.state).in_(_DONE),
        col(OutboxRow.due_at) < due_before,
        not_(col(OutboxRow.wave_id).in_(unfinished)) | col(OutboxRow.wave_id).is_(None),
    )
    return _count(session.execute(delete(OutboxRow).where(*old)))


def forget_people(session: Session) -> int:
    """Delete people who left the roster and whom nothing names any more."""
    naming = [column for of, column in plain_columns() if of.name not in _PASSING]
    named = union(*(select(column.label("person")).where(column.is_not(None)) for column in naming))
    gone = (col(PersonRow.active).is_(False), col(PersonRow.id).not_in(select(named.subquery().c[0])))
    return _count(session.execute(delete(PersonRow).where(*gone)))


def forget_figures(session: Session, today: date) -> int:
    """Delete what waves published whose time is over, their organisation, and what is remembered of cells with no figure left.

    The database itself refuses whatever is kept longer. Gives the number of waves.
    """
    over = [
        wave.id
        for wave in waves.in_state(session, WaveState.CLOSED, WaveState.REPORTED, WaveState.VOID)
        if wave.kept_until < today - _DAY
    ]
    for table in (LedgerRow, SuppressionRow, ParticipationRow, InstrumentRow, WaveUnitRow):
        session.execute(delete(table).where(col(table.wave_id).in_(over)))
    session.execute(update(WaveRow).where(col(WaveRow.id).in_(over)).values(state=WaveState.FORGOTTEN))
    if over:
        _forget_cells(session)
    return len(over)


def _forget_cells(session: Session) -> None:
    """Delete what is remembered of cells that no published figure is left of; of running surveys nothing."""
    running = select(col(WaveRow.survey_id)).where(col(WaveRow.state).in_((WaveState.PLANNED, WaveState.OPEN)))
    shown = (
        select(col(WaveRow.survey_id), col(LedgerRow.unit_id), col(LedgerRow.kind))
        .join(WaveRow, col(WaveRow.id) == col(LedgerRow.wave_id))
        .distinct()
    )
    left = {(survey_id, f"{unit_id}/{kind}") for survey_id, unit_id, kind in session.execute(shown)}
    for table, place in ((GateRow, col(GateRow.cell_key)), (SeriesRow, col(SeriesRow.place))):
        kept = select(col(table.survey_id), place).where(col(table.survey_id).not_in(running)).distinct()
        for survey_id, cell in session.execute(kept).all():
            if not any(survey_id == one and (cell == whole or cell.startswith(f"{whole}/")) for one, whole in left):
                session.execute(delete(table).where(col(table.survey_id) == survey_id, place == cell))


def forget_commitments(session: Session, made_before: date) -> int:
    """Delete commitments that ended, and of whose history nothing is younger than a day; the database guards that too."""
    kept_waves = select(col(WaveRow.id)).where(col(WaveRow.state) != WaveState.FORGOTTEN)
    young = select(col(CommitmentEventRow.commitment_id)).where(col(CommitmentEventRow.day) >= made_before)
    asked = select(col(CommitmentAskedRow.commitment_id)).where(col(CommitmentAskedRow.wave_id).in_(kept_waves))
    over = select(col(CommitmentRow.id)).where(
        col(CommitmentRow.due_on) < made_before,
        col(CommitmentRow.state).not_in(OPEN),
        col(CommitmentRow.id).not_in(young),
        col(CommitmentRow.id).not_in(asked),
    )
    ids = list(session.scalars(over))
    for table in (JudgedRow, CommitmentAskedRow, CommitmentEventRow):
        session.execute(delete(table).where(col(table.commitment_id).in_(ids)))
    return _count(session.execute(delete(CommitmentRow).where(col(CommitmentRow.id).in_(ids))))


def forget_records(session: Session, before: date) -> int:
    """Delete decided proposals, terms, check-ins and superseded charters, with their signatures, of before a day."""
    superseded = select(col(CharterRow.version)).where(col(CharterRow.superseded_on) < before)
    session.execute(delete(SignatureRow).where(col(SignatureRow.version).in_(superseded)))
    return sum(
        _count(session.execute(delete(table).where(old)))
        for table, old in (
            (CharterRow, col(CharterRow.superseded_on) < before),
            (CardProposalRow, col(CardProposalRow.decided_on) < before),
            (TermRow, col(TermRow.since) < before),
            (CheckInRow, col(CheckInRow.on_day) < before),
        )
    )


def _count(result: object) -> int:
    return int(getattr(result, "rowcount", 0))
