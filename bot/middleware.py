"""What every listener relies on: a person who acts, known from Slack's payload alone, and their words."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.directory import Readers
from bot.i18n import Words
from surveys.errors import VorbildError, say

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
        known = await readers.know(person_id, own_ids(context))
        context[PERSON], context[WORDS], context[HOME] = person_id, known.words, home
        if known.outside and body.get("type") != "event_callback":
            raise VorbildError(
                say(
                    "Vorbild is for people who work here: Slack says that your account is switched off, or another "
                    "organisation's. Nothing was changed."
                )
            )
        if known.outside and (body.get("event") or {}).get("type") == "app_home_opened":
            return BoltResponse(status=200, body="")
        return await next_()

    app.middleware(know_the_person)


def own_ids(context: AsyncBoltContext) -> frozenset[str]:
    """Name our own workspace, and the organisation it belongs to if it does; nothing where Slack did not say."""
    ours = context.authorize_result
    return frozenset(filter(None, (ours.team_id, ours.enterprise_id))) if ours is not None else frozenset()


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
