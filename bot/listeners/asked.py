"""What a verb's handler is given, and what it gives back; each noun's listener lists its own `HANDLERS`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.commands import Call
from bot.i18n import Words
from bot.services import Services
from bot.views.post import Post


@dataclass(frozen=True)
class Asked:
    """Who asked what, by command or by button, and all it takes to answer. Rights were checked by the table."""

    services: Services
    client: AsyncWebClient
    person_id: str
    words: Words
    call: Call

    @property
    def name(self) -> str:
        """Give the name behind the verb; empty when there is none."""
        return self.call.name


@dataclass(frozen=True)
class Growing:
    """A modal that opens at once and is completed later: a trigger lives three seconds, a picture takes longer.

    `grow` is given the id of the opened view.
    """

    view: View
    grow: Callable[[str], Awaitable[None]]

    async def open(self, show: Callable[..., Awaitable[AsyncSlackResponse]], trigger_id: str) -> None:
        """Open it by `views_open` or `views_push`, and complete it."""
        opened = await show(trigger_id=trigger_id, view=self.view)
        await self.grow(opened["view"]["id"])


def complete(view: View) -> Growing:
    """Give a modal to which nothing is added later."""

    async def nothing(_view_id: str) -> None:
        return

    return Growing(view, nothing)


Answer = str | Post | View | Growing
"""mrkdwn, in which what people wrote is escaped; blocks; or a modal to open, at once or completed later."""

Handler = Callable[[Asked], Awaitable[Answer]]
"""Does what was asked and gives the answer, whether it was typed or pressed."""
