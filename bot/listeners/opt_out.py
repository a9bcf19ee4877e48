"""Opting out of messages about pulses and back in, in the Home tab and by command."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb, read_switch
from bot.errors import message_modal
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.listeners.in_place import show_in_place
from bot.middleware import PERSON, WORDS, refresh_home
from bot.services import Services
from bot.use_cases import opt_out
from bot.views import opt_out as view_of
from bot.views.ids import Action


async def my_messages(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give whether messages about pulses come, and the button that changes it."""
    return view_of.my_messages(words, out=await services.run(opt_out.is_out, person_id))


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def switch(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        out, words = not read_switch(action.get("value"), Verb.INVITATIONS), context[WORDS]
        await services.run(opt_out.set_out, context[PERSON], out=out)
        await show_in_place(client, body, message_modal(view_of.told(words, out=out), words, formatted=True))
        await refresh_home(context)

    app.action(Action.OPT_OUT)(switch)


async def _switch(asked: Asked) -> str:
    out = not read_switch(asked.name, Verb.INVITATIONS)
    await asked.services.run(opt_out.set_out, asked.person_id, out=out)
    return view_of.told(asked.words, out=out)


HANDLERS: dict[Verb, Handler] = {Verb.INVITATIONS: _switch}
