"""Interview sheets: asking for them, filling one in, and reading them together."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.listeners.in_place import show_in_place
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import interviews
from bot.views import interviews as interviews_view
from bot.views.ids import Action, Callback
from bot.views.post import Post


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        reading = await services.run(interviews.read, context[PERSON], str(action.get("value", "")))
        fills_in = action.get("action_id") == Action.INTERVIEW_ANSWER and reading.asked and not reading.over
        build = interviews_view.sheet_form if fills_in else interviews_view.interview_modal
        await show_in_place(client, body, build(reading, context[WORDS]))

    async def close(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        reading = await services.run(interviews.close, context[PERSON], str(action.get("value", "")))
        await show_in_place(client, body, interviews_view.interview_modal(reading, context[WORDS]))

    async def save(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        code, sheet = interviews_view.read_sheet(view)
        reading = await services.run(interviews.answer, context[PERSON], code, sheet)
        await ack(response_action="update", view=interviews_view.interview_modal(reading, context[WORDS]))

    app.action(Action.INTERVIEW_ANSWER)(show)
    app.action(Action.INTERVIEW_READ)(show)
    app.action(Action.INTERVIEW_CLOSE)(close)
    app.view(Callback.INTERVIEW)(save)


async def _start(asked: Asked) -> Post:
    reading = await asked.services.run(interviews.start, asked.person_id, asked.call.person_ids)
    return interviews_view.started_post(reading, asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.INTERVIEW: _start}
