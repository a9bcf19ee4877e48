"""Results: the details behind a trend post, and one's own unit in the Home tab."""

import asyncio
import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot import uploads
from bot.commands import Verb
from bot.i18n import Words
from bot.listeners.asked import Asked, Growing, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import results
from bot.views import results as results_view
from bot.views.ids import Action
from bot.views.metadata import read_unit_place
from bot.views.results import details_modal
from surveys.results import Result

log = structlog.get_logger()

PICTURE_SECONDS = 2.0


async def my_unit(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give a leader the units they lead."""
    return results_view.my_unit(await services.run(results.of_leader, person_id), words)


async def my_team(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give an employee what became of the last pulse in their unit."""
    return results_view.my_team(await services.run(results.of_team, person_id), words)


def details(services: Services, client: AsyncWebClient, result: Result, words: Words) -> Growing:
    """Give the details in words, and their pictures as soon as Slack has them."""

    async def grow(view_id: str) -> None:
        if result.report is None:
            return
        pictures = await uploads.pictures_of(services, client, result.report, words)
        for wait in (0.0, PICTURE_SECONDS) if pictures else ():
            await asyncio.sleep(wait)
            try:
                await client.views_update(view_id=view_id, view=details_modal(result, words, pictures))
            except SlackApiError as error:  # not ready yet, or the modal is closed: its words stand without pictures
                log.info("details_without_pictures", reason=error.response.get("error"))
            else:
                return

    return Growing(details_modal(result, words), grow)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show_details(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        wave_id, unit_id = read_unit_place(body["actions"][0].get("value"))
        channel_id = (body.get("channel") or {}).get("id")
        result = await services.run(results.of_wave, context[PERSON], wave_id, unit_id, channel_id)
        await details(services, client, result, context[WORDS]).open(client.views_open, body["trigger_id"])

    app.action(re.compile(f"^{Action.DETAILS}(/|$)"))(show_details)


async def _results(asked: Asked) -> Growing:
    result = await asked.services.run(results.named, asked.person_id, asked.name)
    return details(asked.services, asked.client, result, asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.RESULTS: _results}
