"""What every listener relies on: a person who acts, known from Slack's payload alone, and their words."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.directory import Readers

WORDS = "words"
PERSON = "person_id"


def register(app: AsyncApp, readers: Readers) -> None:
    """Put the guards before all listeners."""

    async def know_the_person(
        body: dict[str, Any], context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        person_id = context.user_id
        if not person_id:
            if body.get("type") == "event_callback":
                return await next_()
            return BoltResponse(status=400, body="")
        context[PERSON] = person_id
        context[WORDS] = await readers.words_of(person_id)
        return await next_()

    app.middleware(know_the_person)
