"""Contribution cards in the database."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from storage.tables import CardProposalRow, CardRow, PersonRow
from surveys.cards import Card, Part, Proposal, ProposalState


def find(session: Session, unit_id: str, *, hold: bool = False) -> Card:
    """Give a unit's card, an empty one before it is first written; `hold` keeps others from changing it meanwhile."""
    row = session.get(CardRow, unit_id, with_for_update=hold or None, populate_existing=True)
    return Card(unit_id, {}) if row is None else _card(row)


def all_of(session: Session, unit_ids: Iterable[str]) -> dict[str, Card]:
    """Give the cards of these units, as far as there are any."""
    wanted = set(unit_ids)
    return {row.unit_id: _card(row) for row in session.scalars(select(CardRow)) if row.unit_id in wanted}


def keep(session: Session, card: Card) -> None:
    """Store a card in place of what stood there."""
    row = session.get(CardRow, card.unit_id)
    values: dict[str, Any] = {**{part.value: card.text(part) for part in Part}, "changed_on": card.changed_on}
    if row is None:
        session.add(CardRow(unit_id=card.unit_id, **values))
        return
    for name, value in values.items():
        setattr(row, name, value)


def propose(session: Session, proposal: Proposal) -> int:
    """Store a proposal and give its number."""
    row = CardProposalRow(
        unit_id=proposal.unit_id,
        part=proposal.part,
        text=proposal.text,
        person_id=proposal.person_id,
        basis=proposal.basis,
        state=proposal.state,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def proposal(session: Session, number: int, *, hold: bool = False) -> Proposal | None:
    """Give a proposal, whatever became of it."""
    row = session.get(CardProposalRow, number, with_for_update=hold or None, populate_existing=True)
    return None if row is None else _proposal(row, session)


def open_proposals(session: Session, unit_id: str) -> tuple[Proposal, ...]:
    """Give what waits for a unit's leader, the oldest first."""
    waits = (col(CardProposalRow.unit_id) == unit_id, col(CardProposalRow.state) == ProposalState.OPEN)
    rows = session.scalars(select(CardProposalRow).where(*waits).order_by(col(CardProposalRow.id)))
    return tuple(_proposal(row, session) for row in rows)


def decide(session: Session, number: int, state: ProposalState, day: date) -> bool:
    """Accept or decline an open proposal; False where that is done already."""
    waits = (col(CardProposalRow.id) == number, col(CardProposalRow.state) == ProposalState.OPEN)
    decided = (
        update(CardProposalRow).where(*waits).values(state=state, decided_on=day).returning(col(CardProposalRow.id))
    )
    return session.scalar(decided) is not None


def count_of(session: Session, person_id: str) -> int:
    """Count what somebody has proposed."""
    mine = select(func.count()).where(col(CardProposalRow.person_id) == person_id)
    return session.scalar(mine) or 0


def _card(row: CardRow) -> Card:
    return Card(row.unit_id, {part: getattr(row, part.value) for part in Part}, row.changed_on)


def _proposal(row: CardProposalRow, session: Session) -> Proposal:
    person = session.get(PersonRow, row.person_id)
    return Proposal(
        row.id or 0,
        row.unit_id,
        Part(row.part),
        row.text,
        row.person_id,
        row.basis,
        ProposalState(row.state),
        "" if person is None else person.name,
    )
