"""Planning and opening waves: what is due is asked of the database, claimed under a unique key, and done.

Each function may be called by any number of processes at any time, and again after a kill.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds, reminding, threads
from bot.use_cases.closing import close_due, destroy_spent_keys
from bot.use_cases.questions import bank_of
from bot.use_cases.working_time import Calendars, invitation_moments, read_calendars
from storage import audiences, instrument, invitations, journal, outbox, roster, survey, waves
from storage.keys import Purpose
from storage.outbox import Owed
from surveys.audiences import people_asked
from surveys.errors import VorbildError, say
from surveys.journal import Entry
from surveys.questions import fixed_questionnaire, questionnaire
from surveys.roster import Person, Roster
from surveys.schedule import local_date, zone_or_default
from surveys.survey import Survey, SurveyState
from surveys.variance import fitted
from surveys.waves import Wave, WaveState, asks_again, closing, due_date, opening, soonest_opening


def tick(services: Services) -> None:
    """Do what is due: plan, open, close, and finish what a kill interrupted."""
    plan_due(services)
    open_planned(services)
    close_due(services)
    destroy_spent_keys(services)
    threads.publish_due(services)
    threads.forget_old(services)


def plan_due(services: Services) -> None:
    """Claim the date of every wave that is due."""
    now = services.clock()
    with services.database.transaction() as session:
        everyone = roster.load(session)
        for each in survey.hold_all(session):
            if each.state is SurveyState.ACTIVE and not _underway(session, each):
                people = audience(session, each, everyone)
                zones = zones_of(people, each.time_zone)
                opens_on = due_date(each, _last_opening(services, session, each), now, zones)
                if opens_on is not None and _asked_too_recently(services, session, each, opens_on, people) is None:
                    _plan(services, session, each, opens_on, opening(each, opens_on, zones))


def run_now(services: Services, each: Survey, entry: Entry) -> Wave:
    """Plan the next wave for this moment; refuse while one is open, or before the window of the last one is over."""
    now = services.clock()
    with services.database.transaction() as session:
        survey.hold_all(session)
        if _underway(session, each):
            raise VorbildError(say("A wave of “{name}” is open already. Close it first.", name=each.name))
        today = local_date(now, each.time_zone)
        soonest = soonest_opening(_last_opening(services, session, each), each.policy, today)
        if soonest > today:
            raise VorbildError(
                say(
                    "The next wave of “{name}” may open on {day} at the soonest: figures are published once in "
                    "{count} days, so that nobody can be singled out. Nothing was changed.",
                    name=each.name,
                    day=soonest,
                    count=each.policy.window_days,
                )
            )
        people = audience(session, each, roster.load(session))
        if not people:
            raise VorbildError(
                say("Nobody would be asked: the roster is empty. Import it first with `vorbild roster import`.")
            )
        _refuse_if_asked_too_recently(services, session, each, today, people)
        planned = _plan(services, session, each, today, now)
        journal.write(session, entry)
        if planned is None:
            raise VorbildError(say("A wave of “{name}” is open already. Close it first.", name=each.name))
    _open(services, planned)
    return planned


def open_planned(services: Services) -> None:
    """Open the waves whose date is claimed."""
    with services.database.reading() as session:
        planned = waves.in_state(session, WaveState.PLANNED)
    for wave in planned:
        _open(services, wave)


def audience(session: Session, each: Survey, everyone: Roster) -> list[Person]:
    """Name the people a survey asks, as far as they have a leader to speak about."""
    return people_asked(each.audience, each.groups, audiences.members(session, each.groups), everyone)


def zones_of(people: list[Person], default: str) -> set[str]:
    """Collect the time zones that people live in."""
    return {zone_or_default(person.time_zone, default) for person in people}


def _last_opening(services: Services, session: Session, each: Survey) -> date | None:
    """Give the survey's last opening. The key store remembers too: a restored backup may have forgotten one."""
    known = [waves.last_opening(session, each.id), services.keys.last_opening(each.id)]
    return max((day for day in known if day is not None), default=None)


def _asked_too_recently(
    services: Services, session: Session, each: Survey, opens_on: date, people: list[Person]
) -> Wave | None:
    """Find another survey's wave that asked some of these people the same question within the window."""
    first = opens_on - timedelta(days=each.policy.window_days - 1)
    keys = question_keys(services, session, each, waves.next_number(session, each.id))
    same = [wave for wave in waves.of_others_since(session, each.id, first) if asks_again(keys, wave)]
    asked = {person.id for person in people}
    return next((wave for wave in reversed(same) if not asked.isdisjoint(_asked_by(session, wave))), None)


def _asked_by(session: Session, wave: Wave) -> list[str]:
    """Name the people a wave asks; a planned one has not invited them yet."""
    if wave.state is WaveState.PLANNED:
        return [person.id for person in audience(session, survey.find(session, wave.survey_id), roster.load(session))]
    return invitations.people_of(session, wave.id)


def _refuse_if_asked_too_recently(
    services: Services, session: Session, each: Survey, opens_on: date, people: list[Person]
) -> None:
    other = _asked_too_recently(services, session, each, opens_on, people)
    if other is not None:
        raise VorbildError(
            say(
                "“{other}” asked some of these people the same question on {day}. Within {count} days nobody is asked "
                "twice, so that nobody can be singled out; choose other people, or a day from {soonest} on.",
                other=survey.find(session, other.survey_id).name,
                day=other.opens_on,
                count=each.policy.window_days,
                soonest=other.opens_on + timedelta(days=each.policy.window_days),
            )
        )


def question_keys(services: Services, session: Session, each: Survey, number: int) -> tuple[str, ...]:
    """Name the wordings that a wave of a survey asks: a fixed set, or those whose turn it is."""
    bank = bank_of(services, session)
    asked = fixed_questionnaire(bank, each.questions) if each.questions else questionnaire(bank, number)
    return tuple(question.key for question in asked)


def _underway(session: Session, each: Survey) -> bool:
    return bool(waves.in_state(session, WaveState.PLANNED, WaveState.OPEN, survey_id=each.id))


def _plan(services: Services, session: Session, each: Survey, opens_on: date, opens_at: datetime) -> Wave | None:
    number = waves.next_number(session, each.id)
    keys = question_keys(services, session, each, number)
    closes_at = closing(each, opens_on)
    policy = fitted(each.policy, instrument.components(session, each.id))
    return waves.plan(session, Wave(0, each.id, number, opens_on, opens_at, closes_at, keys, policy))


def _open(services: Services, wave: Wave) -> None:
    """Make the keys durable first; then invite everybody, in one transaction."""
    services.keys.create(wave.id)
    services.keys.create(wave.id, Purpose.THREADS)
    services.keys.note_opening(wave.survey_id, wave.opens_on)
    with services.database.transaction() as session:
        if waves.take(session, wave.id).state is not WaveState.PLANNED:
            return
        waves.step(session, wave, WaveState.OPEN)
        each, everyone = survey.find(session, wave.survey_id), roster.load(session)
        people = audience(session, each, everyone)
        unit_of = {person.id: person.unit_id for person in people if person.unit_id is not None}
        invitations.add(session, wave.id, unit_of)
        waves.keep_units(session, wave.id, _units(everyone, Counter(unit_of.values())))
        known = read_calendars(session, services.clock())
        owed = _invitation_messages(each, wave, people, known) + reminding.owed(each, wave, people)
        outbox.enqueue(session, owed)


def _units(everyone: Roster, invited: Counter[str]) -> list[waves.WaveUnit]:
    return [
        waves.WaveUnit(unit.id, unit.name, unit.leader_id, unit.parent_id, invited[unit.id])
        for unit in everyone.units.values()
    ]


def _invitation_messages(each: Survey, wave: Wave, people: list[Person], known: Calendars) -> list[Owed]:
    """Owe one message a person: at the opening time of their own zone, or at once when an admin opened the wave.

    Nobody is written to at night, on a weekend or a holiday, or while they are away: then it is their next working day.
    """
    at_once = wave.opens_at != opening(each, wave.opens_on, zones_of(people, each.time_zone))
    due = invitation_moments(each, wave, known, at_once=at_once)
    return [
        Owed(
            key=f"{kinds.INVITATION}/{wave.id}/{person.id}",
            kind=kinds.INVITATION,
            due_at=due(person),
            parameters={"wave_id": wave.id, "person_id": person.id},
            wave_id=wave.id,
            expires_at=wave.closes_at,
        )
        for person in people
    ]
