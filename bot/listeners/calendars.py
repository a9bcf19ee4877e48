"""Absences and the holidays of offices, by command."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb
from bot.errors import message_modal
from bot.listeners.asked import Asked, Growing, Handler, complete
from bot.listeners.patience import acknowledging, show_outcome
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import calendars
from bot.views import calendars as calendars_view
from bot.views.ids import Callback
from bot.views.offices import offices_modal, offices_text, read_offices, saved_text
from bot.views.state import FormReader
from surveys.calendars import parse_absence


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def save(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        form, words = FormReader(view), context[WORDS]
        regions = read_offices(form, view)
        form.finish()

        async def told() -> Growing:
            changed = await services.run(calendars.set_offices, context[PERSON], regions)
            return complete(message_modal(saved_text(changed, words), words, formatted=True))

        await show_outcome(told(), acknowledging(ack, view["id"]), client, words)

    app.view(Callback.OFFICES)(save)


async def _away(asked: Asked) -> str:
    return await _noted(asked, asked.person_id)


async def _somebody_away(asked: Asked) -> str:
    return await _noted(asked, asked.call.person_id)


async def _noted(asked: Asked, person_id: str) -> str:
    """Note days of absence, forget them when somebody is back, and show what is noted."""
    run, verb = asked.services.run, asked.call.command.verb
    if asked.name.casefold() in calendars_view.BACK:
        await run(calendars.forget_absences, asked.person_id, person_id)
    elif asked.name:
        await run(calendars.note_absence, asked.person_id, person_id, parse_absence(asked.name))
    days = await run(calendars.absences_of, asked.person_id, person_id)
    return calendars_view.absences_text(person_id, days, verb, asked.words)


async def _office(asked: Asked) -> str | View:
    """Set one office, or open the form of all."""
    name, region = calendars_view.read_office(asked.name)
    if name:
        await asked.services.run(calendars.set_office, asked.person_id, name, region)
    offices = await asked.services.run(calendars.offices, asked.person_id)
    return offices_modal(offices, asked.words) if offices and not name else offices_text(offices, asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.AWAY: _away,
    Verb.ROSTER_AWAY: _somebody_away,
    Verb.ROSTER_OFFICE: _office,
}
