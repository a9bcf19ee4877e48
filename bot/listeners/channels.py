"""Leadership channels of units: the bot has to be in them before posts are promised there."""

from bot.channels import is_inside
from bot.commands import Verb
from bot.listeners.asked import Asked, Handler
from bot.use_cases import channels
from bot.views import channels as view
from bot.views.post import Post


async def _set(asked: Asked) -> str | Post:
    unit = await asked.services.run(channels.find_unit, asked.person_id, asked.name)
    channel_id = asked.call.channel_id
    if not await is_inside(asked.client, channel_id):
        return view.not_inside(unit, channel_id, asked.words)
    return view.placed(await asked.services.run(channels.place, asked.person_id, unit.id, channel_id), asked.words)


HANDLERS: dict[Verb, Handler] = {Verb.CHANNEL_SET: _set}
