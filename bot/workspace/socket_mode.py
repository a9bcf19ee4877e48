"""Socket Mode: up to ten websockets to one app; each envelope goes to exactly one of them and waits for its answer."""

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.workspace.errors import NotAcknowledgedError, SlackError
from bot.workspace.shapes import Json

MOST_CONNECTIONS = 10
PING_SECONDS = 10.0


@dataclass(eq=False)
class Connection:
    """One websocket of the app. While it is stalled it neither reads, nor answers pings, nor delivers."""

    id: str
    socket: web.WebSocketResponse
    request: web.Request
    is_stalled: bool = False
    is_leaving: bool = False
    is_alive: bool = True
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)

    async def send(self, frame: Json) -> None:
        """Send a frame, unless the line is dead without anybody knowing."""
        if not self.is_stalled:
            with contextlib.suppress(ConnectionError):
                await self.socket.send_str(json.dumps(frame))

    async def ping(self) -> None:
        """Ask from time to time whether the app is still there; cut it off when it has been silent throughout.

        The ping carries a text, as Slack's do: `slack_sdk`'s built-in client hangs on an empty one.
        """
        await asyncio.sleep(PING_SECONDS)
        while self.is_alive:
            self.is_alive = False
            if not self.is_stalled:
                with contextlib.suppress(ConnectionError):
                    await self.socket.ping(f"Ping from applink-{self.id}".encode())
            await asyncio.sleep(PING_SECONDS)
        self.cut()

    def cut(self) -> None:
        """Cut the socket off without a word, as a broken network does."""
        self.give_up()
        if self.request.transport is not None:
            self.request.transport.abort()

    def hear(self, text: str) -> None:
        """Take an acknowledgement from the app."""
        answer = json.loads(text)
        waiting = self.waiting.pop(answer.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload"))

    def give_up(self) -> None:
        """Tell everybody who waits for this socket that it is gone."""
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("The socket is gone."))
        self.waiting.clear()


class SocketHub:
    """All websockets of the app, and the tickets with which they may connect."""

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.connections: list[Connection] = []
        self._tickets: set[str] = set()
        self._turn = 0

    def issue_ticket(self) -> str:
        """Allow one more websocket; the ticket is good once."""
        if len(self.connections) >= MOST_CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="This ticket is unknown or used up.")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(secrets.token_hex(8), socket, request)
        self.connections.append(connection)
        pinging = asyncio.create_task(connection.ping())
        try:
            await connection.send(self._hello(connection))
            await self._listen(connection)
        finally:
            pinging.cancel()
            self.connections.remove(connection)
            connection.give_up()
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            connection.is_alive = True
            if connection.is_stalled:
                continue
            if message.type == WSMsgType.TEXT:
                connection.hear(message.data)
            elif message.type == WSMsgType.PING:
                with contextlib.suppress(ConnectionError):
                    await connection.socket.pong(message.data)

    def _hello(self, connection: Connection) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {
                "host": f"applink-{connection.id}",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
        }

    async def deliver(self, envelope: Json, seconds: float) -> Json | None:
        """Send an envelope to the next socket in turn and give the payload of its acknowledgement.

        Raises `NotAcknowledgedError` when no socket is open or none answers in time.
        """
        connection = self._next()
        envelope_id = secrets.token_hex(16)
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = waiting
        await connection.send({"envelope_id": envelope_id, **envelope})
        try:
            async with asyncio.timeout(seconds):
                return await waiting
        except (TimeoutError, ConnectionResetError) as error:
            raise NotAcknowledgedError("operation_timeout") from error
        finally:
            connection.waiting.pop(envelope_id, None)

    def _next(self) -> Connection:
        open_ = [each for each in self.connections if not each.socket.closed and not each.is_leaving]
        if not open_:
            raise NotAcknowledgedError("dispatch_failed")
        self._turn += 1
        return open_[self._turn % len(open_)]

    async def disconnect(self, reason: str) -> None:
        """Announce to every socket that it will be closed; with `refresh_requested` it gets nothing more."""
        for connection in list(self.connections):
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": connection.id}})
            connection.is_leaving = reason != "warning"

    async def close(self) -> None:
        """Close every socket with a close frame."""
        await asyncio.gather(*(self._close(each) for each in list(self.connections)))

    async def _close(self, connection: Connection) -> None:
        connection.give_up()
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(0.5):
                await connection.socket.close()

    def drop(self) -> None:
        """Cut every socket off without a word, as a broken network does."""
        for connection in list(self.connections):
            connection.cut()

    def stall(self) -> None:
        """Let every present socket fall silent: open, but nothing comes through in either direction."""
        for connection in self.connections:
            connection.is_stalled = True
