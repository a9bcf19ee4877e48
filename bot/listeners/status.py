"""How surveys stand, and trying again what failed."""

from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.use_cases import status
from bot.views import status as view
from bot.views.post import Post


async def _status(asked: Asked) -> Post:
    return view.status(await asked.services.run(status.statuses, asked.person_id, asked.name), asked.words)


async def _retry(asked: Asked) -> str:
    count = await asked.services.run(status.retry_failed, asked.person_id, asked.name)
    return view.retried(asked.name, count, asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.STATUS: _status, Verb.RETRY: _retry}
