"""Who is in the user groups and channels that surveys ask, as Slack last told."""

from collections.abc import Iterable

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from storage.tables import GroupMemberRow, PersonRow
from surveys.audiences import GroupRef


def replace(session: Session, group: GroupRef, person_ids: Iterable[str]) -> None:
    """Make these people the members of a group."""
    session.execute(delete(GroupMemberRow).where(col(GroupMemberRow.group) == str(group)))
    rows = [{"group": str(group), "person_id": person_id} for person_id in sorted(set(person_ids))]
    if rows:
        session.execute(insert(GroupMemberRow), rows)


def members(session: Session, groups: Iterable[GroupRef]) -> frozenset[str]:
    """Name the people who are in one of these groups."""
    wanted = [str(group) for group in groups]
    if not wanted:
        return frozenset()
    return frozenset(
        session.scalars(select(col(GroupMemberRow.person_id)).where(col(GroupMemberRow.group).in_(wanted)))
    )


def sizes(session: Session) -> dict[str, int]:
    """Count the people of each unit who can be asked, without reading who they are."""
    count = select(col(PersonRow.unit_id), func.count()).where(*_ASKED).group_by(col(PersonRow.unit_id))
    return {unit_id: number for unit_id, number in session.execute(count) if unit_id is not None}


def units_of_members(session: Session, groups: Iterable[GroupRef]) -> dict[str, str]:
    """Give the unit of each person in one of these groups who can be asked."""
    wanted = [str(group) for group in groups]
    if not wanted:
        return {}
    there = select(col(PersonRow.id), col(PersonRow.unit_id)).join(
        GroupMemberRow, col(GroupMemberRow.person_id) == col(PersonRow.id)
    )
    rows = session.execute(there.where(col(GroupMemberRow.group).in_(wanted), *_ASKED).distinct())
    return {person_id: unit_id for person_id, unit_id in rows if unit_id is not None}


_ASKED = (col(PersonRow.active), col(PersonRow.invitable), col(PersonRow.unit_id).is_not(None))
