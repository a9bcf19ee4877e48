"""Ending a survey: asks what becomes of a wave that is open."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.errors import message_modal
from bot.listeners.asked import Asked, Growing, Handler, complete
from bot.listeners.patience import acknowledging, show_outcome
from bot.middleware import PERSON, WORDS, refresh_home
from bot.services import Services
from bot.use_cases import ending
from bot.views.ending import end_modal, read_end
from bot.views.ids import Callback
from bot.views.survey import ended


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def end(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        (survey_id, rest), words = read_end(view), context[WORDS]

        async def told() -> Growing:
            overview = await services.run(ending.end, context[PERSON], survey_id, rest)
            return complete(message_modal(ended(overview, words), words, formatted=True))

        await show_outcome(told(), acknowledging(ack, view["id"]), client, words)
        await refresh_home(context)

    app.view(Callback.SURVEY_END)(end)


async def _end(asked: Asked) -> str | View:
    each, wave = await asked.services.run(ending.open_wave, asked.person_id, asked.name)
    if wave is not None:
        return end_modal(each, wave, asked.words)
    return ended(await asked.services.run(ending.end, asked.person_id, each.id), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.SURVEY_END: _end}
