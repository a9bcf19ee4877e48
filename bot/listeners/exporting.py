"""A survey's published figures as a file, for leaders and viewers of the whole."""

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.use_cases import exporting
from bot.views.escape import escape


async def _export(asked: Asked) -> str:
    name = await asked.services.run(exporting.owe, asked.person_id, asked.name)
    return asked.words(
        "*The published figures of “{name}” are on their way* to your messages with me, as a table: those of your units, or all if you are a viewer of the whole. They are meant for leaders and their teams.",
        name=escape(name),
    )


HANDLERS: dict[Verb, Handler] = {Verb.EXPORT: _export}
