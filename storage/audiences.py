"""Who is in the user groups and channels that surveys ask, as Slack last told."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from storage.tables import GroupMemberRow
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
