"""How somebody is named whom a stored row names, be they erased since."""

from collections.abc import Mapping

from bot.i18n import Words
from surveys.erasure import ERASED


def mention(person_id: str, words: Words) -> str:
    """Mention somebody in Slack, unless they were erased."""
    return words("a person who was erased") if person_id == ERASED else f"<@{person_id}>"


def named(person_id: str, names: Mapping[str, str], words: Words) -> str:
    """Give somebody's name, or their id where no name is known any more."""
    return words("a person who was erased") if person_id == ERASED else names.get(person_id, person_id)
