"""One browser for all tests of a module; a fresh server and a fresh person for each test."""

import os
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from tests.workspace_page.fake_server import FakeServer

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM.exists():
        return str(CHROMIUM)
    if os.environ.get("CI"):
        pytest.fail(f"{CHROMIUM} is missing: the workspace page cannot be tested.")
    return pytest.skip(f"{CHROMIUM} is missing (apt-get install chromium).")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium):
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def server():
    fake = FakeServer()
    fake.url, stop = await fake.start()
    yield fake
    await stop()


@pytest.fixture
def visit(browser, server):
    """`async with visit("?user=U1") as page`: fails the test if the page has thrown an error meanwhile."""

    @asynccontextmanager
    async def open_page(query="", **options):
        context = await browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "timezone_id": "Asia/Tokyo", **options}
        )
        page = await context.new_page()
        page.set_default_timeout(5000)
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        await page.goto(f"{server.url}/{query}")
        yield page
        await context.close()
        assert problems == []

    return open_page
