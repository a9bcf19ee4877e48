"""Makes the pictures of the documents: plays a demo, walks it in Chromium as its people would, and photographs.

`.venv/bin/python docs/make_pictures.py` needs Debian's `chromium` and some minutes. The same walk through a small
company is a test, so that the pictures cannot go stale unnoticed.
"""

import asyncio
import base64
import html
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.demo import company as companies
from bot.i18n import Words
from bot.workspace.client import Person
from surveys.scales import LABELS, Answer
from surveys.texts import Locale, Text

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
IMAGES = Path(__file__).parent / "images"
_SIZE = {"width": 1000, "height": 760}
_TALL = {**_SIZE, "height": 1060}
_PICTURES_ARE_THERE = """() => Promise.all([...document.images]
    .filter(each => each.getBoundingClientRect().top < innerHeight && each.getBoundingClientRect().bottom > 0)
    .map(each => each.decode().catch(() => 0)))"""
_PROMISE = Text(
    "Jeden Montag eine halbe Stunde, in der wir Hindernisse aus dem Weg räumen.",
    "Every Monday half an hour in which we clear obstacles out of the way.",
)
_HEARD = Text(
    "Nach der Reparatur weiß niemand, an wen man sich wenden kann.",
    "After a repair nobody knows whom to turn to.",
)
_GROUP = Text("Cafés", "Cafés")
_SHOWN_FOR = 3500
_PORT = "8796"
_LANGUAGES = {Locale.DE: "de-DE", Locale.EN: "en-GB"}
_TERMINAL = "margin:0;padding:20px 24px;background:#14181b;color:#d9e0e3;font:14px/1.35 'DejaVu Sans Mono',monospace"
_FITTED = f"display:block;margin:auto;height:{_SIZE['height']}px"
_CAPTION = (
    "margin:0;padding:14px 20px;background:#0b6b63;color:#fff;font:600 19px/1.3 system-ui,'Liberation Sans',sans-serif"
)


@dataclass(frozen=True)
class Cast:
    """Whom to be, and what to look at; `news` are words of the trend post to show, the newest one without them."""

    locale: Locale
    employee: str
    leader: str
    admin: str
    channel: str
    due: date
    news: str = ""

    @property
    def words(self) -> Words:
        """Speak as the bot speaks to them."""
        return Words(self.locale)


class Camera:
    """Photographs pages of one workspace into a folder, and remembers what it took with its caption."""

    def __init__(self, page: Page, url: str, folder: Path, locale: Locale) -> None:
        self.page = page
        self._url = url
        self._folder = folder
        self._locale = locale
        self.taken: list[tuple[Path, str]] = []

    async def visit(self, person_id: str, place: str = "") -> None:
        """Be somebody, in the app's messages or at another place of the page."""
        await self.page.goto(f"{self._url}/?user={person_id}{place}")
        await self.page.get_by_role("list").first.wait_for()

    async def take(self, name: str, caption: str, *, by_night: bool = False) -> None:
        """Photograph the page once its pictures are there and nothing moves; `by_night` in the dark too."""
        await self.page.evaluate(_PICTURES_ARE_THERE)
        await self.page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))")
        await self.page.mouse.move(0, 0)
        path = self._folder / f"{name}-{self._locale}.webp"
        _save(await self.page.screenshot(), path)
        self.taken.append((path, caption))
        if by_night:
            await self.page.emulate_media(color_scheme="dark")
            _save(await self.page.screenshot(), path.with_stem(f"{path.stem}-dark"))
            await self.page.emulate_media(color_scheme="light")


async def walk(camera: Camera, cast: Cast) -> None:
    """Go the way from an invitation to what comes of the answers; whoever sets it up comes last."""
    await _answer(camera, cast)
    await _read(camera, cast)
    await _relay(camera, cast)
    await _set_up(camera, cast)


async def _answer(camera: Camera, cast: Cast) -> None:
    page, words = camera.page, cast.words
    await camera.visit(cast.employee)
    answer = page.get_by_role("button", name=words("Answer"), exact=True).last
    await answer.wait_for()
    caption = Text("Alle vier Wochen: eine Einladung, fünf Fragen.", "Every four weeks: an invitation, five questions.")
    await camera.take("invitation", caption.in_(cast.locale))
    await answer.click()
    dialog = page.get_by_role("dialog")
    agree = dialog.get_by_role("radio", name=LABELS[Answer.AGREE].in_(cast.locale))
    await agree.first.wait_for()
    for choice in await agree.all():
        await choice.check()
    await page.locator(".modal-body").evaluate("node => { node.scrollTop = 0 }")
    caption = Text(
        "Versiegelt beim Absenden: Niemand sieht, wer was sagt.",
        "Sealed when sent; nobody sees who says what.",
    )
    await camera.take("ballot", caption.in_(cast.locale), by_night=True)
    await dialog.get_by_role("button", name=words("Seal my answers")).click()
    done = dialog.get_by_role("button", name=words("Done"))
    await done.wait_for()
    caption = Text(
        "Mit dem Beleg liest nur du Antworten auf deinen Kommentar.",
        "The receipt is yours alone: with it you read replies to your comment.",
    )
    await camera.take("sealed", caption.in_(cast.locale))
    await done.click()


async def _read(camera: Camera, cast: Cast) -> None:
    page = camera.page
    await camera.visit(cast.leader, f"&channel={cast.channel}")
    await page.locator(".message img").last.wait_for()
    await page.set_viewport_size(_TALL)
    post = page.locator(".message", has=page.locator("img"), has_text=cast.news).last
    caption = Text(
        "Der Führungskanal liest, was sich mehr als zufällig verändert hat.",
        "The leadership channel hears what changed beyond chance.",
    )
    await post.evaluate("node => node.scrollIntoView({ block: 'start' })")
    await camera.take("trend-post", caption.in_(cast.locale), by_night=True)
    await page.set_viewport_size(_SIZE)
    await _commit(camera, cast, post)
    await camera.visit(cast.leader, "&home=1")
    await page.locator(".home").get_by_role("button").first.wait_for()
    caption = Text("Der Home-Tab einer Führungskraft: das eigene Team.", "A leader's Home tab: their own unit.")
    await camera.take("leader-home", caption.in_(cast.locale))


async def _commit(camera: Camera, cast: Cast, post: Locator) -> None:
    page, words = camera.page, cast.words
    await post.get_by_role("button", name=words("Make a commitment")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(words("What do you promise?")).fill(_PROMISE.in_(cast.locale))
    await dialog.get_by_label(words("Until when?")).fill(cast.due.isoformat())
    await dialog.get_by_role("button", name=words("Preview")).click()
    publish = dialog.get_by_role("button", name=words("Publish"))
    await publish.wait_for()
    caption = Text(
        "Daraus wird eine Zusage; das Team wird gefragt, ob sie gehalten wurde.",
        "It becomes a commitment; the team is asked later whether it was kept.",
    )
    await camera.take("commitment", caption.in_(cast.locale))
    await _followed_by(page, words("Publish"), words("Close"))


async def _relay(camera: Camera, cast: Cast) -> None:
    page, words = camera.page, cast.words
    await camera.visit(cast.employee)
    await page.get_by_role("textbox").last.fill("/pulse heard")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(words("What the customer said")).fill(_HEARD.in_(cast.locale))
    await dialog.get_by_label(words("Customer group or product")).fill(_GROUP.in_(cast.locale))
    caption = Text(
        "Was Kunden sagen: in zwei Klicks weitergegeben, mit Namen oder ohne.",
        "What customers say, relayed in two taps, with a name or without.",
    )
    await camera.take("voice-form", caption.in_(cast.locale))
    await _followed_by(page, words("Relay"), words("Close"))
    await camera.visit(cast.leader, "&home=1")
    await page.locator(".home").get_by_text(_HEARD.in_(cast.locale)).last.wait_for()
    heading = page.locator(".home").get_by_text(words("Customer voice"), exact=True)
    await heading.evaluate("node => node.scrollIntoView({ block: 'start' })")
    caption = Text(
        "Führungskräfte kümmern sich, und wer es weitergab, erfährt, was daraus wurde.",
        "Leaders look after it, and whoever relayed it learns what became of it.",
    )
    await camera.take("voice-home", caption.in_(cast.locale))


async def _followed_by(page: Page, pressed: str, then: str) -> None:
    """Press a form's button, and one in the view that takes its place."""
    button = page.get_by_role("dialog").get_by_role("button", name=pressed, exact=True)
    await button.click()
    await button.wait_for(state="detached")
    await page.get_by_role("dialog").get_by_role("button", name=then, exact=True).last.click()


async def _set_up(camera: Camera, cast: Cast) -> None:
    page = camera.page
    await camera.visit(cast.admin)
    await page.get_by_role("textbox").last.fill("/pulse survey new")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("textbox").first.wait_for()
    caption = Text(
        "Eingerichtet mit einem Formular, das vorher zeigt, was geschehen wird.",
        "An admin sets up a survey in one form, and sees first what will happen.",
    )
    await camera.take("survey-form", caption.in_(cast.locale))


async def photograph(url: str, folder: Path, cast: Cast) -> Camera:
    """Walk with a browser of one's own; gives the camera with what it took."""
    async with _browser() as browser:
        page = await browser.new_page(viewport=_SIZE, locale=_LANGUAGES[cast.locale], timezone_id="Europe/Berlin")
        camera = Camera(page, url, folder, cast.locale)
        await walk(camera, cast)
        return camera


async def photograph_terminal(command: str, output: str, path: Path) -> None:
    """Picture what a command printed."""
    async with _browser() as browser:
        page = await browser.new_page(viewport=_SIZE)
        text = html.escape(f"$ {command}\n\n{output.strip()}")
        await page.set_content(f'<pre style="{_TERMINAL};display:inline-block">{text}</pre>')
        _save(await page.locator("pre").screenshot(), path)


async def film(shots: Sequence[tuple[Path, str]], path: Path) -> None:
    """Put the pictures one after another, each above its caption, into one animated picture."""
    frames = []
    async with _browser() as browser:
        page = await browser.new_page(viewport={"width": _SIZE["width"], "height": _SIZE["height"] + 54})
        for shot, caption in shots:
            await page.set_content(
                f'<body style="margin:0"><p style="{_CAPTION}">{html.escape(caption)}</p><img style="{_FITTED}">'
            )
            await page.locator("img").evaluate("(node, bytes) => { node.src = bytes }", _as_data(shot))
            await page.evaluate(_PICTURES_ARE_THERE)
            frames.append(Image.open(BytesIO(await page.screenshot())).convert("RGB"))
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=_SHOWN_FOR, loop=0, quality=70, method=4)


def _as_data(path: Path) -> str:
    return f"data:image/webp;base64,{base64.b64encode(path.read_bytes()).decode()}"


def _save(png: bytes, path: Path) -> None:
    """Keep a picture small, and its colours as they are."""
    path.parent.mkdir(exist_ok=True)
    Image.open(BytesIO(png)).convert("RGB").save(path, lossless=True, method=5)


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@asynccontextmanager
async def _demo(database: Path) -> AsyncIterator[str]:
    """Play a demo as a stranger would; gives the address of its page when its history has been played."""
    command = (
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--no-browser",
        "--port",
        _PORT,
        "--database",
        f"sqlite:///{database}",
    )
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async for line in process.stdout:
            found = re.search(rf"http://\S+:{_PORT}", line.decode())
            if found:
                yield found[0]
                return
        raise RuntimeError("the demo has ended before its page was open")
    finally:
        process.terminate()
        await process.wait()


def _casts() -> tuple[Cast, Cast]:
    """Give who is photographed in English and in German, and where their divisions' news are."""
    company, due = companies.build(), datetime.now(UTC).date() + timedelta(weeks=3)
    english = Cast(
        Locale.EN,
        company.employee.id,
        company.division_lead.id,
        company.admin.id,
        company.channels[company.story.improving],
        due,
        "is clearly up in",
    )
    german = Cast(
        Locale.DE,
        company.german_employee.id,
        company.german_division_lead.id,
        company.german_employee.id,
        company.channels[company.story.slipping],
        due,
        "ist deutlich gesunken",
    )
    return english, german


async def _name_admin(url: str, by: str, person_id: str) -> None:
    """Let an admin who reads German be named: the demo's own reads English."""
    async with aiohttp.ClientSession() as session:
        await Person(url, by, session).command("/pulse", f"admin add <@{person_id}>")


async def _audit(database: Path) -> str:
    """Run the auditor on what the demo has stored."""
    keys = database.with_name(f"{database.stem}-keys.db")
    places = {
        "VORBILD_DATABASE_URL": f"sqlite:///{database}",
        "VORBILD_KEYS_URL": f"sqlite:///{keys}",
        "COLUMNS": "118",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "privacy-audit"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **places},
    )
    output, _ = await process.communicate()
    return output.decode()


async def main() -> None:
    """Make all pictures and both films."""
    english, german = _casts()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        async with _demo(database) as url:
            await _name_admin(url, english.admin, german.admin)
            shots = {cast: (await photograph(url, IMAGES, cast)).taken for cast in (english, german)}
        await photograph_terminal("vorbild privacy-audit", await _audit(database), IMAGES / "privacy-audit.webp")
    for cast, taken in shots.items():
        await film(taken, IMAGES / f"tour-{cast.locale}.webp")


if __name__ == "__main__":
    asyncio.run(main())
