"""A survey's policy in words."""

from bot.i18n import Words
from bot.views.escape import escape
from surveys.planning import Overview
from surveys.waves import WaveState


def threshold_raised(overview: Overview, words: Words) -> str:
    """Say from when a raised threshold holds, what it hides, and that it stays."""
    each, newest = overview.survey, overview.newest
    told = words(
        "*Threshold of “{name}” raised to {count}.* Figures appear from {count} answers on, from the next wave.",
        name=escape(each.name),
        count=words.number(each.policy.threshold),
    )
    small = words.many(
        "{count} of {teams} teams is then too small to be shown alone.",
        "{count} of {teams} teams are then too small to be shown alone.",
        overview.small_units,
        teams=words.number(overview.units),
    )
    open_now = newest is not None and newest.state in {WaveState.PLANNED, WaveState.OPEN}
    kept = words("The open wave keeps the threshold it began with.") if open_now else ""
    stays = words("This stands in the journal and can be raised further, but never lowered.")
    return " ".join(filter(None, (told, small, kept, stays)))
