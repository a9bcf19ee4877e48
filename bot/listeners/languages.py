"""The language that a person chooses for themselves, and “du” or “Sie” for the whole workspace."""

from slack_sdk.models.blocks import Block

from bot.commands import Verb
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.services import Services
from bot.use_cases import languages
from bot.views import languages as view
from surveys.errors import VorbildError, say


async def my_language(services: Services, person_id: str, words: Words) -> list[Block]:
    """Give the choice of a language; nothing to who is not in the roster, for nothing of theirs is stored."""
    reader = await services.run(languages.reader, person_id)
    return [] if reader.person is None else view.my_language(reader.person, words)


async def _address(asked: Asked) -> str:
    formal = view.read_address(asked.name)
    if formal is None:
        raise VorbildError(say("Write `/pulse {verb} du` or `/pulse {verb} Sie`.", verb=asked.call.command.verb))
    await asked.services.run(languages.speak, asked.person_id, formal=formal)
    return view.address_set(asked.words, formal=formal)


HANDLERS: dict[Verb, Handler] = {Verb.ADDRESS: _address}
