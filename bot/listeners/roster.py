"""The roster as admins meet it in Slack."""

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.use_cases import roster
from bot.views.help import roster_text


async def show(asked: Asked) -> str:
    """Show people and units."""
    return roster_text(await asked.services.run(roster.show), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.ROSTER_SHOW: show}
