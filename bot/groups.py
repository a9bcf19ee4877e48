"""Slack's user groups, and the profile field in which a workspace keeps everybody's manager, where it has one."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from surveys.roster_groups import Group


async def read_groups(client: AsyncWebClient) -> list[Group]:
    """List the user groups that are in use, with their members."""
    answer = await client.usergroups_list(include_users=True)
    return [
        Group(str(each["id"]), str(each["name"]), tuple(each.get("users") or ()))
        for each in answer["usergroups"]
        if not each.get("date_delete")
    ]


async def read_manager_fields(client: AsyncWebClient) -> list[tuple[str, str]]:
    """Give id and label of the profile fields that name a person; none where the workspace has none."""
    try:
        answer = await client.team_profile_get()
    except SlackApiError:
        return []
    fields: list[dict[str, Any]] = answer["profile"].get("fields") or []
    return [(str(each["id"]), str(each["label"])) for each in fields if each.get("type") == "user"]


async def read_managers(client: AsyncWebClient, person_ids: Iterable[str], field_id: str) -> dict[str, str]:
    """Read everybody's manager off their profiles: a call a person, as fast as Slack allows (100 a minute)."""
    managers = {}
    for person_id in person_ids:
        fields = (await _profile(client, person_id)).get("fields") or {}
        value = str((fields.get(field_id) or {}).get("value", ""))
        if value:
            managers[person_id] = value.split(",", maxsplit=1)[0]
    return managers


async def _profile(client: AsyncWebClient, person_id: str) -> dict[str, Any]:
    while True:
        try:
            profile: dict[str, Any] = (await client.users_profile_get(user=person_id))["profile"]
        except SlackApiError as error:
            if error.response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                raise
            await asyncio.sleep(float(error.response.headers.get("Retry-After", 1)))
        else:
            return profile
