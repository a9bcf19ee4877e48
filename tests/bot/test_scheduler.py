"""The clock begins at once: whoever starts the bot need not wait for the first interval."""

import asyncio

from bot.scheduler import Scheduler


async def test_the_first_tick_comes_with_the_start(services):
    scheduler = Scheduler(services)
    scheduler.start()
    async with asyncio.timeout(4):
        while scheduler.seconds_since_tick() is None:  # noqa: ASYNC110 (APScheduler tells nobody)
            await asyncio.sleep(0.01)
    scheduler.stop()
