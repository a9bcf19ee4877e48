"""Ending a survey; a wave that is open is counted, or given up unread."""

from bot.services import Services
from bot.use_cases import authoring, closing
from bot.use_cases.roles import need_admin
from storage import journal, survey, waves
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.planning import Overview, Rest
from surveys.survey import Survey, SurveyState
from surveys.waves import Wave, WaveState


def open_wave(services: Services, actor_id: str, name: str) -> tuple[Survey, Wave | None]:
    """Give a survey and its open wave, if there is one."""
    need_admin(services, actor_id)
    each = authoring.find(services, name)
    return each, _open_wave(services, each.id)


def end(services: Services, actor_id: str, survey_id: int, rest: Rest | None = None) -> Overview:
    """End a survey: no wave opens any more. An open wave needs a word on what becomes of it."""
    need_admin(services, actor_id, Deed.SURVEY_ENDED)
    left = _open_wave(services, survey_id)
    if left is not None and rest is None:
        raise VorbildError(say("A wave is open: say whether it is counted or discarded. Nothing was changed."))
    with services.database.transaction() as session:
        each = survey.find(session, survey_id)
        if each.state is SurveyState.ENDED:
            raise VorbildError(
                say("“{name}” is {state} already. Nothing was changed.", name=each.name, state=each.state.told())
            )
        survey.set_state(session, each.id, SurveyState.ENDED)
        journal.write(session, _entry(services, actor_id, Deed.SURVEY_ENDED, each))
        for planned in waves.in_state(session, WaveState.PLANNED, survey_id=each.id):
            waves.step(session, planned, WaveState.VOID)
    if left is not None:
        _finish(services, actor_id, each, left, rest)
    return authoring.overview(services, actor_id, each.name)


def _finish(services: Services, actor_id: str, each: Survey, left: Wave, rest: Rest | None) -> None:
    if rest is Rest.COUNT:
        closing.close(services, left, _entry(services, actor_id, Deed.WAVE_CLOSED, each))
    else:
        closing.discard(services, left, _entry(services, actor_id, Deed.WAVE_DISCARDED, each))


def _open_wave(services: Services, survey_id: int) -> Wave | None:
    with services.database.reading() as session:
        return next(iter(waves.in_state(session, WaveState.OPEN, survey_id=survey_id)), None)


def _entry(services: Services, actor_id: str, deed: Deed, each: Survey) -> Entry:
    return Entry(services.clock(), actor_id, deed, each.name)
