"""What is stored about me: open to everybody."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.listeners.in_place import pressed_view
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import answering, privacy
from bot.views.ids import Action
from bot.views.metadata import read_wave_id
from bot.views.privacy import privacy_modal


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show_privacy(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        holdings = await services.run(privacy.holdings, context[PERSON])
        await client.views_open(trigger_id=body["trigger_id"], view=privacy_modal(holdings, context[WORDS]))

    async def withdraw_ballot(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        pressed = pressed_view(body)
        await services.run(answering.withdraw, read_wave_id(action.get("value")), context[PERSON])
        view = privacy_modal(await services.run(privacy.holdings, context[PERSON]), context[WORDS])
        await client.views_update(view_id=pressed["id"], view=view)

    app.action(Action.WITHDRAW)(withdraw_ballot)
    app.action(Action.HOW_PRIVATE)(show_privacy)
    app.action(Action.MY_DATA)(show_privacy)


async def _privacy(asked: Asked) -> View:
    return privacy_modal(await asked.services.run(privacy.holdings, asked.person_id), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.PRIVACY: _privacy}
