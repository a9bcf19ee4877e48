"""A workspace per test, one of its people, and whatever app a test connects to it."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Limits, Manifest, Patience, Person, Workspace
from tests.workspace.quickstart import async_app

DATA = Path(__file__).parent / "data"
ANNA, BEN = "U0LOCANNA01", "U0LOCBEN001"
PATIENT = Patience(event_retry_seconds=(0.05, 0.05, 0.05))
IMPATIENT = Patience(acknowledgement_seconds=0.2, event_retry_seconds=(0.02, 0.02, 0.02))


@pytest.fixture
def manifest():
    return Manifest.load(DATA / "manifest.yaml")


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as opened:
        yield opened


@asynccontextmanager
async def running(manifest, **options):
    workspace = Workspace(manifest, **{"limits": Limits.off(), "patience": PATIENT, **options})
    await workspace.start()
    try:
        yield workspace
    finally:
        await workspace.stop()


@pytest.fixture
async def workspace(manifest):
    async with running(manifest) as opened:
        yield opened


@pytest.fixture
def impatient(workspace):
    """Let the workspace wait a fifth of a second only, for tests in which nobody answers."""
    workspace.context.delivery.patience = IMPATIENT


@pytest.fixture
def client(workspace):
    return AsyncWebClient(token="xoxb-local", base_url=workspace.api_url)


@pytest.fixture
def anna(workspace, session):
    return Person(workspace.url, ANNA, session)


@pytest.fixture
def ben(anna):
    return anna.beside(BEN)


@asynccontextmanager
async def connected(workspace, app, **options):
    """Connect an app through Socket Mode and wait until its websocket is open."""
    handler = AsyncSocketModeHandler(app, "xapp-local", **options)
    before = workspace.connections
    await handler.connect_async()
    await until(lambda: workspace.connections > before)
    try:
        yield handler
    finally:
        await handler.close_async()
        await handler.client.aiohttp_client_session.close()


async def until(look, seconds=5.0):
    """Yield to the loop until something is so."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.002)


@pytest.fixture
async def app(workspace):
    """The quickstart app, connected."""
    stock = async_app(workspace.api_url)
    async with connected(workspace, stock):
        yield stock


def channel_named(workspace, name):
    return next(each for each in workspace.state.channels.values() if each.name == name)


def section(text="Hello", **fields):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **fields}


def modal(*blocks, **fields):
    title = {"type": "plain_text", "text": "A modal"}
    return {"type": "modal", "title": title, "blocks": list(blocks) or [section()], **fields}
