"""Reading from Slack who is in the user groups and channels that surveys ask."""

from collections.abc import Iterable

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.use_cases import audiences
from surveys.audiences import GroupKind, GroupRef
from surveys.errors import VorbildError, say

log = structlog.get_logger()

PAGE = 200
_GONE = {"no_such_subteam", "subteam_not_found", "channel_not_found", "is_archived", "not_in_channel"}


async def read_members(client: AsyncWebClient, group: GroupRef) -> list[str]:
    """List the people in a group."""
    if group.kind is GroupKind.USER_GROUP:
        return list((await client.usergroups_users_list(usergroup=group.id))["users"])
    people: list[str] = []
    cursor = ""
    while True:
        page = await client.conversations_members(channel=group.id, limit=PAGE, cursor=cursor)
        people += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return people


async def read_groups(services: Services, client: AsyncWebClient) -> None:
    """Read who is in the groups that surveys ask. What cannot be read keeps who was in it."""
    for group in await services.run(audiences.wanted):
        try:
            people = await read_members(client, group)
        except SlackApiError as error:
            log.warning("group_not_read", reason=error.response.get("error"))
            continue
        await services.run(audiences.note_members, group, people)


async def need_groups(services: Services, client: AsyncWebClient, groups: Iterable[GroupRef]) -> None:
    """Read groups that an admin has just chosen; one that cannot be read is refused with what to do."""
    for group in groups:
        try:
            people = await read_members(client, group)
        except SlackApiError as error:
            if error.response.get("error") not in _GONE:
                raise
            raise VorbildError(
                say(
                    "I cannot see who is in {group}. If it is a private channel, type `/invite @Vorbild` there and submit again.",
                    group=shown(group),
                )
            ) from None
        await services.run(audiences.note_members, group, people)


def shown(group: GroupRef) -> str:
    """Write a group as Slack's own mention."""
    return f"<#{group.id}>" if group.kind is GroupKind.CHANNEL else f"<!subteam^{group.id}>"


async def read_user_groups(client: AsyncWebClient) -> list[tuple[str, str]]:
    """List the workspace's user groups as id and name."""
    answer = await client.usergroups_list()
    return [(group["id"], f"@{group['handle']}") for group in answer["usergroups"]]
