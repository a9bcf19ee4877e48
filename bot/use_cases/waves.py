"""Planning and opening waves: what is due is asked of the database, claimed under a unique key, and done.

Each function may be called by any number of processes at any time, and again after a kill.
"""

from collections import Counter
from datetime import date, datetime
from itertools import pairwise

from sqlmodel import Session

from bot.garbage import uncollected
from bot.services import Services
from bot.use_cases import cards, check_ins, handing_over, interviews, kinds, reminding, threads, voice_rounds, window
from bot.use_cases.asking import audience, question_keys
from bot.use_cases.closing import close_due, destroy_spent_keys
from bot.use_cases.working_time import Calendars, invitation_moments, read_calendars
from storage import commitments, instrument, invitations, journal, outbox, roster, survey, waves
from storage.keys import Purpose
from storage.outbox import Owed
from surveys.errors import VorbildError, say
from surveys.journal import Entry
from surveys.questions import number_of
from surveys.roster import Person, Roster
from surveys.schedule import local_date, zone_or_default
from surveys.survey import Survey, SurveyState
from surveys.variance import fitted
from surveys.waves import Wave, WaveState, closing, due_date, instalments, opening, soonest_opening


def tick(services: Services) -> None:
    """Do what is due: plan, open, close, and finish what a kill interrupted."""
    plan_due(services)
    check_ins.plan_due(services)
    open_planned(services)
    close_due(services)
    destroy_spent_keys(services)
    threads.publish_due(services)
    threads.forget_old(services)
    cards.report_due(services)
    interviews.forget_old(services)
    handing_over.pass_on(services)
    voice_rounds.run_due(services)


def plan_due(services: Services) -> None:
    """Claim the date of every wave that is due. The roster is read only when one may be: this runs every few seconds."""
    with services.database.transaction() as session:
        idle = [
            each
            for each in survey.hold_all(session)
            if each.state is SurveyState.ACTIVE and not _underway(session, each)
        ]
        known = roster.time_zones(session) if idle else set()
        maybe = [each for each in idle if _due(services, session, each, _zones(known, each.time_zone)) is not None]
        everyone = roster.load(session) if maybe else Roster({}, {})
        for each in maybe:
            _plan_if_due(services, session, each, audience(session, each, everyone))


def _plan_if_due(services: Services, session: Session, each: Survey, people: list[Person]) -> None:
    zones = zones_of(people, each.time_zone)
    opens_on = _due(services, session, each, zones)
    if opens_on is None:
        return
    keys = question_keys(services, session, each, waves.next_number(session, each.id))
    if window.asked_too_recently(services, session, each, opens_on, people, keys) is None:
        _plan(services, session, each, opens_on, opening(each, opens_on, zones), zones)


def _due(services: Services, session: Session, each: Survey, zones: set[str]) -> date | None:
    return due_date(each, window.last_opening(services, session, each), services.clock(), zones)


def run_now(services: Services, each: Survey, entry: Entry) -> Wave:
    """Plan the next wave for this moment; refuse while one is open, or before the window of the last one is over."""
    now = services.clock()
    with uncollected(), services.database.transaction() as session:
        survey.hold_all(session)
        if _underway(session, each):
            raise VorbildError(say("A wave of “{name}” is open already. Close it first.", name=each.name))
        today = local_date(now, each.time_zone)
        soonest = soonest_opening(window.last_opening(services, session, each), each.policy, today)
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
        window.refuse_if_asked_too_recently(services, session, each, today, people)
        planned = _plan(services, session, each, today, now, zones_of(people, each.time_zone))
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


def zones_of(people: list[Person], default: str) -> set[str]:
    """Collect the time zones that people live in."""
    return _zones({person.time_zone for person in people}, default)


def _zones(known: set[str | None], default: str) -> set[str]:
    return {zone_or_default(zone, default) for zone in known}


def _underway(session: Session, each: Survey) -> bool:
    return bool(waves.in_state(session, WaveState.PLANNED, WaveState.OPEN, survey_id=each.id))


def _plan(
    services: Services, session: Session, each: Survey, opens_on: date, opens_at: datetime, zones: set[str]
) -> Wave | None:
    number = waves.next_number(session, each.id)
    keys = question_keys(services, session, each, number)
    weekly = instalments(each, keys, opens_on, opens_at, zones)
    policy = fitted(each.policy, instrument.components(session, each.id))
    closes_at = closing(each, opens_on)
    kept = services.retention.kept_until(closes_at.date())
    new = Wave(0, each.id, number, opens_on, opens_at, closes_at, keys, policy, weekly=weekly, kept_until=kept)
    return waves.plan(session, new)


def _open(services: Services, wave: Wave) -> None:
    """Make the keys durable first; then invite everybody, in one transaction.

    A wave that was opened before and closed since, as a restored database may have forgotten, is given up; so is one
    whose people another wave asks the same by now.
    """
    spent = services.keys.opened(wave.survey_id, wave.opens_on) and services.keys.find(wave.id) is None
    if not spent:
        services.keys.create(wave.id)
        services.keys.create(wave.id, Purpose.THREADS)
    with uncollected(), services.database.transaction() as session:
        survey.hold_all(session)
        if waves.take(session, wave.id).state is not WaveState.PLANNED:
            return
        each, everyone = survey.find(session, wave.survey_id), roster.load(session)
        people = audience(session, each, everyone)
        if spent or window.asked_too_recently(services, session, each, wave.opens_on, people, wave.question_keys):
            waves.step(session, wave, WaveState.VOID)
            return
        numbers = [number_of(key) for key in wave.question_keys]
        services.keys.note_asked(wave.survey_id, wave.opens_on, numbers, [person.id for person in people])
        services.keys.note_opening(wave.survey_id, wave.opens_on)
        waves.step(session, wave, WaveState.OPEN)
        unit_of = {person.id: person.unit_id for person in people if person.unit_id is not None}
        invitations.add(session, wave.id, unit_of)
        waves.keep_units(session, wave.id, _units(each, everyone, Counter(unit_of.values())))
        if each.check_in is None:
            commitments.ask(session, wave.id, wave.opens_on, set(unit_of.values()))
        now = services.clock()
        owed = _invitation_messages(each, wave, people, read_calendars(session, now), now)
        outbox.enqueue(session, owed + reminding.owed(each, wave, people))


def _units(each: Survey, everyone: Roster, invited: Counter[str]) -> list[waves.WaveUnit]:
    """Snapshot the organisation; of a check-in the unit and those above it."""
    shown = everyone.units if each.check_in is None else everyone.tree.upwards(each.check_in)
    return [
        waves.WaveUnit(unit.id, unit.name, unit.leader_id, unit.parent_id, invited[unit.id])
        for unit in (everyone.units[id_] for id_ in shown)
    ]


def _invitation_messages(each: Survey, wave: Wave, people: list[Person], known: Calendars, now: datetime) -> list[Owed]:
    """Owe every person a message an instalment: at the opening time of their own zone, of the weeks missed none.

    Nobody is written to at night, on a weekend or a holiday, or while they are away: then it is their next working day.
    A message expires when the next one is due, so that a return from leave brings one.
    """
    at_once = wave.opens_at != opening(each, wave.opens_on, zones_of(people, each.time_zone))
    moments = invitation_moments(each, wave, known, at_once=at_once)
    owed = []
    for person in people:
        due = moments(person)
        for number, (due_at, next_at) in enumerate(pairwise([*due, wave.closes_at]), start=1):
            if next_at > now or number == len(due):
                which = kinds.instalment_parameters(wave.id, person.id, number)
                key = kinds.instalment_key(kinds.INVITATION, which)
                owed.append(Owed(key, kinds.INVITATION, due_at, which, wave.id, next_at))
    return owed
