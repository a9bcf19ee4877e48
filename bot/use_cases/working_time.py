"""When people may be written to: invitations that wait are put off until their reader is at work."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from storage import calendars, outbox, roster, survey, waves
from storage.outbox import Message
from surveys.calendars import Absence, Calendar, Office, WorkingTime, next_working_moment
from surveys.instalments import WEEK
from surveys.roster import Person
from surveys.schedule import instant, local_date, zone_or_default
from surveys.survey import Survey
from surveys.waves import Wave, WaveState

_EARLIEST_ZONE = "Etc/GMT+12"
"""The zone in which a day ends last: an absence is over when it is over everywhere."""


@dataclass(frozen=True)
class Calendars:
    """What is known of everybody's working days: offices by their names in small letters, absences by person."""

    offices: Mapping[str, Office]
    absences: Mapping[str, tuple[Absence, ...]]

    def of(self, person: Person, each: Survey) -> Calendar:
        """Give one person's calendar for a survey."""
        office = self.offices.get((person.office or "").casefold())
        zone = zone_or_default(person.time_zone, each.time_zone)
        region = None if office is None else office.region
        return Calendar(zone, region, self.absences.get(person.id, ()), each.working)

    def usual(self, person: Person, time_zone: str) -> Calendar:
        """Give one person's calendar by the usual working time, for what belongs to no survey."""
        office = self.offices.get((person.office or "").casefold())
        region = None if office is None else office.region
        zone = zone_or_default(person.time_zone, time_zone)
        return Calendar(zone, region, self.absences.get(person.id, ()), WorkingTime())

    def next_moment(self, person: Person, now: datetime, time_zone: str) -> datetime:
        """Say when somebody is next at work, by the usual working time, for messages of no survey; now where unknown."""
        calendar = self.usual(person, time_zone)
        return next_working_moment(now, calendar.working.begins, calendar) or now


def read_calendars(session: Session, now: datetime, person_id: str | None = None) -> Calendars:
    """Read what is known; of the absences those of one person only, if asked so."""
    today = local_date(now, _EARLIEST_ZONE)
    return Calendars(calendars.offices(session), calendars.absences(session, today, person_id))


def invitation_moments(
    each: Survey, wave: Wave, known: Calendars, *, at_once: bool, not_before: datetime | None = None
) -> Callable[[Person], tuple[datetime, ...]]:
    """Make the function that says when a person is invited to each instalment: at the opening time, or when next at work.

    `at_once` says that an admin opened the wave by hand. Whoever is not at work before the wave closes gets no message
    (its moment is the close, when it expires); the Home tab still offers the pulse.
    """

    def moment(calendar: Calendar, week: int) -> datetime:
        by_clock = instant(wave.opens_on + WEEK * week, each.opens, calendar.time_zone)
        start = wave.opens_at if at_once and not week else by_clock
        earliest = start if not_before is None else max(start, not_before)
        return min(next_working_moment(earliest, each.opens, calendar) or wave.closes_at, wave.closes_at)

    @cache
    def moments(calendar: Calendar) -> tuple[datetime, ...]:
        return tuple(moment(calendar, week) for week in range(len(wave.instalments)))

    return lambda person: moments(known.of(person, each))


def put_off(services: Services, session: Session, message: Message) -> bool:
    """Put a claimed message off if its reader is not at work now: at night, on a holiday, while they are away."""
    person_id = str(message.parameters.get("person_id"))
    if message.kind not in kinds.IN_WORKING_TIME or message.wave_id is None or message.unsure:
        return False
    person, now = roster.find(session, person_id), services.clock()
    if person is None:
        return False
    wave = waves.find(session, message.wave_id)
    each = survey.find(session, wave.survey_id)
    calendar = read_calendars(session, now, person_id).of(person, each)
    later = next_working_moment(now, each.opens, calendar) or wave.closes_at
    if later <= now:
        return False
    outbox.put_off(session, message, min(later, wave.closes_at))
    return True


def plan_anew(session: Session, now: datetime, people: Sequence[Person]) -> None:
    """Plan anew the invitations that people still wait for: their time zone, office or absence has changed."""
    if not people:
        return
    known = read_calendars(session, now, people[0].id if len(people) == 1 else None)
    for wave in waves.in_state(session, WaveState.OPEN):
        each = survey.find(session, wave.survey_id)
        moments = invitation_moments(each, wave, known, at_once=False, not_before=max(now, wave.opens_at))
        due = {
            key: moment
            for person in people
            for key, moment in zip(_keys(kinds.INVITATION, wave, person.id), moments(person), strict=True)
        }
        outbox.plan_anew(session, due)


def drop_invitations(session: Session, person_ids: Iterable[str]) -> None:
    """Let the messages of people who have left go unsent, in every open wave. What they sealed is counted."""
    ids = list(person_ids)
    for wave in waves.in_state(session, WaveState.OPEN):
        keys = (key for kind in kinds.IN_WORKING_TIME for id_ in ids for key in _keys(kind, wave, id_))
        outbox.expire_keys(session, list(keys))


def _keys(kind: str, wave: Wave, person_id: str) -> list[str]:
    """Name a person's messages of a kind in a wave, one an instalment."""
    numbers = range(1, len(wave.instalments) + 1)
    return [kinds.instalment_key(kind, kinds.instalment_parameters(wave.id, person_id, number)) for number in numbers]
