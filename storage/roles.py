"""Admins and viewers in the database."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlmodel import Session, col

from storage.tables import RoleRow
from surveys.journal import OPERATOR
from surveys.roles import Appointment, Role


def start(session: Session, admins: Iterable[str]) -> None:
    """Make the settings' admins admins, except those who were withdrawn since."""
    known = set(session.scalars(select(col(RoleRow.person_id)).where(col(RoleRow.role) == Role.ADMIN)))
    for person_id in sorted(set(admins) - known):
        session.add(RoleRow(person_id=person_id, role=Role.ADMIN, named_by=OPERATOR))


def of(session: Session, role: Role) -> list[Appointment]:
    """Give the appointments to a role, pending ones too, by person id."""
    return [_from_row(row) for row in session.scalars(_active(role))]


def hold_of(session: Session, role: Role) -> list[Appointment]:
    """Give the appointments to a role, and let nobody else change them until this transaction ends."""
    return [_from_row(row) for row in session.scalars(_active(role).with_for_update())]


def of_person(session: Session, person_id: str) -> frozenset[Role]:
    """Give the roles in force that somebody was named to."""
    rows = session.scalars(select(RoleRow).where(col(RoleRow.person_id) == person_id, col(RoleRow.active)))
    return frozenset(appointment.role for appointment in map(_from_row, rows) if appointment.holds)


def keep(session: Session, appointment: Appointment) -> None:
    """Store an appointment in place of what stood there."""
    row = session.get(RoleRow, (appointment.person_id, appointment.role))
    if row is None:
        row = RoleRow(person_id=appointment.person_id, role=appointment.role, named_by=appointment.named_by)
    row.named_by, row.confirmed_by, row.active = appointment.named_by, appointment.confirmed_by, True
    session.add(row)


def withdraw(session: Session, person_id: str, role: Role) -> bool:
    """Take a role back; tell whether there was one."""
    row = session.get(RoleRow, (person_id, role))
    if row is None or not row.active:
        return False
    row.active = False
    return True


def _active(role: Role) -> Select[RoleRow]:
    return select(RoleRow).where(col(RoleRow.role) == role, col(RoleRow.active)).order_by(col(RoleRow.person_id))


def _from_row(row: RoleRow) -> Appointment:
    return Appointment(row.person_id, Role(row.role), row.named_by, row.confirmed_by)
