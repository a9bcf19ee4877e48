"""What the delivery of invitations and closing notes asks and notes."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.closing import closing_note
from bot.use_cases.questions import bank_of
from storage import invitations, outbox, roster, survey, waves
from storage.invitations import Invitation
from surveys.roster import Person
from surveys.waves import OpenPulse, WaveState


def invitation(services: Services, wave_id: int, person_id: str) -> tuple[OpenPulse, Person] | None:
    """Give what an invitation says and who reads it; None when there is nothing to invite to any more."""
    with services.database.reading() as session:
        wave, person = waves.find(session, wave_id), roster.find(session, person_id)
        if (
            person is None
            or not person.invitable
            or wave.state is not WaveState.OPEN
            or wave.closes_at <= services.clock()
        ):
            return None
        questions = tuple(bank_of(services, session).by_key(key) for key in wave.question_keys)
        name = survey.find(session, wave.survey_id).name
        return OpenPulse(wave.id, name, questions, wave.closes_at), person


@dataclass(frozen=True)
class Place:
    """Where a message is in Slack."""

    channel_id: str
    message_ts: str


def note_place(services: Services, session: Session, wave_id: int, person_id: str, place: Place) -> None:
    """Note where an invitation is. If its wave has closed meanwhile, owe the closing note that it missed."""
    found = invitations.find(session, wave_id, person_id)
    if found is None:
        return
    invitations.delivered(session, found, place.channel_id, place.message_ts)
    if waves.find(session, wave_id).state is not WaveState.OPEN:
        outbox.enqueue(session, [closing_note(wave_id, person_id, services.clock())])


def closing(services: Services, wave_id: int, person_id: str) -> tuple[Invitation, Person] | None:
    """Give the invitation to change into a closing note and who reads it; None when there is none to change."""
    with services.database.reading() as session:
        found, person = invitations.find(session, wave_id, person_id), roster.find(session, person_id)
        return None if found is None or person is None or found.message_ts is None else (found, person)
