"""The roster as admins meet it in Slack: dropping a file, confirming its preview, looking after what is there."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import downloads
from bot.commands import Verb
from bot.directory import read_directory
from bot.errors import message_modal
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import proposing, roles, roster
from bot.views import roster as roster_view
from bot.views.help import roster_text
from bot.views.ids import Action, Callback
from bot.views.post import Post
from surveys.errors import VorbildError


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def file_dropped(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        person_id = str(event.get("user_id", ""))
        in_messages = str(event.get("channel_id", "")).startswith("D")
        if not in_messages or person_id == context.bot_user_id or not await services.run(roles.is_admin, person_id):
            return
        attachment = await downloads.describe(client, str(event.get("file_id", "")))
        if attachment.is_table:
            await _propose(services, client, person_id, attachment)

    async def file_chosen(
        ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await services.run(roles.need_admin, context[PERSON], Verb.ROSTER_IMPORT)
        file_id, words = roster_view.read_import(view), context[WORDS]
        await ack(response_action="update", view=message_modal(roster_view.reading_text(words), words))
        await _propose(services, client, context[PERSON], await downloads.describe(client, file_id))

    async def confirm(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, context: AsyncBoltContext) -> None:
        await ack()
        outcome = await services.run(proposing.confirm, context[PERSON], str(action.get("value", "")))
        words = context[WORDS]
        if outcome.carried_out:
            await _replace(respond, roster_view.carried_out_post(outcome.preview, words))
        else:
            await _replace(respond, roster_view.preview_post(outcome.preview, words, changed_meanwhile=True))

    async def discard(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, context: AsyncBoltContext) -> None:
        await ack()
        await services.run(proposing.discard, context[PERSON], str(action.get("value", "")))
        await _replace(respond, roster_view.discarded_post(context[WORDS]))

    app.event("file_shared")(file_dropped)
    app.view(Callback.ROSTER_IMPORT)(file_chosen)
    app.action(Action.ROSTER_CONFIRM)(confirm)
    app.action(Action.ROSTER_DISCARD)(discard)


async def _propose(
    services: Services, client: AsyncWebClient, person_id: str, attachment: downloads.Attachment
) -> None:
    """Read a file and owe its preview; whatever goes wrong meanwhile is told in its stead."""
    try:
        data = await downloads.fetch(client, attachment)
        directory = await read_directory(client)
    except VorbildError as refused:
        await services.run(proposing.refuse, person_id, refused.message)
    else:
        await services.run(proposing.propose_file, person_id, data, directory)


async def _replace(respond: AsyncRespond, post: Post) -> None:
    await respond(text=post.whole, blocks=list(post.blocks), replace_original=True)


async def _show(asked: Asked) -> str:
    return roster_text(await asked.services.run(roster.show), asked.words)


async def _import(asked: Asked) -> View:
    return roster_view.import_modal(asked.words)


async def _check(asked: Asked) -> str:
    return roster_view.check_text(await asked.services.run(roster.check, asked.person_id), asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.ROSTER_SHOW: _show,
    Verb.ROSTER_IMPORT: _import,
    Verb.ROSTER_CHECK: _check,
}
