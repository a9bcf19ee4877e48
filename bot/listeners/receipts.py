"""The author's way: with nothing but a code they read, answer, close, report or withdraw. Nothing is logged."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Words
from bot.listeners.in_place import pressed_view
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import receipts, voice
from bot.views import receipts as view_of
from bot.views.ids import Action, Callback, Field
from bot.views.state import at_field
from bot.views.voice import entry_modal
from surveys.threads import Kind, Sealed


async def my_receipts(services: Services, person_id: str, words: Words) -> list[Block]:  # noqa: ARG001 (a section's form)
    """Give the section in which a code is entered; the same for everybody."""
    return view_of.my_receipts(words)


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        code = str(action.get("value"))
        found = await services.run(receipts.look, code, context[PERSON])
        await client.views_push(trigger_id=body["trigger_id"], view=view_of.receipt_modal(code, found, context[WORDS]))

    async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view_of.code_modal(context[WORDS]))

    async def enter(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        code = view_of.read_code(view)
        with at_field(Field.CODE):
            relayed = await services.run(voice.look, code)
            if relayed is not None:
                await ack(response_action="update", view=entry_modal(relayed, context[WORDS]))
                return
            found = await services.run(receipts.look, code, context[PERSON])
        await ack(response_action="update", view=view_of.receipt_modal(code, found, context[WORDS]))

    async def answer(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        code, text = view_of.read_answer(view)
        with at_field(Field.ANSWER):
            found = await services.run(receipts.say_in_thread, code, Kind.ANSWER, text)
        await ack(response_action="update", view=view_of.receipt_modal(code, found, context[WORDS]))

    async def end(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        view, words = pressed_view(body), context[WORDS]
        code = view_of.read_kept_code(view)
        kind = Kind.CLOSE if action["action_id"] == Action.CLOSE_THREAD else Kind.REPORT
        found = await services.run(receipts.say_in_thread, code, kind)
        shown = view_of.receipt_modal(code, found, words, view_of.done(kind, words))
        await client.views_update(view_id=view["id"], view=shown)

    async def withdraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        view, words = pressed_view(body), context[WORDS]
        code = view_of.read_kept_code(view)
        found = await services.run(receipts.withdraw, code, context[PERSON])
        note = view_of.taken_out(words) if isinstance(found, Sealed) else view_of.done(Kind.WITHDRAW, words)
        await client.views_update(view_id=view["id"], view=view_of.receipt_modal(code, found, words, note))

    app.action(Action.RECEIPT)(show)
    app.action(Action.ENTER_CODE)(ask)
    app.action(Action.CLOSE_THREAD)(end)
    app.action(Action.REPORT_THREAD)(end)
    app.action(Action.WITHDRAW_COMMENT)(withdraw)
    app.view(Callback.CODE)(enter)
    app.view(Callback.THREAD)(answer)
