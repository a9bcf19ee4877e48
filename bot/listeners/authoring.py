"""Setting up a survey: the form comes back, and the admin reads what will happen."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.errors import message_modal
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import authoring
from bot.views.ids import Callback
from bot.views.survey import created, read_survey


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def create(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        draft = read_survey(view, services.clock().date())
        overview = await services.run(authoring.create, context[PERSON], draft)
        text = created(overview, context[WORDS])
        await ack(response_action="update", view=message_modal(text, context[WORDS], formatted=True))

    app.view(Callback.NEW_SURVEY)(create)
