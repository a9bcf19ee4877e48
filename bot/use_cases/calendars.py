"""Absences and the holidays of offices, as admins and people note them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.roles import need_admin
from bot.use_cases.working_time import plan_anew
from storage import calendars, journal, roster
from surveys.calendars import Absence, Office, Source, ahead, check_absence, check_region
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.names import name_key
from surveys.roster import Person
from surveys.schedule import local_date


def set_office(services: Services, actor_id: str, name: str, region: str) -> Office:
    """Say whose holidays are kept in an office; an empty region: none."""
    need_admin(services, actor_id)
    with services.database.transaction() as session:
        keep_regions(services, session, actor_id, {name: region})
        return _office(_offices(session), name)


def set_offices(services: Services, actor_id: str, regions: Mapping[str, str]) -> list[Office]:
    """Say whose holidays are kept, by office; give those for which that is new."""
    need_admin(services, actor_id)
    with services.database.transaction() as session:
        return keep_regions(services, session, actor_id, regions)


def keep_regions(services: Services, session: Session, actor_id: str, regions: Mapping[str, str]) -> list[Office]:
    """Keep the holidays of regions, by office, where they are others than before; invitations that wait follow."""
    changed, now = differing(session, regions), services.clock()
    for office in changed:
        calendars.set_office(session, office)
        journal.write(session, Entry(now, actor_id, Deed.OFFICE_SET, office.name, {"region": office.region or ""}))
        plan_anew(session, now, _people_of(session, office))
    return changed


def differing(session: Session, regions: Mapping[str, str]) -> list[Office]:
    """Give the offices for which these regions, checked, are others than those kept now."""
    known = _offices(session) if regions else []
    wanted = [
        (_office(known, name), check_region(region) if region.strip() else None) for name, region in regions.items()
    ]
    return [replace(office, region=region) for office, region in wanted if office.region != region]


def offices(services: Services, actor_id: str) -> list[Office]:
    """Give the offices of the roster, each with its region, and those of which nothing else is known any more."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return _offices(session)


def note_absence(services: Services, actor_id: str, person_id: str, absence: Absence) -> Person:
    """Note that somebody is away: an admin for anybody, everybody for themselves. It stands in no journal."""
    if actor_id != person_id:
        need_admin(services, actor_id)
    checked = check_absence(absence.first, absence.last)
    source = Source.PERSON if actor_id == person_id else Source.LIST
    with services.database.transaction() as session:
        person = _somebody(session, person_id)
        calendars.add_absence(session, person_id, source, checked)
        plan_anew(session, services.clock(), [person])
        return person


def forget_absences(services: Services, actor_id: str, person_id: str) -> Person:
    """Forget the absences of somebody who is back; what Slack says comes back by itself."""
    if actor_id != person_id:
        need_admin(services, actor_id)
    with services.database.transaction() as session:
        person = _somebody(session, person_id)
        calendars.forget_absences(session, person_id)
        plan_anew(session, services.clock(), [person])
        return person


def absences_of(services: Services, actor_id: str, person_id: str) -> tuple[Absence, ...]:
    """Give somebody's absences, to an admin or to themselves."""
    if actor_id != person_id:
        need_admin(services, actor_id)
    today = local_date(services.clock(), services.time_zone)
    with services.database.reading() as session:
        return ahead(calendars.absences(session, today, person_id).get(person_id, ()), today)


def forget_past(services: Services) -> None:
    """Forget absences that are over everywhere."""
    with services.database.transaction() as session:
        calendars.forget_past(session, local_date(services.clock(), "Etc/GMT+12"))


def _offices(session: Session) -> list[Office]:
    counted: dict[str, Office] = dict(calendars.offices(session))
    for name, people in roster.offices(session):
        there = counted.get(name.casefold()) or Office(name, None)
        counted[name.casefold()] = Office(there.name, there.region, there.people + people)
    return [counted[key] for key in sorted(counted)]


def _office(known: Sequence[Office], name: str) -> Office:
    found = next((each for each in known if name_key(each.name) == name_key(name)), None)
    if found is not None:
        return found
    if not known:
        raise VorbildError(say("The roster names no offices. Import one with a column “office” first."))
    names = ", ".join(f"“{each.name}”" for each in known[:20])
    raise VorbildError(
        say("There is no office “{name}” in the roster. There is: {names}.", name=name[:60], names=names)
    )


def _people_of(session: Session, office: Office) -> list[Person]:
    names = [name for name, _ in roster.offices(session) if name.casefold() == office.name.casefold()]
    return roster.people_of_offices(session, names)


def _somebody(session: Session, person_id: str) -> Person:
    person = roster.find(session, person_id)
    if person is None:
        raise VorbildError(say("This person is not in the roster. Nothing was changed."))
    return person
