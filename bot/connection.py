"""Socket Mode: the websocket over which Slack tells what people do."""

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot import logs

PING_SECONDS = 2
"""At this interval a reset, a close and a silent stall are each mended within five seconds."""


class SocketConnection:
    """The websocket; the SDK mends it whenever it breaks."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, logger=logs.quiet_logger(), ping_interval=PING_SECONDS)

    async def open(self) -> None:
        """Connect: from now on people can answer."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's handler has no annotations

    async def close(self) -> None:
        """Disconnect."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # likewise

    async def connected(self) -> bool:
        """Tell whether the websocket is open and answers."""
        websocket = self._handler.client
        return bool(await websocket.is_connected())
