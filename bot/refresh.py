"""The nightly look at Slack's directory: names, time zones, languages, absences, and accounts that are switched off."""

from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.directory import read_directory
from bot.services import Services
from bot.use_cases import refreshing

log = structlog.get_logger()

LOOK_EVERY = timedelta(minutes=10)


class Refresh:
    """Looks whether the night's refresh is due; of several processes one does it."""

    def __init__(self, services: Services, client: AsyncWebClient) -> None:
        self._services = services
        self._client = client

    async def run_if_due(self) -> None:
        """Refresh the roster once a night. What fails is tried again the next night; nothing is lost by it."""
        if not await self._services.run(refreshing.take_turn):
            return
        try:
            directory = await read_directory(self._client)
        except SlackApiError as error:
            log.warning("refresh_refused", reason=error.response.get("error"))
        else:
            refreshed = await self._services.run(refreshing.refresh_all, directory)
            log.info("roster_refreshed", changed=refreshed.changed, not_asked=refreshed.not_asked)
