"""The charter: reading, signing, and the admins' form."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.listeners.in_place import show_in_place
from bot.middleware import PERSON, WORDS, refresh_home
from bot.services import Services
from bot.use_cases import charter
from bot.use_cases.charter import Signing
from bot.views import charter as charter_view
from bot.views.ids import Action, Callback
from bot.views.metadata import read_number


async def my_charter(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give the charter in brief, and to leaders how it is signed."""
    return charter_view.my_charter(await services.run(charter.read, person_id), words)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def sign(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        signing = await services.run(charter.sign, context[PERSON], read_number(action.get("value")))
        await show_in_place(client, body, _signed(signing, context[WORDS]))
        await refresh_home(context)

    async def save(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        written = charter_view.read_charter(view)
        await services.run(charter.save_draft, context[PERSON], written.promise, written.asks, written.seen)
        reading = await services.run(charter.read, context[PERSON])
        await ack(response_action="update", view=charter_view.charter_modal(reading, context[WORDS]))
        await refresh_home(context)

    async def publish(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        words = context[WORDS]
        reading = await services.run(charter.publish, context[PERSON], str(action.get("value", "")))
        note = words("Published. Every leader gets one message that asks them to sign.")
        await show_in_place(client, body, charter_view.charter_modal(reading, words, note=note))
        await refresh_home(context)

    app.action(Action.CHARTER_SIGN)(sign)
    app.action(Action.CHARTER_PUBLISH)(publish)
    app.view(Callback.CHARTER_DRAFT)(save)


def _signed(signing: Signing, words: Words) -> View:
    note = charter_view.refused_text(words) if signing.refused else ""
    return charter_view.charter_modal(signing.reading, words, note=note)


async def _read(asked: Asked) -> View:
    return charter_view.charter_modal(await asked.services.run(charter.read, asked.person_id), asked.words)


async def _sign(asked: Asked) -> View:
    return _signed(await asked.services.run(charter.sign, asked.person_id), asked.words)


async def _edit(asked: Asked) -> View:
    return charter_view.charter_form(await asked.services.run(charter.start_draft, asked.person_id), asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.CHARTER_SHOW: _read,
    Verb.CHARTER_SIGN: _sign,
    Verb.CHARTER_EDIT: _edit,
}
