"""Tells open browser pages and simulated people that something before them has changed."""

import asyncio
from collections import defaultdict
from collections.abc import Container

from bot.workspace.shapes import Json

Notice = tuple[str, Json]
"""The name of a server-sent event and its data."""


class Feed:
    """One queue per open page. A page that was closed is forgotten; `None` in a queue ends its stream."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, set[asyncio.Queue[Notice | None]]] = defaultdict(set)

    def open(self, user: str) -> asyncio.Queue[Notice | None]:
        """Begin to listen for one person."""
        queue: asyncio.Queue[Notice | None] = asyncio.Queue()
        self._queues[user].add(queue)
        return queue

    def leave(self, user: str, queue: asyncio.Queue[Notice | None]) -> None:
        """Stop listening."""
        self._queues[user].discard(queue)

    def tell(self, users: Container[str], event: str, **data: str) -> None:
        """Send a notice to all of these people who have a page open."""
        for user, queues in self._queues.items():
            if user in users:
                for queue in queues:
                    queue.put_nowait((event, data))

    def tell_one(self, user: str, event: str, **data: str) -> None:
        """Send a notice to one person."""
        for queue in self._queues.get(user, ()):
            queue.put_nowait((event, data))

    def close(self) -> None:
        """End every stream."""
        for queues in self._queues.values():
            for queue in queues:
                queue.put_nowait(None)
