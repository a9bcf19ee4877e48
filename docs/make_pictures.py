"""Makes the pictures of the README from a running demo: `vorbild demo --no-browser --port 8700`, then this script."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Page, async_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1100, "height": 860}


async def main(url: str, employee: str, leader: str, channel: str) -> None:
    """Photograph an invitation, the ballot paper and a trend post."""
    IMAGES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport=SIZE)
        await page.goto(f"{url}/?user={employee}")
        answer = page.get_by_role("button", name="Answer").last
        await answer.wait_for()
        await _settle(page)
        await page.screenshot(path=IMAGES / "invitation.png")
        await answer.click()
        await page.get_by_role("dialog").wait_for()
        await _settle(page)
        await page.screenshot(path=IMAGES / "ballot.png")
        await page.goto(f"{url}/?user={leader}&channel={channel}")
        await page.locator("img").last.wait_for()
        await _settle(page)
        await page.screenshot(path=IMAGES / "trend-post.png")
        await browser.close()


async def _settle(page: Page) -> None:
    """Let pictures load and the list come to rest."""
    await page.wait_for_load_state("load")
    await page.wait_for_timeout(1200)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
