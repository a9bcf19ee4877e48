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


async def test_an_admin_finds_the_holidays_of_an_office_by_typing_a_part_of_a_name(stage, page):
    await page.goto(f"{stage.workspace.url}/?user={ADMIN}")
    await stage.ask_for_modal(ADMIN, "roster office")
    dialog = page.get_by_role("dialog")
    office = dialog.get_by_role("combobox", name="Holidays in Berlin")
    await office.click()
    await office.fill("brandenb")
    await page.get_by_role("option", name="Germany – Brandenburg (DE-BB)").click()
    await expect(office).to_have_value("Germany – Brandenburg (DE-BB)")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Berlin: Germany – Brandenburg (DE-BB)")).to_be_visible()


PHONE = {"width": 390, "height": 844}
expect.set_options(timeout=20_000)


async def press_until_focused(page, locator):
    await expect(locator).to_be_visible()
    for _ in range(150):
        if await locator.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"{locator} cannot be reached with Tab.")


async def fits(page):
    """Nothing reaches beyond a phone's edge: neither the page, nor what scrolls in it."""
    too_wide = """() => [...document.querySelectorAll("body, main, dialog[open], dialog[open] *, .message, .home, .home *")]
        .filter(each => each.getClientRects().length && each.getBoundingClientRect().right > innerWidth + 1)
        .map(each => each.outerHTML.slice(0, 120))"""
    return await page.evaluate(too_wide) == []


async def test_on_a_phone_and_by_keyboard_alone_an_employee_answers_and_a_leader_commits(stage, page):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    await page.set_viewport_size(PHONE)

    await page.goto(f"{stage.workspace.url}/?user={STAFF[0]}")
    await press_until_focused(page, page.get_by_role("button", name="Answer"))
    assert await fits(page)
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    first_choices = dialog.get_by_role("radio", name="1 – strongly disagree")
    await expect(first_choices).to_have_count(5)
    assert await fits(page)
    for choice in await first_choices.all():
        await press_until_focused(page, choice)
        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowDown")
    await press_until_focused(page, dialog.get_by_role("button", name="Seal my answers"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Sealed. You can replace it until")).to_be_visible()
    assert await fits(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()

    for person_id in STAFF[1:]:
        await stage.answer(person_id, 4)
    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    await page.goto(f"{stage.workspace.url}/?user={LEADER}&channel={LEADERSHIP}")
    await press_until_focused(page, page.get_by_role("button", name="Etwas zusagen"))
    assert await fits(page)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Was sagst du zu?")).to_be_focused()
    assert await fits(page)
    await page.goto(f"{stage.workspace.url}/?user={LEADER}&home=1")
    await expect(page.locator(".home").get_by_role("button").first).to_be_visible()
    assert await fits(page)


async def test_on_a_phone_the_name_of_a_channel_leaves_room_for_every_button(stage, page):
    stage.workspace.state.channels[LEADERSHIP].name = "leadership-of-a-very-long-department"
    await page.set_viewport_size(PHONE)
    await page.goto(f"{stage.workspace.url}/?user={LEADER}&channel={LEADERSHIP}")
    buttons = await page.locator(".place-head .icon-button:visible").all()
    assert len(buttons) == 3
    assert len({(await button.bounding_box())["y"] for button in buttons}) == 1
