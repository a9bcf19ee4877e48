"""Answering a pulse: what is open for a person, and casting a ballot."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import receipts
from bot.use_cases.questions import bank_of
from storage import invitations, roster, survey, urn, waves
from storage.urn import Part
from surveys import ballots
from surveys.ballots import Ballot
from surveys.comments import Comment
from surveys.errors import VorbildError, say
from surveys.questions import Question
from surveys.waves import OpenPulse, Wave, WaveState


def open_pulse(services: Services, wave_id: int, person_id: str) -> OpenPulse:
    """Give the pulse a person is about to answer; refuse when it is closed or they were not asked."""
    with services.database.reading() as session:
        wave = _open_wave(services, waves.find_or_none(session, wave_id))
        _invitation(session, wave, person_id)
        answered = urn.has_ballot(session, wave.id, services.keys.need(wave.id), person_id)
        return _pulse(services, session, wave, answered=answered)


def open_pulses(services: Services, person_id: str) -> list[OpenPulse]:
    """Give all pulses that a person can answer now."""
    with services.database.reading() as session:
        still_open = {
            wave.id: wave for wave in waves.in_state(session, WaveState.OPEN) if wave.closes_at > services.clock()
        }
        ids = invitations.wave_ids_of(session, person_id, still_open)
        return [_pulse(services, session, still_open[wave_id]) for wave_id in ids]


@dataclass(frozen=True)
class SealedBallot:
    """The pulse that was answered, and the code of the receipt: shown once, and kept nowhere."""

    pulse: OpenPulse
    code: str


ReadBallot = Callable[[tuple[Question, ...]], Ballot]
"""Reads what was submitted as answers to a wave's questions."""


def cast(services: Services, wave_id: int, person_id: str, read: ReadBallot) -> SealedBallot:
    """Seal a ballot, replacing an earlier one. Durable when this returns; nothing tells when it happened.

    Whoever answers gets a receipt, a comment written or not; a replaced ballot's receipt is void with it.
    """
    with services.database.transaction() as session:
        wave = _open_wave(services, waves.hold(session, wave_id))
        invitation = _invitation(session, wave, person_id)
        checked = ballots.check(read(_questions(services, session, wave)), wave.question_keys)
        code, mark = receipts.draw(services, wave.id)
        plaintexts = {
            Part.SCORES: ballots.encode_scores(checked, invitation.unit_id, wave.question_keys),
            Part.COMMENT: ballots.encode_comment(Comment(checked.comment, mark), invitation.unit_id),
        }
        urn.put(session, wave.id, services.keys.need(wave.id), person_id, plaintexts)
        return SealedBallot(_pulse(services, session, wave, answered=True), code)


def withdraw(services: Services, wave_id: int, person_id: str) -> bool:
    """Take a person's ballot out of an open wave; tell whether there was one. As with casting, nothing tells when."""
    with services.database.transaction() as session:
        wave = _open_wave(services, waves.hold(session, wave_id))
        return urn.withdraw(session, wave.id, services.keys.need(wave.id), person_id)


def _open_wave(services: Services, wave: Wave | None) -> Wave:
    if wave is None or wave.state is WaveState.PLANNED:
        raise VorbildError(say("This pulse does not exist any more. Nothing was stored."))
    if wave.state is not WaveState.OPEN or wave.closes_at <= services.clock():
        raise VorbildError(
            say(
                "This pulse closed on {moment}. Nothing was stored now; what you sealed before is counted.",
                moment=wave.closes_at,
            )
        )
    return wave


def _invitation(session: Session, wave: Wave, person_id: str) -> invitations.Invitation:
    found = invitations.find(session, wave.id, person_id)
    person = roster.find(session, person_id)
    if found is None or person is None or not person.invitable:
        raise VorbildError(say("This pulse asks other people. If you think it should ask you, please tell your admin."))
    return found


def _pulse(services: Services, session: Session, wave: Wave, *, answered: bool = False) -> OpenPulse:
    name = survey.find(session, wave.survey_id).name
    return OpenPulse(wave.id, name, _questions(services, session, wave), wave.closes_at, answered)


def _questions(services: Services, session: Session, wave: Wave) -> tuple[Question, ...]:
    bank = bank_of(services, session)
    return tuple(bank.by_key(key) for key in wave.question_keys)
