"""Looking in Slack for a message whose answer was lost, by the opaque marker that it carries.

Of direct messages the bot sees its own (`im:history`); a channel's history it may not read, and need not: there an
admin looks and decides.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.use_cases.inviting import Place
from storage.outbox import Message

MARKER = "vorbild_message"
CLOCKS_APART = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""

_PAGE = 100
_MAY_NOT_LOOK = {"missing_scope", "not_in_channel", "channel_not_found"}


class CannotLookError(Exception):
    """The bot may not read where the message was meant to go."""


def marked(message_id: str) -> dict[str, Any]:
    """Mark a message with its opaque id; metadata holds nothing else, for everybody can read it."""
    return {"event_type": MARKER, "event_payload": {"id": message_id}}


async def find(client: AsyncWebClient, message: Message, earliest: datetime) -> Place | None:
    """Find a message that may have arrived since `earliest`; raises `CannotLookError` where the bot may not read."""
    places = await find_all(client, await _conversation(client, message), [message.id], earliest)
    return places[0] if places else None


async def find_all(client: AsyncWebClient, channel_id: str, ids: Sequence[str], earliest: datetime) -> list[Place]:
    """Find every copy of these messages in a conversation, the oldest first."""
    oldest, cursor = str((earliest - CLOCKS_APART).timestamp()), ""
    found: list[Place] = []
    while True:
        page = await _history(client, channel_id, oldest, cursor)
        found += [Place(channel_id, each["ts"]) for each in page["messages"] if _marker(each) in ids]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return sorted(found, key=lambda place: place.message_ts)


async def _conversation(client: AsyncWebClient, message: Message) -> str:
    if "channel_id" in message.parameters:
        return str(message.parameters["channel_id"])
    answer = await client.conversations_open(users=[str(message.parameters["person_id"])])
    return str(answer["channel"]["id"])


async def _history(client: AsyncWebClient, channel_id: str, oldest: str, cursor: str) -> Any:
    try:
        return await client.conversations_history(
            channel=channel_id, oldest=oldest, cursor=cursor, limit=_PAGE, include_all_metadata=True
        )
    except SlackApiError as error:
        if error.response.get("error") in _MAY_NOT_LOOK:
            raise CannotLookError from error
        raise


def _marker(message: dict[str, Any]) -> object:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("id")
