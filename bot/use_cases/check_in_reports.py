"""What a check-in says, and to whom: the leader it is about, if they lead still, and their superior."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds, reporting
from bot.use_cases.reporting import Briefing
from storage import leading, roster, survey, waves
from storage.outbox import Owed
from surveys.roster import Person, Unit
from surveys.survey import Survey
from surveys.waves import Wave


@dataclass(frozen=True)
class CheckIn:
    """A check-in as its reader is told of it; `own` where they are the leader it is about."""

    briefing: Briefing
    person: Person
    wave_id: int
    unit_id: str
    own: bool


def owed(session: Session, each: Survey, wave: Wave, now: datetime) -> list[Owed]:
    """Owe the report to the leader and their superior, both as they stand when the wave closes."""
    unit = leading.unit(session, each.check_in)
    if unit is None:
        return []
    return [
        Owed(
            key=f"{kinds.CHECK_IN_REPORT}/{wave.id}/{reader_id}",
            kind=kinds.CHECK_IN_REPORT,
            due_at=now,
            parameters={"wave_id": wave.id, "person_id": reader_id},
        )
        for reader_id in sorted(_readers(session, unit, wave))
    ]


def report(services: Services, wave_id: int, person_id: str) -> CheckIn | None:
    """Give the report; None where its reader has left, or stands neither at the unit nor above any more."""
    with services.database.reading() as session:
        wave, person = waves.find(session, wave_id), roster.find(session, person_id)
        unit = leading.unit(session, survey.find(session, wave.survey_id).check_in)
        if person is None or unit is None or person_id not in _readers(session, unit, wave):
            return None
    return CheckIn(reporting.brief(services, wave_id, unit.id), person, wave_id, unit.id, person_id == unit.leader_id)


def too_small(services: Services, person_id: str, unit_id: str) -> tuple[Person, Unit] | None:
    """Give the unit that is too small for a check-in, for the superior who is told so."""
    with services.database.reading() as session:
        person, unit = roster.find(session, person_id), leading.unit(session, unit_id)
    return (person, unit) if person is not None and unit is not None else None


def _readers(session: Session, unit: Unit, wave: Wave) -> set[str]:
    """Name the leader who was asked about, if they lead still, and whom they report to."""
    snapshot = waves.unit_of(session, wave.id, unit.id)
    asked_about = "" if snapshot is None else snapshot.leader_id
    leader = roster.find(session, asked_about)
    above = leading.unit(session, leader.unit_id) if leader is not None else None
    readers = {unit.leader_id} & {asked_about}
    return readers | ({above.leader_id} if above is not None else set())
