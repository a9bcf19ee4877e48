"""What is said of levels of leaders, in the reader's language: no unit and nobody is named."""

from bot.i18n import Words
from bot.literal import capital, name
from surveys.cascade import Tier
from surveys.errors import say
from surveys.reports import LevelEvent, Report

_LEVEL_NAMES = {
    Tier.BOARD: say("board"),
    Tier.DIVISION: say("division leads"),
    Tier.DEPARTMENT: say("department leads"),
    Tier.TEAM: say("team leads"),
    Tier.STAFF: say("staff"),
}


def tier(of: Tier, words: Words) -> str:
    """Name a level of the organisation."""
    return words.message(_LEVEL_NAMES[of])


def level_event_sentence(event: LevelEvent, report: Report, words: Words) -> str:
    """Say on which level of leaders what moved, in how many units; none is named."""
    dimension = words("service to staff") if event.question_key == report.overall.question.key else None
    told = dimension or name(words.text(event.dimension.name))
    level = tier(event.tier, words)
    level = capital(level)
    if event.up:
        return words.many(
            "{level}: {dimension} is clearly up in one unit.",
            "{level}: {dimension} is clearly up in {count} units.",
            event.units,
            level=level,
            dimension=told,
        )
    return words.many(
        "{level}: {dimension} is clearly down in one unit.",
        "{level}: {dimension} is clearly down in {count} units.",
        event.units,
        level=level,
        dimension=told,
    )
