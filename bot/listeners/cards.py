"""Contribution cards: reading, writing, proposing and deciding."""

import re
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
from bot.use_cases import cards
from bot.views import cards as cards_view
from bot.views.card_forms import card_form, proposal_form, read_card, read_proposal
from bot.views.ids import Action, Callback
from bot.views.metadata import read_number


async def my_cards(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give the cards of a person's unit, and of those they lead."""
    return cards_view.my_cards(await services.run(cards.of_person, person_id), words)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        build = _FORMS[str(action.get("action_id")).partition("/")[0]]
        reading = await services.run(cards.of_unit, context[PERSON], str(action.get("value", "")))
        await show_in_place(client, body, build(reading, context[WORDS]))

    async def decide(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        accept = str(action.get("action_id")).startswith(Action.CARD_ACCEPT)
        reading = await services.run(cards.decide, context[PERSON], read_number(action.get("value")), accept=accept)
        await show_in_place(client, body, cards_view.card_modal(reading, context[WORDS]))
        await refresh_home(context)

    async def write(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        reading = await services.run(cards.write, context[PERSON], *read_card(view))
        await ack(response_action="update", view=cards_view.card_modal(reading, context[WORDS]))
        await refresh_home(context)

    async def propose(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        words = context[WORDS]
        reading = await services.run(cards.propose, context[PERSON], read_proposal(view))
        note = words("Your proposal is with your leader. You hear what becomes of it.")
        await ack(response_action="update", view=cards_view.card_modal(reading, words, note=note))
        await refresh_home(context)

    app.action(_any_of(Action.CARD, Action.CARD_WRITE, Action.CARD_PROPOSE))(show)
    app.action(_any_of(Action.CARD_ACCEPT, Action.CARD_DECLINE))(decide)
    app.view(Callback.CARD_WRITE)(write)
    app.view(Callback.CARD_PROPOSE)(propose)


_FORMS = {
    Action.CARD.value: cards_view.card_modal,
    Action.CARD_WRITE.value: card_form,
    Action.CARD_PROPOSE.value: proposal_form,
}


def _any_of(*actions: Action) -> re.Pattern[str]:
    return re.compile(rf"^({'|'.join(actions)})(/|$)")


async def _read(asked: Asked) -> View:
    return cards_view.card_modal(await asked.services.run(cards.read, asked.person_id, asked.name), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.CARD: _read}
