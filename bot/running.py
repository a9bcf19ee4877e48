"""`vorbild run`: from settings to a running process, until it is told to stop."""

import asyncio
import signal

import structlog

from bot.app import Bot, web_client
from bot.clock import Clock, real_clock
from bot.services import Services, open_services
from bot.settings import Settings, need
from storage.database import Database
from storage.keys import KeyStore
from surveys.errors import say

log = structlog.get_logger()


def services_from(settings: Settings, clock: Clock = real_clock) -> Services:
    """Open database and key store as the settings say."""
    secret = need(settings.secret, "VORBILD_SECRET", say("Make one with: {command}", command="openssl rand -hex 32"))
    return open_services(
        Database(settings.database_url),
        KeyStore(settings.keys_url, secret),
        admins=frozenset(settings.admins),
        time_zone=settings.time_zone,
        clock=clock,
        native_charts=settings.native_charts,
    )


def bot_from(settings: Settings, services: Services) -> Bot:
    """Build the bot as the settings say."""
    where = say("Slack shows it under “{page}” of your app.", page="OAuth & Permissions")
    bot_token = need(settings.bot_token, "SLACK_BOT_TOKEN", where)
    where = say("Slack shows it under “{page}” of your app.", page="Basic Information")
    app_token = need(settings.app_token, "SLACK_APP_TOKEN", where)
    client = web_client(bot_token, settings.api_url)
    return Bot(services, client, app_token, settings.messages_per_second)


async def run_bot(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C."""
    services = services_from(settings)
    bot = bot_from(settings, services)
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    await bot.connect()
    bot.work()
    log.info("running")
    await stopping.wait()
    await bot.stop()
    log.info("stopped")
