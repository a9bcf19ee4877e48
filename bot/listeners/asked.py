"""What a verb's handler is given, and what it gives back; each noun's listener lists its own `HANDLERS`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Call
from bot.i18n import Words
from bot.services import Services


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


Handler = Callable[[Asked], Awaitable[str | View]]
"""Does what was asked and gives the answer: mrkdwn, in which what people wrote is escaped, or a modal to open."""
