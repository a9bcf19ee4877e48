"""Invitations: who is asked in a wave, and where their message stands; never whether they answered."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select, update
from sqlmodel import Session, SQLModel, col

from storage.bulk import insert_many
from storage.tables import InvitationRow

_INVITATION, _PERSON = SQLModel.metadata.tables["invitation"], SQLModel.metadata.tables["person"]


@dataclass(frozen=True)
class Invitation:
    """One person asked in one wave, counted in one unit; channel and ts once the message is delivered."""

    wave_id: int
    person_id: str
    unit_id: str
    channel_id: str | None = None
    message_ts: str | None = None


def add(session: Session, wave_id: int, unit_of: Mapping[str, str]) -> None:
    """Invite people, each counted in a unit, for one wave."""
    rows = ({"wave_id": wave_id, "person_id": person, "unit_id": unit} for person, unit in sorted(unit_of.items()))
    insert_many(session, InvitationRow, rows)


def find(session: Session, wave_id: int, person_id: str) -> Invitation | None:
    """Give a person's invitation to a wave."""
    here = (_INVITATION.c.wave_id == wave_id, _INVITATION.c.person_id == person_id)
    row = session.execute(select(_INVITATION).where(*here)).first()
    return None if row is None else _from_row(row)


def units_of(session: Session, wave_id: int, person_ids: Collection[str]) -> dict[str, str]:
    """Give the unit in which each of these people is asked; without those who have left or must not be asked any more."""
    rows = session.execute(_ANSWERABLE, {"wave": wave_id, "people": list(person_ids)})
    return {row.person_id: row.unit_id for row in rows}


_ANSWERABLE = (
    select(_INVITATION.c.person_id, _INVITATION.c.unit_id)
    .join(_PERSON, and_(_PERSON.c.id == _INVITATION.c.person_id, _PERSON.c.active, _PERSON.c.invitable))
    .where(
        _INVITATION.c.wave_id == bindparam("wave"),
        _INVITATION.c.person_id.in_(bindparam("people", expanding=True)),
    )
)
"""Made once, as everything on a ballot's path: making a statement takes longer than SQLite's answer."""


def reached(session: Session, wave_id: int) -> Iterator[str]:
    """Name, one by one, the people whose invitation is delivered."""
    statement = select(col(InvitationRow.person_id)).where(
        col(InvitationRow.wave_id) == wave_id, col(InvitationRow.message_ts).is_not(None)
    )
    yield from session.scalars(statement.order_by(col(InvitationRow.person_id)))


def people_of(session: Session, *wave_ids: int) -> list[str]:
    """Name the people invited to these waves."""
    statement = select(col(InvitationRow.person_id)).where(col(InvitationRow.wave_id).in_(wave_ids))
    return list(session.scalars(statement.distinct()))


def members_of(session: Session, wave_id: int) -> dict[str, set[str]]:
    """Name the invited per unit."""
    members: dict[str, set[str]] = {}
    statement = select(col(InvitationRow.unit_id), col(InvitationRow.person_id))
    for unit_id, person_id in session.execute(statement.where(col(InvitationRow.wave_id) == wave_id)):
        members.setdefault(unit_id, set()).add(person_id)
    return members


def wave_ids_of(session: Session, person_id: str, wave_ids: Iterable[int]) -> list[int]:
    """Name those of these waves to which a person is invited."""
    statement = select(col(InvitationRow.wave_id)).where(
        col(InvitationRow.person_id) == person_id, col(InvitationRow.wave_id).in_(list(wave_ids))
    )
    return sorted(session.scalars(statement))


def count_of(session: Session, person_id: str) -> int:
    """Count the waves to which a person was invited, as far as that is still remembered."""
    statement = select(func.count()).where(col(InvitationRow.person_id) == person_id)
    return session.scalar(statement) or 0


def invited_per_unit(session: Session, wave_id: int) -> Counter[str]:
    """Count the invited per unit."""
    statement = select(col(InvitationRow.unit_id)).where(col(InvitationRow.wave_id) == wave_id)
    return Counter(session.scalars(statement))


def delivered(session: Session, invitation: Invitation, channel_id: str, message_ts: str) -> None:
    """Remember where the invitation's message is, so that it can say at close that the pulse is closed."""
    session.execute(
        update(InvitationRow)
        .where(col(InvitationRow.wave_id) == invitation.wave_id, col(InvitationRow.person_id) == invitation.person_id)
        .values(channel_id=channel_id, message_ts=message_ts)
    )


def _from_row(row: InvitationRow | Row[Any]) -> Invitation:
    return Invitation(row.wave_id, row.person_id, row.unit_id, row.channel_id, row.message_ts)
