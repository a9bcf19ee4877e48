"""Where people find what a question is about: the charter, the contribution card."""

from collections.abc import Iterable

from bot.i18n import Words
from surveys.errors import say

_PLACES = {
    "charter": say("The charter, with our promise to customers, is in the Home tab and at /pulse charter show."),
    "clarity": say("What a unit does for whom is on its contribution card, in the Home tab and at /pulse card."),
}
"""By the dimension of the question."""


def where_to_read(dimensions: Iterable[str], words: Words) -> list[str]:
    """Say where it is for the dimensions that have such a place, each once."""
    return [words.message(_PLACES[key]) for key in dict.fromkeys(dimensions) if key in _PLACES]
