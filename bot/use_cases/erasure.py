"""Erasing a person: what names them, why that may have to wait, and removing it from everywhere."""

from collections.abc import Collection

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import postponing, voice_posts
from storage import erasure, invitations, journal, opt_out, outbox, roles, roster, survey, urn, waves
from storage.naming import Fate
from surveys.erasure import Held
from surveys.errors import Message, VorbildError, say
from surveys.journal import OPERATOR, Deed, Entry
from surveys.roles import Role
from surveys.waves import Wave, WaveState


def look(services: Services, asked_for: str, lasting_admins: Collection[str]) -> Held:
    """Find somebody by Slack id or e-mail address, those who have left too, and say what names them.

    `lasting_admins` are those whom the settings make admins at every start.
    """
    with services.database.reading() as session:
        person_id = erasure.find(session, asked_for)
        if person_id is not None:
            return _held(session, person_id, lasting_admins)
    if services.keys.erased([asked_for]):
        return Held(asked_for)
    raise VorbildError(
        say(
            "Nothing is stored about “{person}”. Check the Slack id or the e-mail address; whoever was erased can only "
            "be looked for by Slack id. Nothing was changed.",
            person=asked_for,
        )
    )


def erase(services: Services, person_id: str, lasting_admins: Collection[str]) -> Held:
    """Take a person's ballots out of open waves and remove, or make nameless, all that names them.

    The key store is told first: after a kill the same call finishes. Of leaders and the last admin nothing is changed.
    """
    with services.database.reading() as session:
        _refuse(_held(session, person_id, lasting_admins))
    services.keys.note_erased(person_id)
    with services.database.transaction() as session:
        roles.hold_of(session, Role.ADMIN)
        held = _held(session, person_id, lasting_admins)
        _refuse(held)
        for wave in _asked_in(session, person_id):
            waves.take(session, wave.id)
            _withdraw(services, session, wave, person_id)
        outbox.enqueue(session, voice_posts.without_name(session, person_id, services.clock()))
        erasure.erase(session, person_id)
        opt_out.keep(session, services.keys.settings, person_id, out=False)
        journal.write(session, Entry(services.clock(), OPERATOR, Deed.PERSON_ERASED, ""))
    services.database.forget_remnants()
    return held


def erase_again(services: Services) -> list[str]:
    """Erase, after a restore, whoever was erased since the backup; give the ids of those who lead a unit in it."""
    with services.database.reading() as session:
        returned = sorted(services.keys.erased(erasure.everybody_named(session)))
        leading = [person_id for person_id in returned if roster.units_led_by(session, person_id)]
    with services.database.transaction() as session:
        for person_id in returned:
            if person_id not in leading:
                erasure.erase(session, person_id)
                opt_out.keep(session, services.keys.settings, person_id, out=False)
    return leading


def _held(session: Session, person_id: str, lasting_admins: Collection[str]) -> Held:
    return Held(
        person_id,
        erasure.count(session, person_id, Fate.ROW),
        erasure.count(session, person_id, Fate.ERASED, Fate.BLANK, Fate.LEADS),
        tuple(survey.find(session, wave.survey_id).name for wave in _asked_in(session, person_id)),
        _refusal(session, person_id, lasting_admins),
    )


def _refusal(session: Session, person_id: str, lasting_admins: Collection[str]) -> Message | None:
    units, led = roster.units(session), roster.units_led_by(session, person_id)
    if led:
        return say(
            "{person} leads {units} today, and people report to them. Name a successor first: import a roster in which "
            "somebody else leads there. Nothing was changed.",
            person=person_id,
            units=", ".join(units[unit_id].name for unit_id in led),
        )
    if [each.person_id for each in roles.of(session, Role.ADMIN)] == [person_id]:
        return say(
            "{person} is the last admin. Name another first: `/pulse admin add @…`. Nothing was changed.",
            person=person_id,
        )
    if person_id in lasting_admins:
        return say(
            "VORBILD_ADMINS names {person}, and the next start would make them an admin again. Take them out there "
            "first. Nothing was changed.",
            person=person_id,
        )
    return None


def _refuse(held: Held) -> None:
    if held.refusal is not None:
        raise VorbildError(held.refusal)


def _asked_in(session: Session, person_id: str) -> list[Wave]:
    open_waves = {wave.id: wave for wave in waves.in_state(session, WaveState.OPEN)}
    return [open_waves[wave_id] for wave_id in invitations.wave_ids_of(session, person_id, open_waves)]


def _withdraw(services: Services, session: Session, wave: Wave, person_id: str) -> None:
    """Take a ballot out, if there is one; without the wave's key nobody can find it, and nobody ever counts it."""
    key = services.keys.find(wave.id)
    if key is not None:
        urn.withdraw(session, wave.id, key, person_id, len(wave.instalments))
        postponing.erase(session, wave.id, key, person_id)
