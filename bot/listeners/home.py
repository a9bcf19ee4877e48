"""The Home tab: each noun gives its section; this file knows their order."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.directory import Readers
from bot.i18n import Words
from bot.listeners import (
    administration,
    cards,
    charter,
    comments,
    commitments,
    languages,
    opt_out,
    receipts,
    results,
    voice,
)
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import answering, privacy
from bot.use_cases import languages as language_cases
from bot.use_cases import opt_out as opt_out_cases
from bot.views import home as home_view
from bot.views.ids import Action
from bot.views.languages import read_language

log = structlog.get_logger()

Section = Callable[[Services, str, Words], Awaitable[list[Block]]]
"""Gives what one person sees of one noun, in their language; nothing where there is nothing for them."""


async def open_pulses(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give the pulses that a person can answer now."""
    pulses, out = (
        await services.run(answering.open_pulses, person_id),
        await services.run(opt_out_cases.is_out, person_id),
    )
    return home_view.open_pulses(pulses, words, can_postpone=not out)


async def what_happens(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give what happens with answers, and what is stored about this person now."""
    return home_view.what_happens(await services.run(privacy.holdings, person_id), words)


async def my_settings(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give what a person sets for themselves."""
    language = await languages.my_language(services, person_id, words)
    return [*language, *await opt_out.my_messages(services, person_id, words)]


SECTIONS: tuple[Section, ...] = (
    open_pulses,
    results.my_unit,
    comments.my_comments,
    commitments.my_commitments,
    results.my_team,
    commitments.my_teams_commitments,
    receipts.my_receipts,
    charter.my_charter,
    cards.my_cards,
    administration.section,
    my_settings,
    what_happens,
)


async def publish(services: Services, client: AsyncWebClient, person_id: str, words: Words) -> None:
    """Show a person their Home tab as it stands now; once at a time, lest what was read earlier be shown later."""
    turn = _TURNS.setdefault(person_id, asyncio.Lock())
    async with turn:
        sections = [await section(services, person_id, words) for section in _sections(client)]
        await client.views_publish(user_id=person_id, view=home_view.home(sections))


_TURNS: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
"""Whose Home tab this process is drawing."""


async def refresh(services: Services, client: AsyncWebClient, person_id: str, words: Words) -> None:
    """Show the Home tab anew after something was done; if Slack refuses, it is right again when it is next opened."""
    try:
        await publish(services, client, person_id, words)
    except SlackApiError as error:
        log.warning("home_not_refreshed", reason=error.response.get("error"))


def _sections(client: AsyncWebClient) -> tuple[Section, ...]:
    """Set the one section that asks Slack among the others."""
    place = SECTIONS.index(receipts.my_receipts) + 1
    return (*SECTIONS[:place], partial(voice.my_voice, client), *SECTIONS[place:])


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show_home(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            await publish(services, client, context[PERSON], context[WORDS])

    async def choose_language(
        ack: AsyncAck, action: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        person_id = context[PERSON]
        await services.run(language_cases.choose, person_id, read_language(action))
        await publish(services, client, person_id, await Readers(services, client).words_of(person_id))

    app.event("app_home_opened")(show_home)
    app.action(Action.LANGUAGE)(choose_language)
