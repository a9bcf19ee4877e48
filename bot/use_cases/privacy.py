"""What is stored about a person now, read from the real rows, and who changed which setting."""

import secrets

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds, postponing
from bot.use_cases.working_time import read_calendars
from storage import (
    cards,
    charter,
    commitments,
    interviews,
    invitations,
    journal,
    opt_out,
    outbox,
    roles,
    roster,
    survey,
    urn,
    voice,
    waves,
)
from storage.outbox import Owed
from surveys.journal import Entry, Page
from surveys.policy import Policy
from surveys.postponing import Postponed
from surveys.privacy import Holdings, OpenBallot
from surveys.waves import Wave, WaveState

ENTRIES_SHOWN = 20


def holdings(services: Services, person_id: str) -> Holdings:
    """List everything that is held about a person. Whether a ballot lies in an urn is told to nobody else."""
    with services.database.reading() as session:
        person, units = roster.find(session, person_id), roster.units(session)
        unit = units.get(person.unit_id) if person and person.unit_id else None
        open_waves = {wave.id: wave for wave in waves.in_state(session, WaveState.OPEN)}
        asked = invitations.wave_ids_of(session, person_id, open_waves)
        ballots = tuple(
            OpenBallot(
                wave_id,
                survey.find(session, open_waves[wave_id].survey_id).name,
                bool(sealed := _sealed(services, session, open_waves[wave_id], person_id)),
                open_waves[wave_id].closes_at,
                len(sealed),
                len(open_waves[wave_id].instalments),
                _postponed(services, session, wave_id, person_id),
            )
            for wave_id in asked
        )
        past = invitations.count_of(session, person_id) - len(asked)
        away = read_calendars(session, services.clock(), person_id).absences.get(person_id, ())
        return Holdings(
            person,
            None if unit is None else unit.name,
            ballots,
            past,
            Policy(),
            away,
            tuple(units[unit_id].name for unit_id in roster.units_led_by(session, person_id)),
            tuple(sorted(roles.of_person(session, person_id))),
            journal.count_of(session, person_id),
            signed_versions=charter.signed_by(session, person_id),
            commitment_steps=commitments.count_of(session, person_id),
            card_proposals=cards.count_of(session, person_id),
            interview_sheets=interviews.count_of(session, person_id),
            voice_entries=voice.count_of(session, person_id),
            opted_out=opt_out.is_out(session, services.keys.settings, person_id),
            asked_daily=voice.asks_daily(session, person_id),
            retention=services.retention,
            remembered=roster.remembers(session, person_id),
        )


def _sealed(services: Services, session: Session, wave: Wave, person_id: str) -> set[int]:
    """Give the numbers of the instalments of which a ballot lies in the urn; none is found without the wave's key."""
    key = services.keys.find(wave.id)
    return set() if key is None else urn.answered(session, wave.id, key, person_id, len(wave.instalments))


def _postponed(services: Services, session: Session, wave_id: int, person_id: str) -> Postponed:
    key = services.keys.find(wave_id)
    found = Postponed() if key is None else postponing.chosen(session, wave_id, key, person_id)
    return found if found.until is None or found.until > services.clock() else Postponed()


def settings_journal(services: Services, page: int = 0) -> Page:
    """Read a page of the changes of settings, newest first; everybody may."""
    with services.database.reading() as session:
        found = journal.newest(session, ENTRIES_SHOWN + 1, skipped=page * ENTRIES_SHOWN)
        return Page(tuple(found[:ENTRIES_SHOWN]), page, has_older=len(found) > ENTRIES_SHOWN)


def whole_journal(services: Services) -> list[Entry]:
    """Read all changes of settings, oldest first."""
    with services.database.reading() as session:
        return journal.all_of(session)


def owe_journal(services: Services, person_id: str) -> None:
    """Owe somebody the journal as a file."""
    owed = Owed(
        key=f"{kinds.JOURNAL_FILE}/{secrets.token_hex(8)}",
        kind=kinds.JOURNAL_FILE,
        due_at=services.clock(),
        parameters={"person_id": person_id},
    )
    with services.database.transaction() as session:
        outbox.enqueue(session, [owed])
