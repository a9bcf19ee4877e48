"""What takes longer than Slack waits: a word that it does, and then how it ended, in the same modal."""

import asyncio

import pytest

from bot.errors import message_modal
from bot.i18n import Words
from bot.listeners.asked import complete
from bot.listeners.patience import show_outcome
from surveys.errors import VorbildError, say
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN


@pytest.fixture
async def waiting(stage):
    """A modal, how it is shown anew, and what lets the work end."""
    modal, finished = await stage.ask_for_modal(ADMIN, "survey new"), asyncio.Event()

    async def show(view):
        await stage.bot.client.views_update(view_id=modal["id"], view=view)
        return modal["id"]

    return stage.person(ADMIN), show, finished, stage.bot.client


async def said(person, text):
    async def look():
        return text in str((await person.top_view())["blocks"])

    assert await person.until(look)


@pytest.mark.parametrize("locale", list(Locale))
async def test_slow_work_is_announced_and_its_outcome_takes_the_place_of_the_announcement(waiting, locale):
    person, show, finished, client = waiting
    words = Words(locale)

    async def work():
        await finished.wait()
        return complete(message_modal("Done.", words))

    showing = asyncio.create_task(show_outcome(work(), show, client, words, patience=0))
    await said(person, words("This takes a moment. You may close this; it goes on, and nothing is done twice."))
    finished.set()
    await showing
    await said(person, "Done.")


async def test_slow_work_that_is_refused_says_so_where_it_was_awaited(waiting):
    person, show, finished, client = waiting

    async def work():
        await finished.wait()
        raise VorbildError(say("There is no survey yet. Create one with `/pulse survey new`."))

    showing = asyncio.create_task(show_outcome(work(), show, client, Words(Locale.DE), patience=0))
    await said(person, "Das dauert einen Moment")
    finished.set()
    await showing
    await said(person, "Es gibt noch keine Umfrage")


async def test_an_outcome_whose_modal_was_closed_meanwhile_is_let_go(waiting):
    person, show, finished, client = waiting

    async def work():
        await finished.wait()
        return complete(message_modal("Done.", Words(Locale.EN)))

    showing = asyncio.create_task(show_outcome(work(), show, client, Words(Locale.EN), patience=0))
    await said(person, "This takes a moment")
    await person.close(await person.top_view())
    finished.set()
    await showing
    assert await person.top_view() is None
