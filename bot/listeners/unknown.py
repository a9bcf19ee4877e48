"""Forms and buttons that nobody knows, such as those of an earlier version: answered in a sentence."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views.ids import Action, Callback
from surveys.errors import VorbildError, say

UNKNOWN = re.compile(rf"^(?!({'|'.join([*Action, *Callback])})(/|$))")
"""Not simply everything: when a listener takes longer than three seconds, Bolt asks the next one that would listen, which
would say that nothing was changed."""


def register(app: AsyncApp, _services: Services) -> None:
    """Listen to whatever no other listener has taken."""

    async def refuse_form() -> None:
        raise VorbildError(say("This form is not valid any more. Please open it again; nothing was changed."))

    async def refuse_button(ack: AsyncAck) -> None:
        await ack()
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))

    app.view_submission(UNKNOWN)(refuse_form)
    app.block_action(UNKNOWN)(refuse_button)
