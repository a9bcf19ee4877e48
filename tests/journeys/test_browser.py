"""The whole way in a real browser: an employee answers, a leader reads what came of it."""

import os
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and not os.environ.get("CI"), reason="Debian's chromium is not installed"),
]


@pytest.fixture
async def page():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield await browser.new_page(viewport={"width": 1100, "height": 900})
        await browser.close()


async def test_an_employee_answers_on_the_page_and_the_leader_sees_the_trend_post(stage, page):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person_id in STAFF[1:]:
        await stage.answer(person_id, 4)

    await page.goto(f"{stage.workspace.url}/?user={STAFF[0]}")
    await page.get_by_role("button", name="Answer").click()
    dialog = page.get_by_role("dialog")
    choices = dialog.get_by_role("radio", name="4 – agree")
    await expect(choices).to_have_count(5)
    for choice in await choices.all():
        await choice.check()
    await dialog.get_by_role("button", name="Seal my answers").click()
    await expect(page.get_by_text("Sealed. You can replace it until")).to_be_visible()

    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    await page.goto(f"{stage.workspace.url}/?user={LEADER}&channel={LEADERSHIP}")
    await expect(page.locator("img[alt*='75']")).to_be_visible()
