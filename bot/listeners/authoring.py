"""What can be done to a survey by name: looking at it, opening and closing waves, pausing."""

from collections.abc import Callable

from bot.commands import Verb
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.use_cases import authoring, policy
from bot.use_cases.authoring import Step
from bot.views import survey as view_of
from bot.views.policy import threshold_raised
from bot.views.post import Post
from bot.views.survey_list import listed
from surveys.planning import Overview


async def _list(asked: Asked) -> Post:
    return listed(await asked.services.run(authoring.outlines, asked.person_id), asked.words)


def _step(step: Step, answer: Callable[[Overview, Words], str]) -> Handler:
    """Make a handler of a use case on one named survey and the view that tells its outcome."""

    async def handle(asked: Asked) -> str:
        return answer(await asked.services.run(step, asked.person_id, asked.name), asked.words)

    return handle


async def _threshold(asked: Asked) -> str:
    overview = await asked.services.run(policy.raise_threshold, asked.person_id, asked.name, asked.call.number)
    return threshold_raised(overview, asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.SURVEY_LIST: _list,
    Verb.SURVEY_SHOW: _step(authoring.overview, view_of.shown),
    Verb.SURVEY_RUN: _step(authoring.run, view_of.opened),
    Verb.SURVEY_CLOSE: _step(authoring.close, view_of.closed),
    Verb.SURVEY_PAUSE: _step(authoring.pause, view_of.paused),
    Verb.SURVEY_RESUME: _step(authoring.resume, view_of.resumed),
    Verb.SURVEY_VOID: _step(authoring.void, view_of.voided),
    Verb.SURVEY_THRESHOLD: _threshold,
}
