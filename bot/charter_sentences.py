"""What is said of the charter in reports: nobody is named."""

from collections.abc import Iterable

from bot.cascade_sentences import tier
from bot.i18n import Words
from bot.literal import capital
from surveys.charter import SignedLevel


def signature_sentences(levels: Iterable[SignedLevel], words: Words) -> list[str]:
    """Say how many leaders of each level have signed, the top first."""
    return [
        words(
            "{level}: {signed} of {leaders}",
            level=capital(tier(each.tier, words)),
            signed=words.number(each.signed),
            leaders=words.number(each.leaders),
        )
        for each in levels
    ]
