"""Whether the bot is in a channel: asked of Slack before posts are promised there."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

_PAGE = 1000
_UNSEEN = {"channel_not_found", "missing_scope", "not_in_channel"}


async def is_inside(client: AsyncWebClient, channel_id: str) -> bool:
    """Tell whether the bot is in a channel and may post there; a private one it is not in cannot even be seen."""
    try:
        channel = (await client.conversations_info(channel=channel_id))["channel"]
    except SlackApiError as error:
        if error.response.get("error") in _UNSEEN:
            return False
        raise
    return bool(channel.get("is_member")) and not channel.get("is_archived")


async def members_of(client: AsyncWebClient, channel_id: str) -> frozenset[str]:
    """Name the people in a channel; nobody where the bot cannot look."""
    found: set[str] = set()
    cursor = None
    try:
        while cursor != "":
            page = await client.conversations_members(channel=channel_id, limit=_PAGE, cursor=cursor)
            found.update(page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
    except SlackApiError as error:
        if error.response.get("error") not in _UNSEEN:
            raise
    return frozenset(found)
