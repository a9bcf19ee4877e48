"""Previewing a survey: the admin gets what an employee will get, and nothing is stored."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.errors import message_modal
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import previewing
from bot.views.answering import ballot_modal, read_ballot, sealed_modal
from bot.views.escape import escape
from bot.views.ids import Action, Callback
from bot.views.metadata import read_number
from bot.views.preview import preview_modal, previewed

NO_CODE = "0000-0000-0000-0000"
"""Where a receipt's code stands; this one opens nothing."""


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def open_ballot(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        survey_id = read_number(action.get("value"))
        pulse = await services.run(previewing.pulse, context[PERSON], survey_id)
        ballot = preview_modal(ballot_modal(pulse, context[WORDS]), survey_id, context[WORDS])
        await client.views_open(trigger_id=body["trigger_id"], view=ballot)

    async def forget_ballot(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        pulse = await services.run(previewing.pulse, context[PERSON], read_number(view.get("private_metadata")))
        read_ballot(view, pulse.questions)
        await ack(
            response_action="update",
            view=previewed(sealed_modal(pulse.closes_at, pulse.more_on, NO_CODE, context[WORDS]), context[WORDS]),
        )

    async def put_nothing_off(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        words = context[WORDS]
        text = words("Preview: employees read here when the invitation comes again. Nothing is stored.")
        await client.views_open(trigger_id=body["trigger_id"], view=message_modal(text, words))

    app.action(Action.PREVIEW_BALLOT)(open_ballot)
    app.action(re.compile(rf"^{Action.PREVIEW_POSTPONED}(/|$)"))(put_nothing_off)
    app.view(Callback.PREVIEW)(forget_ballot)


async def _preview(asked: Asked) -> str:
    name = await asked.services.run(previewing.owe, asked.person_id, asked.name)
    return asked.words(
        "*The preview of “{name}” is on its way* to your messages with me, as employees will get it. Only you get it, and nothing is stored.",
        name=escape(name),
    )


HANDLERS: dict[Verb, Handler] = {Verb.SURVEY_PREVIEW: _preview}
