"""What is found as an admin types a part of its name: units of the roster, and regions whose holidays are known."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import roster
from bot.views.ids import VALUE, Field
from bot.views.searching import region_options, unit_options
from surveys.regions import find_regions

_UNITS = {Field.AUDIENCE, Field.OWN_CHANNELS, Field.UNIT}


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def search(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        text, words = str(body.get("value", "")), context[WORDS]
        if str(body.get("block_id")).startswith(f"{Field.REGION}/"):
            await ack(options=region_options(find_regions(text, words.locale), words))
        elif body.get("block_id") in _UNITS:
            await ack(options=unit_options(await services.run(roster.find_units, context[PERSON], text)))
        else:
            await ack(options=[])

    app.options(VALUE)(search)
