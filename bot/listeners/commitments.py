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
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import commitments
from bot.views import commitments as view_of
from bot.views.ids import Action, Callback, Field
from bot.views.metadata import read_number
from bot.views.state import at_field
from surveys.commitments import check_text
from surveys.schedule import local_date


async def my_commitments(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give a leader what they promised."""
    boards = await services.run(commitments.of_leader, person_id)
    return view_of.my_commitments(boards, local_date(services.clock(), words.time_zone), words)


async def my_teams_commitments(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give an employee what their team was promised."""
    board = await services.run(commitments.of_team, person_id)
    return view_of.my_teams_commitments(board, local_date(services.clock(), words.time_zone), words)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def open_form(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        form = await services.run(commitments.form, context[PERSON], str(action.get("value", "")))
        await _show(client, body, view_of.commitment_form(form, context[WORDS]))

    async def save(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        written = view_of.read_commitment(view)
        with at_field(Field.PROMISE):
            check_text(written.text)
        with at_field(Field.DUE_ON):
            draft = await services.run(commitments.save, context[PERSON], *written)
        await ack(response_action="update", view=view_of.preview_modal(draft, context[WORDS]))

    async def preview(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        draft = await services.run(commitments.preview, context[PERSON], read_number(action.get("value")))
        await _show(client, body, view_of.preview_modal(draft, context[WORDS]))

    async def publish(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        words = context[WORDS]
        await services.run(commitments.publish, context[PERSON], read_number(view.get("private_metadata")))
        told = words("Published. Your team reads it now, and you are reminded before it is due.")
        await ack(response_action="update", view=view_of.told_modal(told, words))

    async def settle(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        words, number = context[WORDS], read_number(action.get("value"))
        if action["action_id"] == Action.COMMIT_DONE:
            await services.run(commitments.done, context[PERSON], number)
            told = words("Marked as done. Your team is told, and asked once the date is over.")
        else:
            await services.run(commitments.accept, context[PERSON], number)
            told = words("You have taken it on. Your team is told.")
        await _show(client, body, view_of.told_modal(told, words))

    async def ask_why(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        found = await services.run(commitments.to_drop, context[PERSON], read_number(action.get("value")))
        await _show(client, body, view_of.drop_modal(found, context[WORDS]))

    async def drop(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        number, reason = view_of.read_reason(view)
        with at_field(Field.REASON):
            await services.run(commitments.drop, context[PERSON], read_number(number), reason)
        words = context[WORDS]
        await ack(response_action="update", view=view_of.told_modal(words("Dropped. Your team reads why."), words))

    app.action(Action.COMMIT)(open_form)
    app.action(Action.COMMIT_PREVIEW)(preview)
    app.action(Action.COMMIT_DONE)(settle)
    app.action(Action.COMMIT_ACCEPT)(settle)
    app.action(Action.COMMIT_DROP)(ask_why)
    app.view(Callback.COMMITMENT)(save)
    app.view(Callback.COMMITMENT_PREVIEW)(publish)
    app.view(Callback.COMMITMENT_DROP)(drop)


async def _show(client: AsyncWebClient, body: dict[str, Any], view: View) -> None:
    """Show what came of a button where it was pressed: in place of its modal, or in one of its own."""
    pressed = body.get("view") or {}
    if pressed.get("type") == "modal":
        await client.views_update(view_id=pressed["id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


async def _form(asked: Asked) -> View:
    form = await asked.services.run(commitments.form, asked.person_id, "", asked.name)
    return view_of.commitment_form(form, asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.COMMIT: _form}
