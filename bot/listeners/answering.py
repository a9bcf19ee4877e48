"""Answering a pulse: a button or `/pulse answer` opens the ballot paper, its submission casts the ballot.

Nothing is sent or changed at the moment of answering: the confirmation is the modal's own last view.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.together import Together
from bot.use_cases import answering, casting
from bot.use_cases.casting import SealedBallot, Submission
from bot.views.answering import ballot_modal, read_ballot, sealed_answer
from bot.views.ids import Action, Callback
from bot.views.invitation import choice
from bot.views.metadata import read_ballot_metadata, read_wave_id
from bot.views.post import Post


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""
    cast: Together[Submission, SealedBallot] = Together(lambda all_: services.run(casting.cast_all, all_))

    async def open_ballot(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        pulse = await services.run(answering.open_pulse, read_wave_id(action.get("value")), context[PERSON])
        await client.views_open(trigger_id=body["trigger_id"], view=ballot_modal(pulse, context[WORDS]))

    async def cast_ballot(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        wave_id = read_ballot_metadata(view).wave_id
        sealed = await cast(Submission(wave_id, context[PERSON], partial(read_ballot, view)))
        done = sealed_answer(sealed.closes_at, sealed.more_on, sealed.code, context[WORDS])
        await ack(response_action="update", view=done)

    app.action(Action.ANSWER)(open_ballot)
    app.view(Callback.BALLOT)(cast_ballot)


async def _answer(asked: Asked) -> Post | View:
    """Open the one ballot paper there is; where there are several or none, say so."""
    pulses = await asked.services.run(answering.open_pulses, asked.person_id)
    if len(pulses) != 1:
        return choice(pulses, asked.words)
    pulse = await asked.services.run(answering.open_pulse, pulses[0].wave_id, asked.person_id)
    return ballot_modal(pulse, asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.ANSWER: _answer}
