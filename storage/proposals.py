"""Proposed rosters in the database. Taking one removes it: of two clicks only the first finds it."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.tables import ProposalRow
from surveys.proposals import VALID_FOR, Origin, Proposal, decode, encode


def keep(session: Session, proposal: Proposal) -> None:
    """Keep a proposal until it is taken; older ones of the same person give way."""
    session.execute(delete(ProposalRow).where(col(ProposalRow.made_by) == proposal.made_by))
    session.add(
        ProposalRow(
            id=proposal.id,
            made_by=proposal.made_by,
            made_at=proposal.made_at,
            origin=proposal.origin,
            base=proposal.base,
            box=encode(proposal),
        )
    )
    session.flush()


def find(session: Session, proposal_id: str, now: datetime) -> Proposal | None:
    """Give a proposal that still waits."""
    row = session.get(ProposalRow, proposal_id)
    return None if row is None or row.made_at <= now - VALID_FOR else _from_row(row)


def take(session: Session, proposal_id: str, now: datetime) -> Proposal | None:
    """Give a proposal that still waits, to one taker only."""
    found = find(session, proposal_id, now)
    if found is None:
        return None
    taken = session.execute(delete(ProposalRow).where(col(ProposalRow.id) == proposal_id))
    return found if getattr(taken, "rowcount", 0) == 1 else None


def forget_old(session: Session, now: datetime) -> None:
    """Forget proposals that nobody confirmed."""
    session.execute(delete(ProposalRow).where(col(ProposalRow.made_at) <= now - VALID_FOR))


def _from_row(row: ProposalRow) -> Proposal:
    return Proposal(row.id, row.made_by, row.made_at, Origin(row.origin), row.base, **decode(row.box))
