"""A ballot's way through the real socket, from submission to acknowledgement, against the least that Bolt can do with it.

Prints a table; run it with `python -m tests.benchmarks.ballot_path`. The same submissions are sent over a websocket, a
hundred at a time, to the whole bot, which seals each durably before it acknowledges, and to a Bolt app whose one listener
does nothing but acknowledge. Each is a process of its own; they take turns, so that a busy machine slows both, and the
ratio is the median over the turns. Target: at least a third of bare Bolt's rate.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pgserver
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import logs
from bot.app import web_client
from bot.connection import SocketConnection
from bot.i18n import Words
from bot.services import Services
from bot.use_cases import answering
from bot.views.answering import ballot_modal
from bot.views.ids import Callback
from surveys.texts import Locale
from surveys.waves import Wave
from tests.benchmarks.bots import serve
from tests.benchmarks.printing import Table, head, show
from tests.builders import members_of, open_wave, roster_of
from tests.conftest import TUESDAY
from tests.journeys.workers import Workplace

Json = dict[str, Any]
TURNS, AT_ONCE, WARM_UP = 5, 100, 100
TARGET, PATIENCE_SECONDS = 1 / 3, 10.0
ANSWERS = {
    "auth.test": {
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
        "team_id": "T0",
        "user": "vorbild",
        "team": "t",
        "url": "http://t/",
    },
    "bots.info": {"bot": {"id": "B0BOT", "app_id": "A0", "user_id": "U0BOT", "name": "vorbild"}},
}


@dataclass
class Line:
    """As much of Slack as it takes to push envelopes through a websocket as fast as they are acknowledged."""

    url: str = ""
    socket: web.WebSocketResponse | None = None
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a method; everything but the socket's address is a constant."""
        method = request.match_info["method"]
        content = {"url": f"{self.url}/link"} if method == "apps.connections.open" else ANSWERS.get(method, {})
        return web.json_response({"ok": True, **content})

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve the app's socket; whoever connects last is sent everything."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0"}})
        self.socket = socket
        async for message in socket:
            answer = json.loads(message.data)
            self.waiting.pop(answer["envelope_id"]).set_result(answer.get("payload") or {})
        return socket

    async def connected(self) -> None:
        """Wait for the app's socket."""
        while self.socket is None:  # noqa: ASYNC110 (another process connects)
            await asyncio.sleep(0.02)

    async def push(self, payloads: list[Json]) -> float:
        """Send all, so many at once, and give how many were acknowledged a second."""
        began, rest = time.perf_counter(), iter(enumerate(payloads))
        await asyncio.gather(*(self._sender(rest) for _ in range(AT_ONCE)))
        return len(payloads) / (time.perf_counter() - began)

    async def _sender(self, rest: Iterator[tuple[int, Json]]) -> None:
        for number, payload in rest:
            waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
            self.waiting[str(number)] = waiting
            envelope = {"envelope_id": str(number), "type": "interactive", "accepts_response_payload": True}
            if self.socket is None:
                raise ConnectionError
            await self.socket.send_json({**envelope, "payload": payload})
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await waiting
            if answer.get("response_action") not in {"update", "clear"}:
                raise ValueError(answer)


async def main(ballots: int) -> None:
    """Measure both databases and print."""
    table = Table(
        f"{TURNS} turns of {ballots} ballots, {AT_ONCE} at once",
        ("", "bare Bolt, acknowledged a second", "sealed and acknowledged a second", f"ratio (target {TARGET:.0%})"),
    )
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            for url in (f"sqlite:///{folder}/vorbild.db", server.get_uri()):
                table.add(url.partition(":")[0], *await _cells(url, folder, ballots))
        finally:
            server.cleanup()
    show(head(), table)


async def _cells(url: str, folder: str, ballots: int) -> list[str]:
    async with _line() as ours, _line() as bare:
        place = Workplace.at(TUESDAY, url, f"sqlite:///{folder}/{url[:4]}-keys.db", f"{ours.url}/api/")
        services = place.services()
        wave = open_wave(services, roster_of({"alpha": ballots}, locale=Locale.EN))
        payloads = [_submission(services, wave, person) for person in members_of("alpha", ballots)]
        services.close()
        with _process(serve, place, False), _process(_serve_bare, f"{bare.url}/api/"):
            rates: dict[str, list[float]] = {"bare": [], "ours": []}
            for line in (bare, ours):
                await line.connected()
                await line.push(payloads[:WARM_UP])
            for _ in range(TURNS):
                rates["bare"].append(await bare.push(payloads))
                rates["ours"].append(await ours.push(payloads))
    ratio = statistics.median(mine / theirs for mine, theirs in zip(rates["ours"], rates["bare"], strict=True))
    return [*(f"{statistics.median(each):,.0f}" for each in rates.values()), f"{ratio:.0%}"]


def _submission(services: Services, wave: Wave, person_id: str) -> Json:
    pulse = answering.open_pulse(services, wave.id, person_id)
    view = ballot_modal(pulse, Words(Locale.EN)).to_dict()
    values = {
        block["block_id"]: {block["element"]["action_id"]: _entered(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0", "domain": "t"},
        "user": {"id": person_id, "name": person_id, "team_id": "T0"},
        "api_app_id": "A0",
        "trigger_id": "1.1.1",
        "view": {**view, "id": "V0", "state": {"values": values}},
    }


def _entered(element: Json) -> Json:
    chosen = {"selected_option": {"value": "4"}} if "options" in element else {"value": "A comment."}
    return {"type": element["type"], **chosen}


@asynccontextmanager
async def _line() -> AsyncIterator[Line]:
    line = Line()
    application = web.Application()
    application.add_routes([web.post("/api/{method}", line.answer), web.get("/link", line.connect)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    line.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield line
    await runner.cleanup()


@contextmanager
def _process(target: Callable[..., None], *arguments: object) -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)
    process.start()
    yield
    process.kill()
    process.join()


def _serve_bare(api_url: str) -> None:
    logs.configure("CRITICAL")
    asyncio.run(_acknowledge(api_url))


async def _acknowledge(api_url: str) -> None:
    app = AsyncApp(client=web_client("xoxb-local", api_url), logger=logs.quiet_logger())

    async def acknowledge(ack: AsyncAck) -> None:
        await ack(response_action="clear")

    app.view(Callback.BALLOT)(acknowledge)
    await SocketConnection(app, "xapp-local").open()
    await asyncio.Event().wait()


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Ballots acknowledged a second, against a Bolt app that does nothing."
    )
    options.add_argument("--quick", action="store_true", help="few ballots, to see that it runs")
    asyncio.run(main(30 if options.parse_args().quick else 600))
