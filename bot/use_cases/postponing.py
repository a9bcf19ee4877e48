"""Putting a pulse off, so that nobody can tell who did: neither from a row, nor from a time, nor from an order.

What was chosen lies in the urn, in a slot of the person's own beside their ballot. Where the invitation is to come again,
an *envelope* lies in the outbox: a row whose key is a slot and whose reader is sealed. All envelopes are due at the next
look, a moment that everybody shares; only then they are opened, and one whose time has not come waits for the next look.
What the urn holds decides; envelopes and urn are destroyed together when the wave closes.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import answering, kinds
from bot.use_cases.working_time import read_calendars
from storage import invitations, opt_out, outbox, roster, survey, urn, waves
from storage.outbox import Message, Owed
from storage.sealing import SealingKey
from storage.urn import Part, Place
from surveys import postponing
from surveys.calendars import next_working_moment
from surveys.errors import VorbildError, say
from surveys.postponing import Choice, Postponed
from surveys.roster import Person
from surveys.waves import OpenPulse, Wave, WaveState

_PLACE = Place(Part.POSTPONED)
_READER_BYTES = 64
_MARKER_CHARACTERS = 32


@dataclass(frozen=True)
class PutOff:
    """The pulse that was put off, and when its invitation comes again; None where it does not."""

    pulse: OpenPulse
    until: datetime | None


def postpone(services: Services, wave_id: int, person_id: str, choice: Choice) -> PutOff:
    """Put a pulse off, replacing what was chosen before. It can still be answered until it closes."""
    with services.database.transaction() as session:
        wave = answering.still_open(services, waves.hold(session, wave_id))
        answering.need_unit(session, wave, person_id)
        pulse, until = answering.pulse_of(services, session, wave), None
        if choice is not Choice.NOT_THIS_TIME:
            until = _comes_again(services, session, wave, person_id, choice)
        key, left_out = services.keys.need(wave.id), 0 if until else pulse.instalment
        urn.put(session, wave.id, key, person_id, {_PLACE: postponing.encode(Postponed(until, left_out))})
        if until is not None:
            outbox.owe_again(session, _envelope(wave, key, person_id, services.clock()))
        return PutOff(pulse, until)


def chosen(session: Session, wave_id: int, key: SealingKey, person_id: str) -> Postponed:
    """Read what a person chose in an open wave."""
    box = urn.read_part(session, wave_id, key, person_id, Part.POSTPONED)
    return Postponed() if box is None else postponing.decode(box)


def put_off(services: Services, session: Session, message: Message) -> bool:
    """Put an envelope back until the next look, if its time has not come or its reader is not at work."""
    if message.kind != kinds.POSTPONED or message.unsure:
        return False
    now, found = services.clock(), _opened(services, session, message.parameters)
    if found is None or found.until is None or (found.until <= now and _is_at_work(session, found, now)):
        return False
    outbox.put_off(session, message, postponing.next_look(now))
    return True


@dataclass(frozen=True)
class Again:
    """An invitation that comes again, to whom, and the marker by which it is found in Slack."""

    pulse: OpenPulse
    person: Person
    marker: str


def again(services: Services, parameters: Mapping[str, Any]) -> Again | None:
    """Open an envelope; None for who has answered, has changed their mind or wants no messages, and after the close."""
    with services.database.reading() as session:
        found, now = _opened(services, session, parameters), services.clock()
        if found is None or found.until is None or found.until > now or not _is_at_work(session, found, now):
            return None
        wave, person = found.wave, roster.find(session, found.person_id)
        answered = urn.answered(session, wave.id, found.key, found.person_id, len(wave.instalments))
        if (
            person is None
            or not person.invitable
            or all(each.number in answered for each in wave.instalments_open(now))
        ):
            return None
        if opt_out.is_out(session, services.keys.settings, person.id):
            return None
        return Again(answering.pulse_of(services, session, wave), person, _marker(found.key, person.id))


def settle(services: Services, session: Session, message: Message) -> None:
    """Note that an envelope is done with, whatever was in it; it waits again where its reader has asked so meanwhile."""
    now, found = services.clock(), _opened(services, session, message.parameters)
    if found is not None and found.until is not None and found.until > now:
        outbox.retry(session, message.id, postponing.next_look(now))
        return
    outbox.sent(session, message.id)
    outbox.level(session, message.id)


def forget(services: Services, session: Session, wave_id: int) -> dict[str, str]:
    """Delete a wave's envelopes; give everybody's marker, whether they had one or not, if anybody had."""
    key = services.keys.find(wave_id)
    if not outbox.forget(session, wave_id, kinds.POSTPONED) or key is None:
        return {}
    return {person_id: _marker(key, person_id) for person_id in invitations.people_of(session, wave_id)}


def erase(session: Session, wave_id: int, key: SealingKey, person_id: str) -> None:
    """Remove what a person chose in an open wave, and their envelope."""
    urn.take_out(session, wave_id, key, person_id, [_PLACE])
    outbox.drop(session, _envelope_key(key, person_id))


@dataclass(frozen=True)
class _Opened:
    wave: Wave
    key: SealingKey
    person_id: str
    until: datetime | None


def _opened(services: Services, session: Session, parameters: Mapping[str, Any]) -> _Opened | None:
    """Open an envelope, and read what its reader chose last; None where its wave is over."""
    wave, key = waves.find(session, parameters["wave_id"]), services.keys.find(parameters["wave_id"])
    if key is None or wave.state is not WaveState.OPEN or wave.closes_at <= services.clock():
        return None
    slot = bytes.fromhex(parameters["slot"])
    person_id = key.open(base64.b64decode(parameters["box"]), slot).rstrip(b"\0").decode()
    return _Opened(wave, key, person_id, chosen(session, wave.id, key, person_id).until)


def _is_at_work(session: Session, found: _Opened, now: datetime) -> bool:
    person, each = roster.find(session, found.person_id), survey.find(session, found.wave.survey_id)
    if person is None:
        return True  # nothing is sent to them then
    calendar = read_calendars(session, now, person.id).of(person, each)
    return next_working_moment(now, each.opens, calendar) == now


def _comes_again(services: Services, session: Session, wave: Wave, person_id: str, choice: Choice) -> datetime:
    """Say when; refuse a moment at which the pulse is closed, or which nobody would be told of."""
    person, each = roster.find(session, person_id), survey.find(session, wave.survey_id)
    if person is None:
        raise LookupError("somebody invited who is not in the roster")
    calendar = read_calendars(session, services.clock(), person_id).of(person, each)
    until = postponing.comes_again(choice, services.clock(), each.opens, calendar)
    if until is None or until >= wave.closes_at:
        raise VorbildError(
            say(
                "The pulse closes on {moment}, before your next working day. Nothing was changed; until then you can "
                "answer, in the message or in the Home tab.",
                moment=wave.closes_at,
            )
        )
    return until


def _envelope(wave: Wave, key: SealingKey, person_id: str, now: datetime) -> Owed:
    slot = _slot(key, person_id)
    box = key.seal(person_id.encode().ljust(_READER_BYTES, b"\0"), slot)
    return Owed(
        key=_envelope_key(key, person_id),
        kind=kinds.POSTPONED,
        due_at=postponing.next_look(now),
        parameters={"wave_id": wave.id, "slot": slot.hex(), "box": base64.b64encode(box).decode()},
        wave_id=wave.id,
        expires_at=wave.closes_at,
    )


def _slot(key: SealingKey, person_id: str) -> bytes:
    return key.slot("envelope", person_id)


def _envelope_key(key: SealingKey, person_id: str) -> str:
    return f"{kinds.POSTPONED}/{_slot(key, person_id).hex()}"


def _marker(key: SealingKey, person_id: str) -> str:
    return key.slot("postponed message", person_id).hex()[:_MARKER_CHARACTERS]
