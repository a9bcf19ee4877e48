"""What `vorbild doctor` asks of Slack: token, scopes, clock, channels and, only if told to, the websocket's address."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.app import web_client
from bot.channels import is_inside
from bot.health import CLOCK_APART
from bot.manifest import manifest_path
from bot.settings import Settings
from bot.use_cases.checkup import Finding, fail, fine
from surveys.errors import say

PATIENCE_SECONDS = 5
_UNREACHED = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


async def in_slack(settings: Settings, channels: set[str], *, live: bool) -> list[Finding]:
    """Ask Slack; what has not answered after five seconds is a failure."""
    found: list[Finding] = []
    client = web_client(settings.bot_token.get_secret_value(), settings.api_url)
    app_token = settings.app_token.get_secret_value()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for each in _asked(client, channels):
                found.append(each)  # noqa: PERF401 (what was found before a failure is kept)
            if live and app_token:
                found.append(await _socket(web_client(app_token, settings.api_url)))
    except _UNREACHED as error:
        found.append(_refused(error))
    return found


async def _asked(client: AsyncWebClient, channels: set[str]) -> AsyncIterator[Finding]:
    answer = await client.auth_test()
    yield fine(say("Slack knows the bot as {name}.", name=answer.get("user", "?")))
    yield _scopes(answer)
    yield _clock(answer, datetime.now(UTC))
    outside = [channel for channel in sorted(channels) if not await is_inside(client, channel)]
    for channel in outside:
        yield fail(
            say("The bot is not in the leadership channel {channel}.", channel=channel),
            say("Write there: /invite @Vorbild"),
        )
    if channels and not outside:
        yield fine(say("The bot is in all leadership channels."))


def _scopes(answer: AsyncSlackResponse) -> Finding:
    granted = set(_header(answer, "x-oauth-scopes").replace(" ", "").split(","))
    missing = ", ".join(sorted(needed_scopes() - granted))
    if missing:
        return fail(
            say("The token lacks scopes: {scopes}.", scopes=missing),
            say("Update the app's manifest to app.yaml of this version, and reinstall the app to the workspace."),
        )
    return fine(say("The token has all scopes."))


def _clock(answer: AsyncSlackResponse, now: datetime) -> Finding:
    apart = abs((now - parsedate_to_datetime(_header(answer, "date"))).total_seconds())
    if apart > CLOCK_APART:
        return fail(
            say("This machine's clock is {count} seconds off Slack's.", count=round(apart)),
            say("Let it be set by NTP; with a wrong clock waves open and close at wrong times."),
        )
    return fine(say("This machine's clock agrees with Slack's."))


async def _socket(client: AsyncWebClient) -> Finding:
    try:
        await client.apps_connections_open(app_token=client.token or "")
    except SlackApiError as error:
        return fail(
            say("Slack refuses the app-level token: {reason}.", reason=error.response.get("error")),
            say("It needs the scope connections:write, and Socket Mode must be on in the app's settings."),
        )
    return fine(say("Slack gives an address for the websocket."))


def _refused(error: Exception) -> Finding:
    code = error.response.get("error") if isinstance(error, SlackApiError) else None
    if code in {"invalid_auth", "token_revoked", "account_inactive", "not_authed"}:
        return fail(
            say("Slack refuses the token: {reason}.", reason=code),
            say("Reinstall the app to the workspace, and set SLACK_BOT_TOKEN to the token it shows then."),
        )
    return fail(
        say("Slack cannot be reached, or did not answer in time: {reason}.", reason=code or type(error).__name__),
        say("Check the way out to slack.com: DNS, firewall, proxy. Slack's own state: https://slack-status.com"),
    )


@cache
def needed_scopes() -> set[str]:
    """Give the scopes that the manifest asks for."""
    return set(yaml.safe_load(manifest_path().read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])


def _header(answer: AsyncSlackResponse, name: str) -> str:
    return next((str(value) for key, value in answer.headers.items() if key.lower() == name), "")
