"""Whole bots in processes of their own, to be measured and killed."""

import asyncio
import multiprocessing

from bot import logs
from bot.app import Bot, web_client
from bot.workspace import Workspace
from tests.journeys.workers import Workplace

START_SECONDS = 30.0
LOOK_SECONDS = 0.02
MESSAGES_PER_SECOND = 4.0


class Bots:
    """So many equal bots; whoever is killed is replaced."""

    def __init__(self, place: Workplace, workspace: Workspace) -> None:
        self._place, self._workspace = place, workspace
        self._context = multiprocessing.get_context("spawn")
        self._running: list[multiprocessing.process.BaseProcess] = []

    async def start(self, number: int = 1) -> None:
        """Start bots, one after the other, and wait until each is connected."""
        for _ in range(number):
            process = self._context.Process(target=serve, args=(self._place,), daemon=True)
            process.start()
            self._running.append(process)
            await self._all_connected()

    async def kill(self) -> None:
        """Kill the one that has run longest, without a word."""
        process = self._running.pop(0)
        process.kill()
        process.join()
        await self._all_connected()

    async def stop(self) -> None:
        """Kill all."""
        while self._running:
            await self.kill()

    async def _all_connected(self) -> None:
        async with asyncio.timeout(START_SECONDS):
            while self._workspace.connections != len(self._running):  # noqa: ASYNC110 (other processes connect)
                await asyncio.sleep(LOOK_SECONDS)


def serve(place: Workplace, delivers: bool = True) -> None:
    """Be a bot until killed; one that does not deliver only answers."""
    logs.configure("CRITICAL")
    asyncio.run(_serve(place, delivers))


async def _serve(place: Workplace, delivers: bool) -> None:
    bot = Bot(place.services(), web_client("xoxb-local", place.api_url), "xapp-local", MESSAGES_PER_SECOND)
    await bot.connect()
    if delivers:
        bot.work()
    await asyncio.Event().wait()
