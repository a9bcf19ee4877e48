"""What Slack tells of its people: a changed account or status refreshes one person of the roster."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.directory import to_member
from bot.middleware import own_ids
from bot.services import Services
from bot.use_cases import refreshing


def register(app: AsyncApp, services: Services) -> None:
    """List what is listened to."""

    async def person_changed(event: dict[str, Any], context: AsyncBoltContext) -> None:
        await services.run(refreshing.refresh_one, to_member(event["user"], own_ids(context)))

    app.event("team_join")(person_changed)
    app.event("user_change")(person_changed)
