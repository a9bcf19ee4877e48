"""Check-ins: small waves of their own that ask a team about its new leader, planned by the clock.

Both check-ins of a leader's term are waves of one survey, so that its gate goes on from one to the next. Questions that
a pulse has asked these people within the window, or is about to ask, are left out; where none is left, it waits.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds, window
from bot.use_cases.asking import audience, question_keys
from bot.use_cases.questions import bank_of
from bot.use_cases.working_time import read_calendars
from storage import check_ins, outbox, roster, survey, waves
from storage.outbox import Owed
from surveys.cadences import EveryWeeks
from surveys.check_ins import (
    BETWEEN_TERMS,
    DAYS_OPEN,
    LEAST_PEOPLE,
    MILESTONES,
    WAITS,
    Term,
    milestone_due,
    questions_left,
)
from surveys.questions import number_of
from surveys.roster import Person, Roster, Unit
from surveys.schedule import local_date
from surveys.survey import NAME_CHARACTERS, Survey, SurveyState
from surveys.waves import Wave, closing

_OPENS = time(9)
_EVERY_WEEKS = 52
"""A survey needs a rhythm; this one is ended from the start, so the clock never follows it."""


def plan_due(services: Services) -> None:
    """Claim the check-ins that are due; opening them is the clock's next step, as with every wave."""
    today = local_date(services.clock(), services.time_zone)
    first, last = today - timedelta(days=MILESTONES[-1]) - WAITS, today - timedelta(days=MILESTONES[0])
    with services.database.reading() as session:
        if not any(_milestone(session, term, today) for term in check_ins.terms(session, first, last)):
            return
    with services.database.transaction() as session:
        survey.hold_all(session)
        everyone = roster.load(session)
        for term in check_ins.terms(session, first, last):
            days, unit = _milestone(session, term, today), everyone.units.get(term.unit_id)
            if days is not None and unit is not None and unit.leader_id == term.leader_id:
                _look_at(services, session, term, days, everyone)


def _milestone(session: Session, term: Term, today: date) -> int | None:
    return milestone_due(term, today, check_ins.done(session, term))


def _look_at(services: Services, session: Session, term: Term, days: int, everyone: Roster) -> None:
    """Plan a check-in; of a team that is too small only the leader's superior hears."""
    today = local_date(services.clock(), services.time_zone)
    unit = everyone.units[term.unit_id]
    people = [person for person in everyone.members(unit.id) if person.invitable]
    before = check_ins.last_of_others(session, term)
    if before is not None and today - before < BETWEEN_TERMS:
        return
    if len(people) < LEAST_PEOPLE:
        check_ins.note(session, term, days, today, None)
        outbox.enqueue(session, _too_small(services, session, term, days, everyone))
        return
    survey_id = check_ins.survey_of(session, term)
    each = _new(services, session, unit, today) if survey_id is None else survey.find(session, survey_id)
    keys = _keys(services, session, each, people, everyone)
    if keys:
        added = survey.add(session, each) if survey_id is None else each
        _plan(services, session, added, today, keys)
        check_ins.note(session, term, days, today, added.id)


def _new(services: Services, session: Session, unit: Unit, today: date) -> Survey:
    name = f"Check-in: {unit.name[: NAME_CHARACTERS // 2]}, {today:%Y-%m-%d}"
    if survey.find_by_name(session, name) is not None:
        name = f"{name} ({unit.id[:20]})"
    return Survey(
        id=0,
        name=name,
        cadence=EveryWeeks(_EVERY_WEEKS, today),
        opens=_OPENS,
        days_open=DAYS_OPEN,
        channels={},
        starts_on=today,
        audience=(unit.id,),
        state=SurveyState.ENDED,
        time_zone=services.time_zone,
        check_in=unit.id,
    )


def _keys(
    services: Services, session: Session, each: Survey, people: list[Person], everyone: Roster
) -> tuple[str, ...]:
    """Name the questions that these people neither were asked within the window nor are about to be."""
    today, bank = local_date(services.clock(), services.time_zone), bank_of(services, session)
    taken = _asked_soon(services, session, people, everyone)
    keys = [bank.question(number).key for number in questions_left(taken)]
    return tuple(
        key for key in keys if window.asked_too_recently(services, session, each, today, people, [key]) is None
    )


def _asked_soon(services: Services, session: Session, people: Sequence[Person], everyone: Roster) -> set[int]:
    """Give the questions of each survey's next wave for these people: a check-in must not keep a pulse from opening."""
    concerned = {person.id for person in people}
    running = [each for each in survey.all_of(session) if each.state is not SurveyState.ENDED]
    return {
        number_of(key)
        for each in running
        if not concerned.isdisjoint(person.id for person in audience(session, each, everyone))
        for key in question_keys(services, session, each, waves.next_number(session, each.id))
    }


def _plan(services: Services, session: Session, each: Survey, today: date, keys: tuple[str, ...]) -> None:
    number, now = waves.next_number(session, each.id), services.clock()
    waves.plan(session, Wave(0, each.id, number, today, now, closing(each, today), keys, each.policy))


def _too_small(services: Services, session: Session, term: Term, days: int, everyone: Roster) -> list[Owed]:
    superior_id = everyone.leader_of(term.leader_id)
    superior = everyone.people.get(superior_id) if superior_id is not None else None
    if superior is None:
        return []
    now = services.clock()
    return [
        Owed(
            key=f"{kinds.CHECK_IN_SMALL}/{term.unit_id}/{term.since}/{days}",
            kind=kinds.CHECK_IN_SMALL,
            due_at=read_calendars(session, now).next_moment(superior, now, services.time_zone),
            parameters={"person_id": superior.id, "unit_id": term.unit_id},
        )
    ]
