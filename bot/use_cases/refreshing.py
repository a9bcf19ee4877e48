"""Keeping the roster fresh from Slack: everybody once a night, one person when Slack tells of a change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from sqlmodel import Session

from bot.services import Services
from bot.use_cases.working_time import drop_invitations, plan_anew
from storage import calendars, deployment, proposals, roster
from surveys.calendars import Absence, Source
from surveys.roster import Member, Person
from surveys.schedule import local_date

log = structlog.get_logger()

NIGHT = timedelta(hours=3)
"""How long after midnight, in the workspace's time zone, the night's refresh begins."""
_MOST_UNKNOWN = 0.5


@dataclass(frozen=True)
class Refreshed:
    """How many people changed, and how many of the roster are not asked."""

    changed: int
    not_asked: int


def take_turn(services: Services) -> bool:
    """Tell one process, once a night, that it is its turn to refresh."""
    night = local_date(services.clock() - NIGHT, services.time_zone)
    with services.database.transaction() as session:
        return deployment.take_turn(session, "refreshed_on", night.isoformat())


def refresh_all(services: Services, directory: Mapping[str, Member]) -> Refreshed:
    """Take over what Slack's directory says about the people of the roster; forget absences and previews of yesterday.

    People whom Slack does not know any more are not asked. If that were half the roster, the directory is not believed.
    """
    now = services.clock()
    with services.database.transaction() as session:
        calendars.forget_past(session, local_date(now, "Etc/GMT+12"))
        proposals.forget_old(session, now)
        people = list(roster.load(session).people.values())
        unknown = sum(1 for person in people if person.id not in directory)
        if people and unknown > len(people) * _MOST_UNKNOWN:
            log.warning("directory_not_believed", unknown=unknown, people=len(people))
            return Refreshed(0, 0)
        fresh = [_fresh(person, directory.get(person.id)) for person in people]
        changed = [new for old, new in zip(people, fresh, strict=True) if new != old]
        _keep(services, session, changed, {person.id: directory.get(person.id) for person in people})
        return Refreshed(len(changed), sum(1 for person in fresh if not person.invitable))


def refresh_one(services: Services, member: Member) -> bool:
    """Take over what Slack says about one person; nothing happens for who is not in the roster."""
    with services.database.transaction() as session:
        person = roster.find(session, member.id)
        if person is None:
            return False
        fresh = _fresh(person, member)
        _keep(services, session, [fresh] if fresh != person else [], {member.id: member})
        return True


def _fresh(person: Person, member: Member | None) -> Person:
    if member is None:
        return replace(person, invitable=False)
    follows = person.locale is None or person.locale is person.slack_locale
    return replace(
        person,
        name=member.name if member.invitable else person.name,
        time_zone=member.time_zone or person.time_zone,
        locale=member.locale or person.locale if follows else person.locale,
        slack_locale=member.locale or person.slack_locale,
        invitable=member.invitable,
    )


def _keep(services: Services, session: Session, changed: list[Person], members: Mapping[str, Member | None]) -> None:
    """Store what has changed, and plan anew the invitations that it concerns."""
    now = services.clock()
    roster.update_people(session, changed)
    drop_invitations(session, [person.id for person in changed if not person.invitable])
    known = calendars.absences_from(session, Source.SLACK)
    away = {id_: _absences(services, member) for id_, member in members.items() if member is not None}
    news = {id_: told for id_, told in away.items() if _last(told) != _last(known.get(id_, ()))}
    calendars.replace_absences(session, Source.SLACK, news)
    moved = {person.id: person for person in changed}
    others = [person for id_ in news if id_ not in moved and (person := roster.find(session, id_))]
    plan_anew(session, now, [*moved.values(), *others])


def _absences(services: Services, member: Member) -> tuple[Absence, ...]:
    """Read an absence off a status: from today on, and nothing but its last day."""
    today = local_date(services.clock(), member.time_zone or services.time_zone)
    if member.away_until is None or member.away_until < today:
        return ()
    return (Absence(today, member.away_until),)


def _last(absences: tuple[Absence, ...]) -> object:
    return absences[-1].last if absences else None
