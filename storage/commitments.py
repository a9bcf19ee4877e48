"""Commitments in the database: as they stand, what happened to them, which wave asks about them, what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, select, update
from sqlmodel import Session, SQLModel, col

from storage.bulk import insert_many
from storage.tables import (
    CommitmentAskedRow,
    CommitmentEventRow,
    CommitmentRow,
    JudgedRow,
    PersonRow,
    UnitRow,
    WaveRow,
)
from surveys.commitments import OPEN, Commitment, CommitmentState, Event, Step
from surveys.judging import MOST_ASKED, Judged, Outcome
from surveys.waves import WaveState

_COMMITMENT = SQLModel.metadata.tables["commitment"]
_ASKED = SQLModel.metadata.tables["commitment_asked"]
_ASKED_IN = (
    select(_COMMITMENT)
    .join(_ASKED, _ASKED.c.commitment_id == _COMMITMENT.c.id)
    .where(_ASKED.c.wave_id == bindparam("wave"))
    .order_by(_COMMITMENT.c.id)
)
_ASKED_OF = _ASKED_IN.where(_COMMITMENT.c.unit_id.in_(bindparam("units", expanding=True)))


def find(session: Session, commitment_id: int) -> Commitment | None:
    """Give a commitment, and let nobody else change it until this transaction ends."""
    row = session.get(CommitmentRow, commitment_id, with_for_update=True, populate_existing=True)
    return None if row is None else _from_row(row)


def read(session: Session, commitment_id: int) -> Commitment | None:
    """Give a commitment as it stands, without holding it."""
    row = session.get(CommitmentRow, commitment_id)
    return None if row is None else _from_row(row)


def draft_of(session: Session, unit_id: str) -> Commitment | None:
    """Give a unit's draft."""
    here = (col(CommitmentRow.unit_id) == unit_id, col(CommitmentRow.state) == CommitmentState.DRAFT)
    row = session.scalar(select(CommitmentRow).where(*here))
    return None if row is None else _from_row(row)


def of_unit(session: Session, unit_id: str) -> list[Commitment]:
    """Give everything that was ever promised in a unit, drafts too, the newest first."""
    statement = select(CommitmentRow).where(col(CommitmentRow.unit_id) == unit_id)
    return [_from_row(row) for row in session.scalars(statement.order_by(col(CommitmentRow.id).desc()))]


def keep(session: Session, commitment: Commitment) -> Commitment:
    """Store a commitment as it stands now; one with the id 0 is new."""
    values = {
        "unit_id": commitment.unit_id,
        "holder_id": commitment.holder_id,
        "text": commitment.text,
        "due_on": commitment.due_on,
        "state": commitment.state,
    }
    if commitment.id:
        session.execute(update(CommitmentRow).where(col(CommitmentRow.id) == commitment.id).values(values))
        return commitment
    new = session.scalars(insert(CommitmentRow).values(values).returning(col(CommitmentRow.id))).one()
    return replace(commitment, id=int(new or 0))


def note(session: Session, event: Event) -> Event:
    """Add a line to a commitment's history; the id given is ignored."""
    row = CommitmentEventRow(
        commitment_id=event.commitment_id, step=event.step, person_id=event.person_id, day=event.day, text=event.text
    )
    session.add(row)
    session.flush()
    return replace(event, id=row.id or 0)


def event(session: Session, event_id: int) -> Event | None:
    """Give one line of a history."""
    row = session.get(CommitmentEventRow, event_id)
    return None if row is None else _event(row)


def histories(session: Session, ids: Collection[int]) -> dict[int, tuple[Event, ...]]:
    """Give the histories of commitments, oldest lines first."""
    statement = select(CommitmentEventRow).where(col(CommitmentEventRow.commitment_id).in_(ids))
    found: defaultdict[int, tuple[Event, ...]] = defaultdict(tuple)
    for row in session.scalars(statement.order_by(col(CommitmentEventRow.id))):
        found[row.commitment_id] += (_event(row),)
    return found


def count_of(session: Session, person_id: str) -> int:
    """Count the lines of histories under somebody's name."""
    mine = select(func.count()).where(col(CommitmentEventRow.person_id) == person_id)
    return session.scalar(mine) or 0


def stray(session: Session, *, hold: bool = False) -> list[tuple[Commitment, str]]:
    """Give open commitments whose holder leads their unit no more, each with who leads it now."""
    statement = (
        select(CommitmentRow, col(UnitRow.leader_id))
        .join(UnitRow, col(UnitRow.id) == col(CommitmentRow.unit_id))
        .join(PersonRow, and_(col(PersonRow.id) == col(UnitRow.leader_id), col(PersonRow.active)))
        .where(col(CommitmentRow.state).in_(OPEN), col(CommitmentRow.holder_id) != col(UnitRow.leader_id))
    )
    found = statement.with_for_update(of=CommitmentRow) if hold else statement
    return [(_from_row(row), leader_id) for row, leader_id in session.execute(found)]


def ask(session: Session, wave_id: int, opens_on: date, unit_ids: Collection[str]) -> None:
    """Let a wave ask about what was due before it opened in these units and no wave has asked: the oldest few of each."""
    voided = select(col(WaveRow.id)).where(col(WaveRow.state) == WaveState.VOID)
    asked = select(col(CommitmentAskedRow.commitment_id)).where(col(CommitmentAskedRow.wave_id).not_in(voided))
    due = (
        select(CommitmentRow)
        .where(
            col(CommitmentRow.state).in_([*OPEN, CommitmentState.DONE]),
            col(CommitmentRow.due_on) < opens_on,
            col(CommitmentRow.id).not_in(asked),
        )
        .order_by(col(CommitmentRow.due_on), col(CommitmentRow.id))
    )
    by_unit: defaultdict[str, list[int]] = defaultdict(list)
    for row in session.scalars(due):
        if row.unit_id in unit_ids:
            by_unit[row.unit_id].append(row.id or 0)
    values = ({"wave_id": wave_id, "commitment_id": id_} for ids in by_unit.values() for id_ in ids[:MOST_ASKED])
    insert_many(session, CommitmentAskedRow, values)


def asked_in(session: Session, wave_id: int) -> list[Commitment]:
    """Give the commitments a wave asks about."""
    return [_from_row(row) for row in session.execute(_ASKED_IN, {"wave": wave_id})]


def asked_of(session: Session, wave_id: int, unit_ids: Collection[str]) -> list[Commitment]:
    """Give the commitments a wave asks these units about."""
    return [_from_row(row) for row in session.execute(_ASKED_OF, {"wave": wave_id, "units": list(unit_ids)})]


def append_judged(session: Session, wave_id: int, judged: Iterable[Judged]) -> None:
    """Write what is published of commitments, once; what is still open is settled with it."""
    insert_many(session, JudgedRow, ({"wave_id": wave_id, **vars(each)} for each in judged))
    here = select(col(JudgedRow.commitment_id)).where(col(JudgedRow.wave_id) == wave_id)
    still = (col(CommitmentRow.id).in_(here), col(CommitmentRow.state).in_(OPEN))
    session.execute(update(CommitmentRow).where(*still).values(state=CommitmentState.JUDGED))


def judged_in(session: Session, wave_id: int) -> tuple[Judged, ...]:
    """Read back what a wave published of commitments."""
    statement = select(JudgedRow).where(col(JudgedRow.wave_id) == wave_id).order_by(col(JudgedRow.commitment_id))
    return tuple(Judged(row.commitment_id, row.unit_id, Outcome(row.outcome)) for row in session.scalars(statement))


def outcomes(session: Session, ids: Collection[int]) -> dict[int, Outcome]:
    """Give what is published of these commitments."""
    rows = session.scalars(select(JudgedRow).where(col(JudgedRow.commitment_id).in_(ids)))
    return {row.commitment_id: Outcome(row.outcome) for row in rows}


def outcomes_in(
    session: Session, unit_ids: Collection[str], until_wave: int | None = None
) -> list[tuple[str, Outcome]]:
    """Give what is published of the commitments of units, with the unit; up to a wave, if one is given."""
    statement = select(JudgedRow)
    if until_wave is not None:
        ended = select(col(WaveRow.closes_at)).where(col(WaveRow.id) == until_wave).scalar_subquery()
        before = select(col(WaveRow.id)).where(col(WaveRow.closes_at) <= ended)
        statement = statement.where(col(JudgedRow.wave_id).in_(before))
    rows = session.scalars(statement)
    return [(row.unit_id, Outcome(row.outcome)) for row in rows if row.unit_id in unit_ids]


def count_open(session: Session, unit_id: str) -> int:
    """Count what is promised in a unit and not settled."""
    return sum(1 for each in of_unit(session, unit_id) if each.open)


def _from_row(row: CommitmentRow | Row[Any]) -> Commitment:
    return Commitment(row.id or 0, row.unit_id, row.holder_id, row.text, row.due_on, CommitmentState(row.state))


def _event(row: CommitmentEventRow) -> Event:
    return Event(row.id or 0, row.commitment_id, Step(row.step), row.person_id, row.day, row.text)
