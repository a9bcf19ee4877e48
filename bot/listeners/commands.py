"""`/pulse`, and buttons that do the same: parsed by the table of commands, seen by nobody but the person who asked.

A handler answers with a text or a modal, and does not know whether it was typed or pressed.
"""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb, about, allowed, command_of, parse
from bot.errors import blocks_modal, message_modal
from bot.listeners import (
    answering,
    authoring,
    calendars,
    cards,
    channels,
    charter,
    commitments,
    drafting,
    ending,
    exporting,
    interviews,
    journal,
    languages,
    opt_out,
    previewing,
    privacy,
    questions,
    results,
    roles,
    roster,
    roster_sync,
    status,
    voice,
)
from bot.listeners.asked import Asked, Growing, Handler, complete
from bot.listeners.patience import Show, acknowledging, show_outcome
from bot.middleware import PERSON, WORDS, refresh_home
from bot.services import Services
from bot.use_cases import roles as role_cases
from bot.views.command_form import command_form, read_command
from bot.views.help import help_text
from bot.views.ids import AGAIN, COMMAND, Action, Callback
from bot.views.post import Post


def register(app: AsyncApp, services: Services) -> None:
    """Listen to the one command, and to the buttons that stand for it."""

    async def pulse(
        ack: AsyncAck, command: dict[str, str], respond: AsyncRespond, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        asked = await _asked(services, client, context, command.get("text", ""), typed=True)
        answer = await HANDLERS[asked.call.command.verb](asked)
        if isinstance(answer, Growing):
            await answer.open(client.views_open, command["trigger_id"])
        elif isinstance(answer, View):
            await client.views_open(trigger_id=command["trigger_id"], view=answer)
        elif isinstance(answer, Post):
            await respond(text=answer.whole, blocks=answer.blocks, response_type="ephemeral")
        else:
            await respond(text=answer, response_type="ephemeral")

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        asked = await _asked(services, client, context, str(action.get("value", "")))
        again = str(action.get("action_id")) == AGAIN
        await show_outcome(_shown(asked), _place(client, body, again=again), client, asked.words)
        await refresh_home(context)

    async def ask(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=command_form(command_of(action.get("value")), context[WORDS])
        )

    async def submit(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        asked = await _asked(services, client, context, read_command(view))
        await show_outcome(_shown(asked), acknowledging(ack, view["id"]), client, asked.words)
        await refresh_home(context)

    app.command(COMMAND)(pulse)
    app.action(re.compile(rf"^{Action.COMMAND}(/|$)"))(press)
    app.action(re.compile(rf"^{Action.COMMAND_FORM}(/|$)"))(ask)
    app.view(Callback.COMMAND)(submit)


def _place(client: AsyncWebClient, body: dict[str, Any], *, again: bool) -> Show:
    """Show what comes of a button: on top of its modal, in place of it if the same is tried again, or in one of its own.

    Slack lays three modals on each other and no more.
    """
    pressed = body.get("view") or {}

    async def show(view: View) -> str:
        if pressed.get("type") != "modal":
            shown = await client.views_open(trigger_id=body["trigger_id"], view=view)
        elif again:
            shown = await client.views_update(view_id=pressed["id"], view=view)
        else:
            shown = await client.views_push(trigger_id=body["trigger_id"], view=view)
        return str(shown["view"]["id"])

    return show


async def _asked(
    services: Services, client: AsyncWebClient, context: AsyncBoltContext, text: str, *, typed: bool = False
) -> Asked:
    """Read what was typed, or what a button says in its stead; refuse who may not ask it."""
    person_id = context[PERSON]
    roles_held = await services.run(role_cases.roles_of, person_id)
    call = parse(text, allowed(roles_held), typed=typed)
    await services.run(role_cases.need, person_id, call.command.needs, call.command.verb)
    return Asked(services, client, person_id, context[WORDS], call)


async def _shown(asked: Asked) -> Growing:
    """Do what was asked, and give the answer as a modal, called as its button is."""
    answer, button = await HANDLERS[asked.call.command.verb](asked), asked.call.command.button
    if isinstance(answer, Growing):
        return answer
    if isinstance(answer, View):
        return complete(answer)
    title = asked.words.message(button) if button else ""
    if isinstance(answer, Post):
        return complete(blocks_modal(answer.blocks, asked.words, title))
    return complete(message_modal(answer, asked.words, formatted=True, title=title))


async def _help(asked: Asked) -> str:
    offered = allowed(await asked.services.run(role_cases.roles_of, asked.person_id))
    return help_text(about(asked.name, offered), asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.HELP: _help,
    **answering.HANDLERS,
    **authoring.HANDLERS,
    **calendars.HANDLERS,
    **cards.HANDLERS,
    **channels.HANDLERS,
    **charter.HANDLERS,
    **commitments.HANDLERS,
    **drafting.HANDLERS,
    **ending.HANDLERS,
    **exporting.HANDLERS,
    **interviews.HANDLERS,
    **journal.HANDLERS,
    **languages.HANDLERS,
    **opt_out.HANDLERS,
    **previewing.HANDLERS,
    **privacy.HANDLERS,
    **questions.HANDLERS,
    **results.HANDLERS,
    **roles.HANDLERS,
    **roster.HANDLERS,
    **roster_sync.HANDLERS,
    **status.HANDLERS,
    **voice.HANDLERS,
}
