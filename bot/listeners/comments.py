"""The leaders' way: they read the comments from their teams, acknowledge them with a click, and reply."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Words
from bot.listeners.in_place import pressed_view
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import comments
from bot.views import comments as view_of
from bot.views.ids import Action, Callback, Field
from bot.views.state import at_field


async def my_comments(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give a leader the section that names where comments wait."""
    return view_of.my_comments(await services.run(comments.places_of, person_id), words)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        wave_id, unit_id, page = view_of.read_place(action.get("value"))
        listing = await services.run(comments.listing, context[PERSON], wave_id, unit_id, page)
        shown = view_of.comments_modal(listing, context[WORDS])
        if action["action_id"] == Action.COMMENTS:
            await client.views_open(trigger_id=body["trigger_id"], view=shown)
        else:
            await client.views_update(view_id=pressed_view(body)["id"], view=shown)

    async def acknowledge(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        kind, comment_id = view_of.ACKNOWLEDGING[action["action_id"]], str(action.get("value"))
        await services.run(comments.acknowledge, context[PERSON], comment_id, kind)
        listing = await services.run(comments.page_of, context[PERSON], comment_id)
        await client.views_update(
            view_id=pressed_view(body)["id"], view=view_of.comments_modal(listing, context[WORDS])
        )

    async def ask(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        thread = await services.run(comments.to_answer, context[PERSON], str(action.get("value")))
        await client.views_push(trigger_id=body["trigger_id"], view=view_of.reply_modal(thread, context[WORDS]))

    async def reply(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        comment_id, text = view_of.read_reply(view)
        with at_field(Field.REPLY):
            await services.run(comments.reply, context[PERSON], comment_id, text)
        await ack()
        listing = await services.run(comments.page_of, context[PERSON], comment_id)
        try:  # the list beneath may have been closed meanwhile
            await client.views_update(
                view_id=view["previous_view_id"], view=view_of.comments_modal(listing, context[WORDS])
            )
        except SlackApiError:
            return

    async def show_misuse(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        shown = await services.run(comments.reported, context[PERSON], str(action.get("value")))
        await client.views_open(trigger_id=body["trigger_id"], view=view_of.misuse_modal(shown, context[WORDS]))

    for action in (Action.COMMENTS, Action.EARLIER_COMMENTS, Action.LATER_COMMENTS):
        app.action(action)(show)
    for action in view_of.ACKNOWLEDGING:
        app.action(action)(acknowledge)
    app.action(Action.REPLY)(ask)
    app.action(Action.MISUSE)(show_misuse)
    app.view(Callback.REPLY)(reply)
