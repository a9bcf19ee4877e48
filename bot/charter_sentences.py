"""What is said of the charter in reports and on ballot papers: nobody is named."""

from collections.abc import Iterable

from bot.cascade_sentences import role
from bot.i18n import Words
from bot.literal import capital
from surveys.charter import SignedLevel

CHARTER = "charter"
"""The dimension whose questions ask for the charter."""


def signature_sentences(levels: Iterable[SignedLevel], words: Words) -> list[str]:
    """Say how many leaders of each level have signed, the top first."""
    return [
        words(
            "{level}: {signed} of {leaders}",
            level=capital(role(each.role, words)),
            signed=words.number(each.signed),
            leaders=words.number(each.leaders),
        )
        for each in levels
    ]


def where_to_read(dimensions: Iterable[str], words: Words) -> list[str]:
    """Say where to find what a question is about, for the dimensions that have such a place."""
    if CHARTER in set(dimensions):
        return [words("The charter, with our promise to customers, is in the Home tab and at `/pulse charter show`.")]
    return []
