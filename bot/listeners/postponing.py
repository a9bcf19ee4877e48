"""“Later today”, “Tomorrow” and “Not this time”: answered in a modal, so that nothing in Slack tells of the click."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import postponing
from bot.views.metadata import read_wave_id
from bot.views.postponing import CHOICES, postponed_modal


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def postpone(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        wave_id, choice = read_wave_id(action.get("value")), CHOICES[action["action_id"]]
        noted = await services.run(postponing.postpone, wave_id, context[PERSON], choice)
        shown = postponed_modal(noted.pulse, noted.until, context[WORDS])
        await client.views_open(trigger_id=body["trigger_id"], view=shown)

    for action_id in CHOICES:
        app.action(action_id)(postpone)
