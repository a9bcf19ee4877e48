"""Answering a pulse: what is open for a person, and casting a ballot."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.questions import bank_of
from storage import commitments, invitations, survey, urn, waves
from surveys.commitments import Commitment
from surveys.errors import VorbildError, say
from surveys.instalments import Instalment
from surveys.questions import Question
from surveys.waves import OpenPulse, Wave, WaveState


def open_pulse(services: Services, wave_id: int, person_id: str) -> OpenPulse:
    """Give the pulse a person is about to answer; refuse when it is closed or they were not asked."""
    with services.database.reading() as session:
        wave = still_open(services, waves.find_or_none(session, wave_id))
        unit_id = need_unit(session, wave, person_id)
        key = services.keys.need(wave.id)
        answered = urn.answered(session, wave.id, key, person_id, len(wave.instalments))
        pulse = pulse_of(services, session, wave, answered)
        promises = tuple(promises_of(session, wave, [unit_id]))
        return replace(pulse, promises=promises, promises_sealed=wave.weekly != () and 1 in answered)


def open_pulses(services: Services, person_id: str) -> list[OpenPulse]:
    """Give all pulses that a person can answer now."""
    with services.database.reading() as session:
        still_open = {
            wave.id: wave for wave in waves.in_state(session, WaveState.OPEN) if wave.closes_at > services.clock()
        }
        ids = invitations.wave_ids_of(session, person_id, still_open)
        return [pulse_of(services, session, still_open[wave_id]) for wave_id in ids]


def withdraw(services: Services, wave_id: int, person_id: str) -> bool:
    """Take a person's ballot out of an open wave; tell whether there was one. As with casting, nothing tells when."""
    with services.database.transaction() as session:
        wave = still_open(services, waves.hold(session, wave_id))
        return urn.withdraw(session, wave.id, services.keys.need(wave.id), person_id, len(wave.instalments))


def still_open(services: Services, wave: Wave | None) -> Wave:
    """Give a wave that can be answered now; say why, where it cannot."""
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


def need_unit(session: Session, wave: Wave, person_id: str) -> str:
    """Give the unit in which somebody is asked; refuse whoever is not asked, or cannot be."""
    return unit_among(invitations.units_of(session, wave.id, [person_id]), person_id)


def unit_among(unit_of: Mapping[str, str], person_id: str) -> str:
    """Give somebody's unit of those who are asked."""
    if person_id not in unit_of:
        raise VorbildError(say("This pulse asks other people. If you think it should ask you, please tell your admin."))
    return unit_of[person_id]


def promises_of(session: Session, wave: Wave, unit_ids: Collection[str]) -> list[Commitment]:
    """Give what teams are asked about, in the first instalment; nothing where too few are asked to be heard."""
    asked = commitments.asked_of(session, wave.id, unit_ids)
    units = {unit_id: waves.unit_of(session, wave.id, unit_id) for unit_id in {each.unit_id for each in asked}}
    heard = {unit_id for unit_id, unit in units.items() if unit and unit.invited >= wave.policy.threshold}
    return [each for each in asked if each.unit_id in heard]


def pulse_of(services: Services, session: Session, wave: Wave, answered: Collection[int] = ()) -> OpenPulse:
    """Give what a wave asks now; `answered` numbers the instalments that the reader has sealed."""
    each = survey.find(session, wave.survey_id)
    now_open = wave.instalments_open(services.clock())
    return OpenPulse(
        wave.id,
        each.name,
        questions_of(services, session, now_open),
        wave.closes_at,
        bool(answered),
        frozenset(key for each in now_open if wave.weekly and each.number in answered for key in each.question_keys),
        len(now_open),
        len(wave.instalments),
        wave.more_on(len(now_open)),
        check_in=each.check_in is not None,
    )


def questions_of(services: Services, session: Session, instalments: Iterable[Instalment]) -> tuple[Question, ...]:
    """Give the questions of instalments; admins' own are looked up only where one is asked."""
    keys = [key for each in instalments for key in each.question_keys]
    bank = services.bank if services.bank.has(keys) else bank_of(services, session)
    return tuple(bank.by_key(key) for key in keys)
