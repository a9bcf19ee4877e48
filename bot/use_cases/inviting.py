"""What the delivery of invitations and closing notes asks and notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.closing import closing_note
from bot.use_cases.questions import bank_of
from storage import instalments, invitations, outbox, roster, survey, waves
from surveys.roster import Person
from surveys.waves import OpenPulse, WaveState


def invitation(
    services: Services, wave_id: int, person_id: str, instalment: int = 1
) -> tuple[OpenPulse, Person] | None:
    """Give what an instalment's invitation says and who reads it; None when there is nothing to invite to any more."""
    with services.database.reading() as session:
        wave, person = waves.find(session, wave_id), roster.find(session, person_id)
        if (
            person is None
            or not person.invitable
            or wave.state is not WaveState.OPEN
            or wave.closes_at <= services.clock()
        ):
            return None
        asked = wave.instalments[instalment - 1]
        questions = tuple(bank_of(services, session).by_key(key) for key in asked.question_keys)
        each = survey.find(session, wave.survey_id)
        return (
            OpenPulse(
                wave.id,
                each.name,
                questions,
                wave.closes_at,
                instalment=instalment,
                instalments=len(wave.instalments),
                check_in=each.check_in is not None,
            ),
            person,
        )


@dataclass(frozen=True)
class Place:
    """Where a message is in Slack."""

    channel_id: str
    message_ts: str


@dataclass(frozen=True)
class SentFile:
    """A file that the bot has sent."""

    file_id: str


def note_place(services: Services, session: Session, which: Mapping[str, Any], place: Place) -> None:
    """Note where an instalment's invitation is. If its wave has closed meanwhile, owe the closing note that it missed."""
    wave_id, person_id, instalment = which["wave_id"], which["person_id"], which.get("instalment", 1)
    found = invitations.find(session, wave_id, person_id)
    if found is None:
        return
    if instalment == 1:
        invitations.delivered(session, found, place.channel_id, place.message_ts)
    else:
        instalments.delivered(session, found, instalment, place.channel_id, place.message_ts)
    if waves.find(session, wave_id).state is not WaveState.OPEN:
        outbox.enqueue(session, [closing_note(wave_id, person_id, services.clock(), instalment)])


def closing(services: Services, wave_id: int, person_id: str, instalment: int = 1) -> tuple[Place, Person] | None:
    """Give the invitation to change into a closing note and who reads it; None when there is none to change."""
    with services.database.reading() as session:
        person, place = roster.find(session, person_id), _place(session, wave_id, person_id, instalment)
        return None if person is None or place is None else (place, person)


def _place(session: Session, wave_id: int, person_id: str, instalment: int) -> Place | None:
    if instalment > 1:
        later = instalments.place_of(session, wave_id, person_id, instalment)
        return None if later is None else Place(*later)
    found = invitations.find(session, wave_id, person_id)
    if found is None or found.channel_id is None or found.message_ts is None:
        return None
    return Place(found.channel_id, found.message_ts)
