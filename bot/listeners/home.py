"""The Home tab: open pulses, and how answers are kept anonymous."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import answering
from bot.views.home import home


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show_home(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            pulses = await services.run(answering.open_pulses, context[PERSON])
            await client.views_publish(user_id=context[PERSON], view=home(pulses, context[WORDS]))

    app.event("app_home_opened")(show_home)
