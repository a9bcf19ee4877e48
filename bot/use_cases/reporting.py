"""Reporting: composing what one unit's leaders are told, from the ledger alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import charter
from bot.use_cases.questions import bank_of
from storage import comments, commitments, leading, reports, roster, survey, waves
from surveys.commitments import Kept, kept_at
from surveys.composing import compose
from surveys.questions import ANCHOR
from surveys.reports import Report, Top, WaveFacts
from surveys.survey import Survey
from surveys.texts import Locale
from surveys.waves import WaveState


@dataclass(frozen=True)
class Briefing:
    """A report, how many comments were released at its unit, the language its leaders read, and their channel today."""

    report: Report
    comments: int
    locale: Locale
    channel_id: str | None = None


def brief(services: Services, wave_id: int, unit_id: str) -> Briefing:
    """Compose what one unit's leaders are told about one closed wave."""
    with services.database.reading() as session:
        wave = waves.find(session, wave_id)
        each = survey.find(session, wave.survey_id)
        bank = bank_of(services, session)
        questions = tuple(bank.recall(key) for key in wave.question_keys)
        facts = WaveFacts(each.name, wave.number, wave.opens_on, wave.closes_at.date(), questions, wave.policy)
        organisation = waves.around(session, wave_id, unit_id)
        overall_key = next((question.key for question in questions if question.number == ANCHOR), questions[0].key)
        part = reports.part_of(session, wave_id, unit_id, overall_key, organisation.tree)
        history = reports.history(session, wave.survey_id, part.places, wave.number)
        composed = compose(unit_id, facts, part.release, history, organisation, bank)
        composed = replace(composed, kept=_kept(session, unit_id, wave_id, organisation.tree.beneath(unit_id)))
        if organisation.tree.parent(unit_id) is None:
            top = _top(session, composed, wave_id)
            composed = replace(composed, signed=charter.levels(session), top=top)
        count, locale = comments.count(session, wave_id, unit_id), _locale(session, each, unit_id)
        return Briefing(composed, count, locale, each.channels.get(unit_id))


def _kept(session: Session, unit_id: str, wave_id: int, beneath: Iterable[str]) -> Kept:
    return kept_at(unit_id, commitments.outcomes_in(session, set(beneath), wave_id))


def _top(session: Session, composed: Report, wave_id: int) -> Top | None:
    """Tell of the top level's own figure and commitments where leaders stand beneath it; a lone team has told it all."""
    own = next((rung for rung in composed.cascade if rung.own), None)
    if own is None:
        return None
    here = composed.unit_id
    return Top(own.level, commitments.count_open(session, here), _kept(session, here, wave_id, [here]))


def note_reported(session: Session, wave_id: int) -> None:
    """Note that a closed wave has been told of."""
    wave = waves.find(session, wave_id)
    if wave.state is WaveState.CLOSED:
        waves.step(session, wave, WaveState.REPORTED)


def _locale(session: Session, each: Survey, unit_id: str) -> Locale:
    """Choose the language of a unit's leader, if the survey speaks it."""
    unit = leading.unit(session, unit_id)
    leader = None if unit is None else roster.find(session, unit.leader_id)
    spoken = leader.language if leader is not None else None
    return spoken if spoken is not None and spoken in each.languages else each.languages[0]
