"""Absences and the holidays of offices, by command."""

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.use_cases import calendars
from bot.views import calendars as calendars_view
from surveys.calendars import parse_absence


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


async def _office(asked: Asked) -> str:
    name, region = calendars_view.read_office(asked.name)
    if name:
        await asked.services.run(calendars.set_office, asked.person_id, name, region)
    return calendars_view.offices_text(await asked.services.run(calendars.offices, asked.person_id), asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.AWAY: _away,
    Verb.ROSTER_AWAY: _somebody_away,
    Verb.ROSTER_OFFICE: _office,
}
