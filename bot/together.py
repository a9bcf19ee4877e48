"""Doing together what comes in at the same time: the more people answer at once, the less each of them costs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")
MOST_AT_ONCE = 50


class Together(Generic[Item, Done]):
    """Hands on one item when it comes alone, and all that came meanwhile when the last are done.

    `do` gives an outcome for each item, in their order; an exception is raised to whoever brought that item.
    """

    def __init__(self, do: Callable[[list[Item]], Awaitable[Sequence[Done | Exception]]]) -> None:
        self._do = do
        self._waiting: list[tuple[Item, asyncio.Future[Done]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Done:
        """Have an item done and give what came of it."""
        future: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            now, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            for (_, future), outcome in zip(now, await self._outcomes([item for item, _ in now]), strict=True):
                if future.done():
                    continue
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)
        self._working = None

    async def _outcomes(self, items: list[Item]) -> Sequence[Done | Exception]:
        try:
            return await self._do(items)
        except Exception as error:  # noqa: BLE001 (whoever waits must hear of it, and the next must get their turn)
            return [error for _ in items]
