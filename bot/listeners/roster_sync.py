"""A roster from Slack itself: user groups as units, leaders chosen or read off profiles; previewed like a file."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import groups
from bot.commands import Verb
from bot.directory import read_directory
from bot.errors import message_modal
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import proposing, roles, roster
from bot.views import roster_sync as sync_view
from bot.views.ids import Callback
from bot.views.roster import reading_text
from surveys.roster_groups import Group, from_leaders, from_managers


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def groups_chosen(
        ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await services.run(roles.need_admin, context[PERSON], Verb.ROSTER_SYNC)
        choice, words = sync_view.read_groups(view), context[WORDS]
        if choice.field_id is None:
            chosen = await _groups(client, choice.group_ids)
            today = await services.run(roster.show)
            await ack(response_action="update", view=sync_view.leaders_modal(chosen, today, words))
            return
        await ack(response_action="update", view=message_modal(reading_text(words), words))
        chosen = await _groups(client, choice.group_ids)
        people = {id_ for group in chosen for id_ in group.members}
        managers = await groups.read_managers(client, sorted(people), choice.field_id)
        make = partial(from_managers, chosen, managers, await read_directory(client))
        await services.run(proposing.propose_groups, context[PERSON], make)

    async def leaders_chosen(
        ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await services.run(roles.need_admin, context[PERSON], Verb.ROSTER_SYNC)
        leaders, words = sync_view.read_leaders(view), context[WORDS]
        await ack(response_action="update", view=message_modal(reading_text(words), words))
        make = partial(from_leaders, await _groups(client, leaders), leaders, await read_directory(client))
        await services.run(proposing.propose_groups, context[PERSON], make)

    app.view(Callback.ROSTER_GROUPS)(groups_chosen)
    app.view(Callback.ROSTER_LEADERS)(leaders_chosen)


async def _groups(client: AsyncWebClient, wanted: tuple[str, ...] | Mapping[str, str]) -> list[Group]:
    return [group for group in await groups.read_groups(client) if group.id in wanted]


async def _sync(asked: Asked) -> View:
    found = await groups.read_groups(asked.client)
    return sync_view.groups_modal(found, await groups.read_manager_fields(asked.client), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.ROSTER_SYNC: _sync}
