"""Who may do what; each refusal of something that is for admins, and each appointment, stands in the journal."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from storage import journal, roles, roster
from surveys.errors import Message, VorbildError, say
from surveys.journal import Deed, Entry
from surveys.roles import Appointment, Role, check_removal
from surveys.roster import Member

_REFUSALS_REMEMBERED = timedelta(days=1)
_FOR: dict[Role, Message] = {
    Role.ADMIN: say(
        "This is for Vorbild's admins. You can answer a pulse from my messages or the Home tab; `/pulse help` shows what else there is."
    ),
    Role.LEADER: say(
        "This is for leaders and for viewers of the whole. Admins run pulses and see no results; `/pulse help` shows what else there is."
    ),
}


def roles_of(services: Services, person_id: str) -> frozenset[Role]:
    """Give all roles of a person; everybody is an employee."""
    with services.database.reading() as session:
        leads = bool(roster.units_led_by(session, person_id))
        return roles.of_person(session, person_id) | {Role.EMPLOYEE} | ({Role.LEADER} if leads else set())


def is_admin(services: Services, person_id: str) -> bool:
    """Tell whether somebody is an admin of Vorbild; Slack's own admins are not meant."""
    with services.database.reading() as session:
        return Role.ADMIN in roles.of_person(session, person_id)


def need_admin(services: Services, person_id: str, tried: str = "") -> None:
    """Refuse whoever is not an admin; the journal remembers `tried`, once a day and person."""
    need(services, person_id, (Role.ADMIN,), tried)


def need(services: Services, person_id: str, wanted: tuple[Role, ...], tried: str = "") -> None:
    """Refuse whoever has none of these roles."""
    if Role.EMPLOYEE in wanted or not roles_of(services, person_id).isdisjoint(wanted):
        return
    if Role.ADMIN in wanted:
        _note_refusal(services, person_id, tried)
    raise VorbildError(_FOR[Role.ADMIN if Role.ADMIN in wanted else Role.LEADER])


def appointments(services: Services, actor_id: str) -> list[Appointment]:
    """List admins and viewers, viewers that wait for a second admin too."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return roles.of(session, Role.ADMIN) + roles.of(session, Role.VIEWER)


def add_admin(services: Services, actor_id: str, member: Member) -> Appointment:
    """Name an admin."""
    need_admin(services, actor_id, Deed.ADMIN_ADDED)
    _refuse_outsiders(member)
    with services.database.transaction() as session:
        if Role.ADMIN in roles.of_person(session, member.id):
            raise VorbildError(say("{person} is an admin already. Nothing was changed.", person=f"<@{member.id}>"))
        return _keep(services, session, Appointment(member.id, Role.ADMIN, actor_id), Deed.ADMIN_ADDED, actor_id)


def remove_admin(services: Services, actor_id: str, person_id: str) -> None:
    """Take the role of an admin back; the last one stays."""
    need_admin(services, actor_id, Deed.ADMIN_REMOVED)
    with services.database.transaction() as session:
        check_removal([each.person_id for each in roles.hold_of(session, Role.ADMIN)], person_id)
        _withdraw(services, session, (person_id, Role.ADMIN), Deed.ADMIN_REMOVED, actor_id)


def add_viewer(services: Services, actor_id: str, member: Member) -> Appointment:
    """Name a viewer of the whole; in force once a second admin does the same. Nobody names themselves."""
    need_admin(services, actor_id, Deed.VIEWER_NAMED)
    _refuse_outsiders(member)
    if member.id == actor_id:
        raise VorbildError(say("Nobody can name themselves as viewer. Two other admins can. Nothing was changed."))
    with services.database.transaction() as session:
        known = next((each for each in roles.hold_of(session, Role.VIEWER) if each.person_id == member.id), None)
        if known is None:
            named = Appointment(member.id, Role.VIEWER, actor_id)
            return _keep(services, session, named, Deed.VIEWER_NAMED, actor_id)
        if known.holds:
            raise VorbildError(say("{person} is a viewer already. Nothing was changed.", person=f"<@{member.id}>"))
        if known.named_by == actor_id:
            raise VorbildError(
                say(
                    "You named {person} yourself; another admin has to confirm. Nothing was changed.",
                    person=f"<@{member.id}>",
                )
            )
        confirmed = replace(known, confirmed_by=actor_id)
        return _keep(services, session, confirmed, Deed.VIEWER_CONFIRMED, actor_id)


def remove_viewer(services: Services, actor_id: str, person_id: str) -> None:
    """Take the role of a viewer back, confirmed or not."""
    need_admin(services, actor_id, Deed.VIEWER_REMOVED)
    with services.database.transaction() as session:
        _withdraw(services, session, (person_id, Role.VIEWER), Deed.VIEWER_REMOVED, actor_id)


def _keep(services: Services, session: Session, named: Appointment, deed: Deed, actor_id: str) -> Appointment:
    roles.keep(session, named)
    journal.write(session, Entry(services.clock(), actor_id, deed, "", {"person": named.person_id}))
    return named


def _withdraw(services: Services, session: Session, whose: tuple[str, Role], deed: Deed, actor_id: str) -> None:
    person_id, role = whose
    if not roles.withdraw(session, person_id, role):
        raise VorbildError(
            say("{person} is no {role}. Nothing was changed.", person=f"<@{person_id}>", role=role.told())
        )
    journal.write(session, Entry(services.clock(), actor_id, deed, "", {"person": person_id}))


def _refuse_outsiders(member: Member) -> None:
    if not member.invitable:
        raise VorbildError(
            say(
                "{person} is a guest, a bot or no longer here, and can have no role. Nothing was changed.",
                person=f"<@{member.id}>",
            )
        )


def _note_refusal(services: Services, person_id: str, tried: str) -> None:
    now = services.clock()
    with services.database.transaction() as session:
        if not journal.has(session, person_id, Deed.REFUSED, since=now - _REFUSALS_REMEMBERED):
            journal.write(session, Entry(now, person_id, Deed.REFUSED, "", {"tried": tried}))
