"""Export: everything a survey has published, read from the ledger; what is not in it cannot be exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import reporting
from bot.use_cases.questions import bank_of
from storage import ledger, survey, waves
from surveys.disclosure import GateKey, Release
from surveys.errors import VorbildError, say
from surveys.questions import Dimension, Question
from surveys.reports import Organisation, Report
from surveys.shrinkage import beside_others
from surveys.survey import Survey
from surveys.waves import Wave, WaveState


@dataclass(frozen=True)
class PublishedWave:
    """What one wave published, with the names that units had when it opened, in the order of the organisation."""

    number: int
    opened_on: date
    closed_on: date
    questions: dict[str, tuple[Question, Dimension]]
    unit_names: dict[str, str]
    release: Release
    beside: Mapping[GateKey, float]
    """What to believe of the levels of single cells where they stand side by side, as in a table."""


def published(services: Services, survey_name: str, unit_name: str | None = None) -> list[PublishedWave]:
    """Give the counted waves of a survey, oldest first; of one unit and those beneath where one is named."""
    with services.database.reading() as session:
        found = _survey(session, survey_name)
        return [_published(services, session, wave, unit_name) for wave in _counted(session, found)]


def reports(services: Services, survey_name: str, unit_name: str | None = None) -> list[Report]:
    """Compose the newest report of a unit, or of each unit at the top."""
    with services.database.reading() as session:
        wave = _counted(session, _survey(session, survey_name))[-1]
        organisation = waves.organisation_of(session, wave.id)
    chosen = _named(organisation, unit_name) if unit_name is not None else organisation.tree.roots()
    if not chosen:
        raise VorbildError(say("The last wave asked no unit called “{name}”.", name=unit_name))
    return [reporting.brief(services, wave.id, unit_id).report for unit_id in chosen]


def _named(organisation: Organisation, unit_name: str) -> list[str]:
    wanted = unit_name.strip().casefold()
    return [unit_id for unit_id, name in organisation.names.items() if name.casefold() == wanted]


def _survey(session: Session, name: str) -> Survey:
    found = survey.find_by_name(session, name)
    if found is None:
        names = ", ".join(f"“{each.name}”" for each in survey.all_of(session)) or "–"
        raise VorbildError(say("There is no survey called “{name}”. There is: {names}.", name=name, names=names))
    return found


def _counted(session: Session, each: Survey) -> list[Wave]:
    counted = [
        wave for wave in waves.of_survey(session, each.id) if wave.state in {WaveState.CLOSED, WaveState.REPORTED}
    ]
    if not counted:
        raise VorbildError(
            say(
                "“{name}” has no counted wave yet; there is something to export when its first one closes.",
                name=each.name,
            )
        )
    return counted


def _published(services: Services, session: Session, wave: Wave, unit_name: str | None) -> PublishedWave:
    organisation, release = waves.organisation_of(session, wave.id), ledger.of_wave(session, wave.id)
    tops = _named(organisation, unit_name) if unit_name is not None else organisation.tree.roots()
    kept = [below for top in tops for below in organisation.tree.beneath(top)]
    bank = bank_of(services, session)
    questions = {key: bank.recall(key) for key in wave.question_keys}
    return PublishedWave(
        wave.number,
        wave.opens_on,
        wave.closes_at.date(),
        {key: (question, bank.dimension_of(question)) for key, question in questions.items()},
        {unit_id: organisation.names[unit_id] for unit_id in kept},
        release,
        beside_others(release.released, wave.policy.gate),
    )
