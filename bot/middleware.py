"""What every listener relies on: a person who acts, known from Slack's payload alone, and their words."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.directory import Readers
from bot.i18n import Words

WORDS = "words"
PERSON = "person_id"
HOME = "home"
_SLACKS = {"hooks.slack.com", "hooks.slack-gov.com"}


Home = Callable[[str, Words], Awaitable[None]]
"""Shows a person their Home tab, in their words, as it stands now."""


def register(app: AsyncApp, readers: Readers, home: Home) -> None:
    """Put the guards before all listeners, and give these the way to the Home tab."""

    async def know_the_person(
        body: dict[str, Any], context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        person_id = context.user_id
        if not _answered_by(body.get("response_url"), str(context.client.base_url if context.client else "")):
            return BoltResponse(status=400, body="")
        if not person_id:
            if body.get("type") == "event_callback":
                return await next_()
            return BoltResponse(status=400, body="")
        context[PERSON] = person_id
        context[WORDS] = await readers.words_of(person_id)
        context[HOME] = home
        return await next_()

    app.middleware(know_the_person)


async def refresh_home(context: AsyncBoltContext) -> None:
    """Show whoever acted their Home tab anew: Slack asks for it only when it is opened.

    Nothing that tells of a ballot or an anonymous word calls this: at that moment there is no call at all.
    """
    await context[HOME](context[PERSON], context[WORDS])


def _answered_by(response_url: object, slack_address: str) -> bool:
    """Tell whether an answer would go to Slack (or to the workspace that stands in for it), and nowhere else."""
    try:
        return not response_url or urlsplit(str(response_url)).netloc in {*_SLACKS, urlsplit(slack_address).netloc}
    except ValueError:
        return False
