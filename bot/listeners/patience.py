"""Work that may take longer than Slack waits, as it does with 100,000 people: first a word that it does, then its outcome."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import explain, message_modal
from bot.i18n import Words
from bot.listeners.asked import Growing, complete

SECONDS = 1.5
"""A trigger lives three seconds, an acknowledgement must come within three: half of that is for the way."""

Show = Callable[[View], Awaitable[str]]
"""Shows a view for the first time, and gives its id."""


async def show_outcome(
    work: Coroutine[Any, Any, Growing], show: Show, client: AsyncWebClient, words: Words, *, patience: float = SECONDS
) -> None:
    """Show what comes of work. What it refuses in time is raised as ever; later it is told where it was awaited."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=patience)
    if task.done():
        outcome = task.result()
        await outcome.grow(await show(outcome.view))
        return
    told = words("This takes a moment. You may close this; it goes on, and nothing is done twice.")
    view_id = await show(message_modal(told, words))
    try:
        outcome = await task
    except Exception as error:  # noqa: BLE001 (whatever it was, whoever waits has to read how it ended)
        outcome = complete(message_modal(explain(error, words), words))
    with suppress(SlackApiError):  # it may have been closed meanwhile
        await client.views_update(view_id=view_id, view=outcome.view)
        await outcome.grow(view_id)


def acknowledging(ack: Callable[..., Awaitable[Any]], view_id: str) -> Show:
    """Show in place of a submitted form, which its acknowledgement does."""

    async def show(view: View) -> str:
        await ack(response_action="update", view=view)
        return view_id

    return show
