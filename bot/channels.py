"""Whether the bot is in a channel: asked of Slack before posts are promised there."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

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
