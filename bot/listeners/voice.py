"""Customer voice: relaying by shortcut, command or button, and what leaders do with it."""

import html
import re
import secrets
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import is_inside, members_of
from bot.commands import Verb, read_switch
from bot.errors import message_modal
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.listeners.in_place import show_in_place
from bot.middleware import PERSON, WORDS, refresh_home
from bot.services import Services
from bot.use_cases import voice
from bot.use_cases.voice import Warned
from bot.views import voice as voice_view
from bot.views.ids import RELAY_MESSAGE, RELAY_WORD, Action, Callback, Field
from bot.views.state import at_field
from surveys.errors import VorbildError, say
from surveys.receipts import TOKEN_BYTES
from surveys.voice import Kind, read_kind

_EVERY_KIND = {"all", "alle", "alles"}


async def my_voice(client: AsyncWebClient, services: Services, person_id: str, words: Words) -> list[Block]:
    """Give how a word is relayed, what became of one's own, and to leaders what is open in their channels."""
    mine = await services.run(voice.of_person, person_id)
    waiting = []
    for channel_id, entries in (await services.run(voice.to_look_after, person_id)).items():
        members = frozenset[str]() if channel_id is None else await members_of(client, channel_id)
        if await services.run(voice.may_act, person_id, members):
            waiting += entries
    return voice_view.my_voice(mine.entries, waiting, words, daily=mine.daily)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def relay(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        said = html.unescape(str((body.get("message") or {}).get("text") or "")) if "callback_id" in body else ""
        await client.views_open(trigger_id=body["trigger_id"], view=_form(context[WORDS], said))

    async def submit(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        draft, words = voice_view.read_draft(view), context[WORDS]
        with at_field(Field.VOICE_TEXT):
            outcome = await services.run(voice.relay, context[PERSON], draft)
        if isinstance(outcome, Warned):
            await ack(response_action="update", view=voice_view.warned_form(draft, outcome.names, words))
        else:
            await ack(response_action="update", view=voice_view.relayed_modal(outcome.entry, outcome.code, words))
            if outcome.entry.person_id is not None:
                await refresh_home(context)

    async def acknowledge(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        entry_id = str(action.get("value", ""))
        members = await _members(services, client, entry_id)
        entry = await services.run(voice.acknowledge, context[PERSON], entry_id, members)
        await show_in_place(client, body, voice_view.entry_modal(entry, context[WORDS]))
        await refresh_home(context)

    async def ask_what_was_done(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        form = voice_view.close_form(str(action.get("value", "")), context[WORDS])
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    async def close(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        entry_id, done = voice_view.read_close(view)
        members = await _members(services, client, entry_id)
        with at_field(Field.VOICE_DONE):
            entry = await services.run(voice.close, context[PERSON], entry_id, members, done)
        await ack(response_action="update", view=voice_view.entry_modal(entry, context[WORDS]))
        await refresh_home(context)

    async def switch(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        on, words = read_switch(action.get("value"), Verb.VOICE_DAILY), context[WORDS]
        await services.run(voice.set_daily, context[PERSON], on=on)
        await show_in_place(client, body, message_modal(voice_view.daily_text(words, on=on), words, formatted=True))
        await refresh_home(context)

    app.shortcut(RELAY_WORD)(relay)
    app.shortcut(RELAY_MESSAGE)(relay)
    app.action(Action.VOICE_RELAY)(relay)
    app.action(Action.VOICE_DAILY)(switch)
    app.action(re.compile(rf"^{Action.VOICE_ACKNOWLEDGE}(/|$)"))(acknowledge)
    app.action(re.compile(rf"^{Action.VOICE_CLOSE}(/|$)"))(ask_what_was_done)
    app.view(Callback.VOICE_RELAY)(submit)
    app.view(Callback.VOICE_CLOSE)(close)


def _form(words: Words, text: str = "") -> View:
    return voice_view.relay_form(secrets.token_bytes(TOKEN_BYTES), words, text)


async def _members(services: Services, client: AsyncWebClient, entry_id: str) -> frozenset[str]:
    channel_id = await services.run(voice.channel_of, entry_id)
    return frozenset() if channel_id is None else await members_of(client, channel_id)


async def _heard(asked: Asked) -> View:
    return _form(asked.words)


async def _set_channel(asked: Asked) -> str:
    kinds = tuple(Kind) if asked.name.casefold() in _EVERY_KIND else (read_kind(asked.name),)
    channel_id = asked.call.channel_id
    if not await is_inside(asked.client, channel_id):
        raise VorbildError(
            say("I am not in that channel, so nothing was changed. Type `/invite @Vorbild` there, then try again.")
        )
    await asked.services.run(voice.set_channel, asked.person_id, kinds, channel_id)
    return voice_view.channel_text(kinds, channel_id, asked.words)


async def _daily(asked: Asked) -> str:
    on = read_switch(asked.name, Verb.VOICE_DAILY)
    await asked.services.run(voice.set_daily, asked.person_id, on=on)
    return voice_view.daily_text(asked.words, on=on)


HANDLERS: dict[Verb, Handler] = {
    Verb.HEARD: _heard,
    Verb.VOICE_CHANNEL: _set_channel,
    Verb.VOICE_DAILY: _daily,
}
