"""Commitments: the form, its preview, publishing, and what a leader does about them later."""

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
from bot.use_cases import commitments
from bot.views import commitments as view_of
from bot.views.ids import Action, Callback, Field
from bot.views.metadata import read_number
from bot.views.state import at_field
from surveys.commitments import check_text
from surveys.errors import say
from surveys.schedule import local_date


async def my_commitments(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give a leader what they promised."""
    boards = await services.run(commitments.of_leader, person_id)
    return view_of.my_commitments(boards, local_date(services.clock(), words.time_zone), words)


async def my_teams_commitments(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give an employee what their team was promised."""
    board = await services.run(commitments.of_team, person_id)
    return view_of.my_teams_commitments(board, local_date(services.clock(), words.time_zone), words)


_SETTLING = {
    str(Action.COMMIT_DONE): (
        commitments.done,
        say("Marked as done. Your team is told, and asked once the date is over."),
    ),
    str(Action.COMMIT_ACCEPT): (commitments.accept, say("You have taken it on. Your team is told.")),
}


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def open_form(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        form = await services.run(commitments.form, context[PERSON], str(action.get("value", "")))
        await show_in_place(client, body, view_of.commitment_form(form, context[WORDS]))

    async def save(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        written = view_of.read_commitment(view)
        with at_field(Field.PROMISE):
            check_text(written.text)
        with at_field(Field.DUE_ON):
            draft = await services.run(commitments.save, context[PERSON], *written)
        await ack(response_action="update", view=view_of.preview_modal(draft, context[WORDS]))
        await refresh_home(context)

    async def preview(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        draft = await services.run(commitments.preview, context[PERSON], read_number(action.get("value")))
        await show_in_place(client, body, view_of.preview_modal(draft, context[WORDS]))

    async def publish(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        await services.run(commitments.publish, context[PERSON], read_number(view.get("private_metadata")))
        words = context[WORDS]
        told = words("Published. Your team reads it now, and you are reminded before it is due.")
        await ack(response_action="update", view=view_of.told_modal(told, words))
        await refresh_home(context)

    async def settle(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        step, told = _SETTLING[action["action_id"]]
        await services.run(step, context[PERSON], read_number(action.get("value")))
        words = context[WORDS]
        await show_in_place(client, body, view_of.told_modal(words.message(told), words))
        await refresh_home(context)

    async def ask_why(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        found = await services.run(commitments.to_drop, context[PERSON], read_number(action.get("value")))
        await show_in_place(client, body, view_of.drop_modal(found, context[WORDS]))

    async def drop(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        (number, reason), words = view_of.read_reason(view), context[WORDS]
        with at_field(Field.REASON):
            await services.run(commitments.drop, context[PERSON], read_number(number), reason)
        await ack(response_action="update", view=view_of.told_modal(words("Dropped. Your team reads why."), words))
        await refresh_home(context)

    app.action(Action.COMMIT)(open_form)
    app.action(Action.COMMIT_PREVIEW)(preview)
    for action_id in _SETTLING:
        app.action(action_id)(settle)
    app.action(Action.COMMIT_DROP)(ask_why)
    app.view(Callback.COMMITMENT)(save)
    app.view(Callback.COMMITMENT_PREVIEW)(publish)
    app.view(Callback.COMMITMENT_DROP)(drop)


async def _form(asked: Asked) -> View:
    form = await asked.services.run(commitments.form, asked.person_id, "", asked.name)
    return view_of.commitment_form(form, asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.COMMIT: _form}
