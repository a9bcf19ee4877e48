"""Surveys as admins set them up and run them: each verb, and the form that comes back."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View

from bot.commands import Verb
from bot.errors import message_modal
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import authoring
from bot.use_cases import roster as roster_cases
from bot.use_cases.authoring import Step
from bot.views import survey as view_of
from bot.views.ids import Callback
from bot.views.survey import created, read_survey, survey_modal
from surveys.planning import Overview


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def create(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        draft = read_survey(view, services.clock().date())
        overview = await services.run(authoring.create, context[PERSON], draft)
        text = created(overview, context[WORDS])
        await ack(response_action="update", view=message_modal(text, context[WORDS], formatted=True))

    app.view(Callback.NEW_SURVEY)(create)


async def _new(asked: Asked) -> View:
    roster = await asked.services.run(roster_cases.show)
    units = tuple(unit for root in roster.roots() for unit in roster.beneath(root.id))
    return survey_modal(units, asked.words)


async def _list(asked: Asked) -> str:
    return view_of.listed(await asked.services.run(authoring.overviews, asked.person_id), asked.words)


def _step(step: Step, answer: Callable[[Overview, Words], str]) -> Handler:
    """Make a handler of a use case on one named survey and the view that tells its outcome."""

    async def handle(asked: Asked) -> str:
        return answer(await asked.services.run(step, asked.person_id, asked.name), asked.words)

    return handle


HANDLERS: dict[Verb, Handler] = {
    Verb.SURVEY_NEW: _new,
    Verb.SURVEY_LIST: _list,
    Verb.SURVEY_SHOW: _step(authoring.overview, view_of.shown),
    Verb.SURVEY_RUN: _step(authoring.run, view_of.opened),
    Verb.SURVEY_CLOSE: _step(authoring.close, view_of.closed),
    Verb.SURVEY_PAUSE: _step(authoring.pause, view_of.paused),
    Verb.SURVEY_RESUME: _step(authoring.resume, view_of.resumed),
    Verb.SURVEY_VOID: _step(authoring.void, view_of.voided),
}
