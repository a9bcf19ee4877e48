"""`vorbild run`: from settings to a running process, until it is told to stop."""

import asyncio
import gc
import signal
from dataclasses import replace

import structlog
import uvicorn

from bot.app import Bot, web_client
from bot.clock import Clock, real_clock
from bot.http import server
from bot.services import Services, open_services
from bot.settings import HTTP_ADDRESS, Settings, need
from storage.database import Database
from storage.keys import KeyStore
from storage.single import alone
from surveys.errors import say

log = structlog.get_logger()


def services_from(settings: Settings, clock: Clock = real_clock) -> Services:
    """Open database and key store as the settings say."""
    secret = need(settings.secret, "VORBILD_SECRET", say("Make one with: {command}", command="openssl rand -hex 32"))
    opened = open_services(
        Database(settings.database_url),
        KeyStore(settings.keys_url, secret),
        admins=frozenset(settings.admins),
        time_zone=settings.time_zone,
        clock=clock,
        native_charts=settings.native_charts,
    )
    return replace(opened, messages_per_second=settings.messages_per_second, retention=settings.retention)


def bot_from(settings: Settings, services: Services, *, http: bool = False) -> Bot:
    """Build the bot as the settings say; over HTTP there is no websocket and no app token."""
    where = say("Slack shows it under “{page}” of your app.", page="OAuth & Permissions")
    bot_token = need(settings.bot_token, "SLACK_BOT_TOKEN", where)
    where = say("Slack shows it under “{page}” of your app.", page="Basic Information")
    app_token = "" if http else need(settings.app_token, "SLACK_APP_TOKEN", where)
    client = web_client(bot_token, settings.api_url)
    return Bot(services, client, app_token, settings.messages_per_second)


async def run_bot(settings: Settings, *, http: bool = False) -> None:
    """Run until SIGTERM or Ctrl-C. On SQLite, one process alone: a second one is refused."""
    signing_secret = ""
    if http:
        where = say("Slack shows it under “{page}” of your app.", page="Basic Information")
        signing_secret = need(settings.signing_secret, "SLACK_SIGNING_SECRET", where)
    services = services_from(settings)
    with alone(services.database):
        bot = bot_from(settings, services, http=http)
        address = settings.listen or (HTTP_ADDRESS if http else "")
        await _run(bot, _server(bot, address, signing_secret) if address else None)


def _server(bot: Bot, address: str, signing_secret: str) -> uvicorn.Server:
    host, _, port = address.rpartition(":")
    return server(bot.routes(signing_secret), host.strip("[]") or "127.0.0.1", int(port))


def settle() -> None:
    """Keep the collector from looking through what stays for good: it cost the report of a large company a third more."""
    gc.collect()
    gc.freeze()


async def _run(bot: Bot, serving: uvicorn.Server | None) -> None:
    settle()
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    await bot.connect()
    bot.work()
    log.info("running")
    if serving is not None:
        await serving.serve()  # returns at the same signals, and hands them on
    await stopping.wait()
    await bot.stop()
    log.info("stopped")
