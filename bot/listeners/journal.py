"""The journal of settings: open to everybody, page by page or as a file."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.errors import message_modal
from bot.listeners.asked import Asked, Handler
from bot.listeners.in_place import pressed_view
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import privacy
from bot.views.ids import Action
from bot.views.journal import journal_modal
from bot.views.metadata import read_number


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        page = await services.run(privacy.settings_journal)
        await client.views_open(trigger_id=body["trigger_id"], view=journal_modal(page, context[WORDS]))

    async def turn(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        page = await services.run(privacy.settings_journal, read_number(action.get("value")))
        await client.views_update(view_id=pressed_view(body)["id"], view=journal_modal(page, context[WORDS]))

    async def send(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        await services.run(privacy.owe_journal, context[PERSON])
        told = context[WORDS]("The journal is on its way to your messages with me.")
        await client.views_push(trigger_id=body["trigger_id"], view=message_modal(told, context[WORDS]))

    app.action(Action.JOURNAL)(show)
    app.action(re.compile(rf"^{Action.JOURNAL_PAGE}(/|$)"))(turn)
    app.action(Action.JOURNAL_FILE)(send)


async def _journal(asked: Asked) -> View:
    return journal_modal(await asked.services.run(privacy.settings_journal), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.JOURNAL: _journal}
