"""The roster: reading it from a file, making it the one of the next waves, and keeping it fresh from Slack."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.roles import need_admin
from bot.use_cases.working_time import drop_invitations, plan_anew
from storage import calendars, check_ins, journal, roster
from surveys.calendars import Absence, Source
from surveys.check_ins import new_terms
from surveys.journal import Deed, Entry
from surveys.roster import Member, Person, Roster, RosterDifferences, Unit, roster_differences
from surveys.roster_check import Finding, check_roster
from surveys.roster_csv import read_roster
from surveys.schedule import local_date

MOST_FOUND = 100


@dataclass(frozen=True)
class RosterFile:
    """A roster as it was read, and the absences it tells of; None when it says nothing about them."""

    roster: Roster
    absences: Mapping[str, tuple[Absence, ...]] | None = None


def read_file(data: bytes, directory: Mapping[str, Member]) -> RosterFile:
    """Read a roster file; `ProblemsError` names every problem with its line.

    `directory` holds the workspace's people by id; when it is empty, a file must name people by `slack_id`.
    """
    emails = {member.email.lower(): member.id for member in directory.values() if member.email}
    read = read_roster(data, emails, directory.keys())
    return RosterFile(with_directory(read.roster, directory), read.absences)


def preview(services: Services, data: bytes, directory: Mapping[str, Member]) -> tuple[RosterFile, RosterDifferences]:
    """Read a roster file and say what it would change; `ProblemsError` names every problem with its line."""
    new = read_file(data, directory)
    with services.database.reading() as session:
        return new, roster_differences(roster.load(session), new.roster)


def returning(services: Services, new: Roster) -> tuple[Person, ...]:
    """Give the people of a new roster who were erased before: importing it brings them back."""
    return tuple(new.people[person_id] for person_id in sorted(services.keys.erased(new.people)))


def apply(services: Services, new: RosterFile, actor_id: str) -> None:
    """Make a previewed roster the one of the next waves; open waves keep the snapshot they have."""
    with services.database.transaction() as session:
        carry_out(services, session, new, actor_id)


def carry_out(services: Services, session: Session, new: RosterFile, actor_id: str) -> None:
    """Replace the roster, drop or move the invitations that wait as people left or moved, and tell the journal."""
    before = roster.load(session)
    changes = roster_differences(before, new.roster)
    roster.replace(session, new.roster)
    today = local_date(services.clock(), services.time_zone)
    check_ins.begin(session, new_terms(before, new.roster, today), new.roster.units)
    asked = {person.id for person in new.roster.people.values() if person.invitable}
    drop_invitations(session, before.people.keys() - asked)
    services.keys.forget_erased(new.roster.people)
    if new.absences is not None:
        calendars.replace_absences(session, Source.LIST, new.absences)
    plan_anew(session, services.clock(), _with_other_hours(before, new))
    details = {
        "people": len(new.roster.people),
        "units": len(new.roster.units),
        "joined": len(changes.joined),
        "left": len(changes.left),
        "moved": len(changes.moved),
    }
    journal.write(session, Entry(services.clock(), actor_id, Deed.ROSTER_IMPORTED, "", details))


def _with_other_hours(before: Roster, new: RosterFile) -> list[Person]:
    """Give the people who may now be at work at other times than before."""
    return [
        person
        for person in new.roster.people.values()
        if (known := before.people.get(person.id)) is not None
        and (new.absences is not None or (known.time_zone, known.office) != (person.time_zone, person.office))
    ]


def show(services: Services) -> Roster:
    """Give the roster of today."""
    with services.database.reading() as session:
        return roster.load(session)


def units(services: Services) -> list[Unit]:
    """Give all units, in the order of the tree; nobody is read."""
    with services.database.reading() as session:
        tree = Roster({}, roster.units(session))
    return [unit for root in tree.roots() for unit in tree.beneath(root.id)]


def find_units(services: Services, actor_id: str, text: str) -> list[Unit]:
    """Give the units whose name a text is part of, in the order of the tree; some of them where they are many."""
    need_admin(services, actor_id)
    wanted = text.strip().casefold()
    return [unit for unit in units(services) if wanted in unit.name.casefold()][:MOST_FOUND]


def check(services: Services, actor_id: str) -> list[Finding]:
    """Look for what keeps people or units from being asked or shown."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return check_roster(roster.load(session))


def with_directory(new: Roster, directory: Mapping[str, Member]) -> Roster:
    """Complete people with what Slack knows: time zone, language, and whether they may be asked at all."""
    people = {}
    for person in new.people.values():
        known = directory.get(person.id)
        people[person.id] = person if known is None else _completed(person, known)
    return Roster(people, new.units)


def _completed(person: Person, known: Member) -> Person:
    return Person(
        id=person.id,
        name=person.name,
        unit_id=person.unit_id,
        locale=person.locale or known.locale,
        time_zone=person.time_zone or known.time_zone,
        office=person.office,
        email=person.email,
        invitable=known.invitable,
        slack_locale=known.locale,
    )
