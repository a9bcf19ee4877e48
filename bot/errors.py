"""The one translator at the edge: a known error becomes a sentence in the reader's language, an unknown one a number."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block, MarkdownTextObject, PlainTextObject, SectionBlock
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Words
from bot.middleware import WORDS
from bot.views.state import FieldsError
from surveys.errors import VorbildError
from surveys.texts import Locale

log = structlog.get_logger()

_SECTION, _TITLE = 2900, 24
_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}
ACKNOWLEDGEMENT_SEEN_SECONDS = 0.05
"""Bolt looks for an acknowledgement every 10 ms, and forgets one whose listener fails before it looked."""


def explain(error: Exception, words: Words) -> str:
    """Say what went wrong. Of an unknown error the log gets kind and number, never the payload or its message."""
    if isinstance(error, VorbildError):
        return words.message(error.message)
    if isinstance(error, SlackApiError) and error.response.get("error") in _TOO_LATE:
        log.warning("modal_too_late", reason=error.response.get("error"))
        return words("This took longer than Slack waits for a form. Please try once more.")
    reference = secrets.token_hex(4)
    log.error("unexpected_error", reference=reference, kind=type(error).__name__, where=_where(error))
    return words(
        "Something went wrong on our side; nothing was changed. Please try again, or tell your admin the number {reference}.",
        reference=reference,
    )


def message_modal(text: str, words: Words, *, formatted: bool = False, title: str = "") -> View:
    """Build a modal that says one thing; formatted only when whatever people wrote in it is escaped."""
    shape = MarkdownTextObject if formatted else PlainTextObject
    return blocks_modal([SectionBlock(text=shape(text=part)) for part in _parts(text)], words, title)


def _parts(text: str) -> list[str]:
    """Part a text between its lines, so that each part fits a section."""
    parts = [""]
    for line in text.splitlines():
        if len(parts[-1]) + len(line) >= _SECTION:
            parts.append("")
        parts[-1] += f"{line[:_SECTION]}\n"
    return [part.rstrip() for part in parts]


def blocks_modal(blocks: Sequence[Block], words: Words, title: str = "") -> View:
    """Build a modal that shows something."""
    return View(
        type="modal",
        title=PlainTextObject(text=(title or words("Pulse"))[:_TITLE]),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )


def register(app: AsyncApp) -> None:
    """Answer whatever a listener raises, in the way that its payload can be answered."""

    async def answer(
        error: Exception,
        body: dict[str, Any],
        context: AsyncBoltContext,
        ack: AsyncAck,
        respond: AsyncRespond,
        client: AsyncWebClient,
    ) -> BoltResponse | None:
        if ack.response is not None:
            await asyncio.sleep(ACKNOWLEDGEMENT_SEEN_SECONDS)
        words = context.get(WORDS) or Words(Locale.EN)
        if body.get("type") == "view_submission" and ack.response is None:
            return _reply(_submission_answer(error, words))
        text = explain(error, words)
        if "command" in body:
            await respond(text=text, response_type="ephemeral")
        elif body.get("trigger_id"):
            await _show(client, body["trigger_id"], message_modal(text, words))
        return BoltResponse(status=200, body="") if ack.response is None else None

    app.error(answer)


def _submission_answer(error: Exception, words: Words) -> dict[str, Any]:
    """Keep what was typed: problems stand at their fields, or in a view on top of the form."""
    if isinstance(error, FieldsError):
        problems = {block: words.message(problem) for block, problem in error.problems.items()}
        return {"response_action": "errors", "errors": problems}
    return {"response_action": "push", "view": message_modal(explain(error, words), words).to_dict()}


async def _show(client: AsyncWebClient, trigger_id: str, view: View) -> None:
    try:
        await client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        log.warning("error_not_shown", reason=error.response.get("error"))


def _reply(content: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(content), headers={"content-type": "application/json"})


def _where(error: Exception) -> str:
    """Name the line that failed, without any value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
