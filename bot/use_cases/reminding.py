"""One reminder, for who has not answered: owed to everybody alike, and decided only when it is sent.

A row for those alone who have not answered would tell who has; so everybody invited has one, each ends as sent, whether
anything was sent or not, and all are deleted when the wave closes. What was sent is then deleted in Slack too: the
closing note looks for it, again for everybody alike.
"""

from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds, postponing
from bot.use_cases.questions import bank_of
from storage import invitations, opt_out, outbox, roster, survey, urn, waves
from storage.outbox import Owed
from surveys.roster import Person
from surveys.schedule import instant, zone_or_default
from surveys.survey import Survey
from surveys.waves import OpenPulse, Wave, WaveState

LEAST_DAYS_OPEN = 2
"""A wave that is open for a shorter time has no day on which to remind of it."""


def owed(each: Survey, wave: Wave, people: list[Person]) -> list[Owed]:
    """Owe everybody invited a reminder on the last day but one, at the opening time of their own zone."""
    if not each.reminder or each.days_open < LEAST_DAYS_OPEN:
        return []
    day = wave.opens_on + timedelta(days=each.days_open - 1)
    zones = {zone_or_default(person.time_zone, each.time_zone) for person in people}
    due = {zone: instant(day, each.opens, zone) for zone in zones}
    return [
        Owed(
            key=f"{kinds.REMINDER}/{wave.id}/{person.id}",
            kind=kinds.REMINDER,
            due_at=due[zone_or_default(person.time_zone, each.time_zone)],
            parameters={"wave_id": wave.id, "person_id": person.id},
            wave_id=wave.id,
            expires_at=wave.closes_at,
        )
        for person in people
    ]


def reminder(services: Services, wave_id: int, person_id: str) -> tuple[OpenPulse, Person] | None:
    """Give what a reminder says and who reads it; None for who has answered, will not this time, or wants no messages.

    Only who has an invitation is reminded: beside it the reminder is found and deleted when the wave closes.
    """
    with services.database.reading() as session:
        wave, person = waves.find(session, wave_id), roster.find(session, person_id)
        key, invited = services.keys.find(wave_id), invitations.find(session, wave_id, person_id)
        if person is None or key is None or wave.state is not WaveState.OPEN or wave.closes_at <= services.clock():
            return None
        if invited is None or invited.message_ts is None:
            return None
        answered = urn.answered(session, wave_id, key, person_id, len(wave.instalments))
        left_out = postponing.chosen(session, wave_id, key, person_id).left_out
        now_open = [each for each in wave.instalments_open(services.clock()) if each.number > left_out]
        waiting = [each for each in now_open if each.number not in answered]
        if not waiting or opt_out.is_out(session, services.keys.settings, person_id):
            return None
        bank = bank_of(services, session)
        questions = tuple(bank.by_key(each) for instalment in waiting for each in instalment.question_keys)
        return OpenPulse(wave.id, survey.find(session, wave.survey_id).name, questions, wave.closes_at), person


def forget(session: Session, wave_id: int) -> dict[str, str]:
    """Delete a wave's reminders; give the marker of each by person, by which what was sent is found in Slack."""
    return {row.parameters["person_id"]: row.id for row in outbox.forget(session, wave_id, kinds.REMINDER)}
