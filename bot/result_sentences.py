"""What a leader is told beside the report itself: the course of a level, how sure it is, and what small units may expect."""

from bot.i18n import Words
from bot.literal import name
from bot.picture_sentences import moves, shown_points
from bot.report_sentences import index_of
from surveys.reports import Report

MOST_MOVES = 5


def course(report: Report, words: Words) -> str:
    """Say how the level went, in one line that needs no picture; empty where there is nothing to compare."""
    points = shown_points(report)
    if len(points) < 2:
        return ""
    marks = [points[0], *(here for _, here in moves(points))]
    steps = [
        words(
            "{index} since {month}", index=index_of(point.figure.level or 0, words), month=words.month(point.closed_on)
        )
        for point in marks[-MOST_MOVES:]
    ]
    return words.many(
        "Level over one wave: {steps}.", "Level over {count} waves: {steps}.", len(points), steps=" → ".join(steps)
    )


def how_sure(report: Report, words: Words) -> list[str]:
    """Say in plain words what the figures carry."""
    sentences = [
        words(
            "Figures run from 0 to 100. Below 100 people they are levels in steps: a level moves only when the change is beyond what chance explains. Until then it stands, although single answers differ."
        ),
        words(
            "A level begins with that of everybody together, unless the unit clearly stands apart from it in its first wave."
        ),
        words("Small differences between two dimensions, or between two waves, say nothing."),
    ]
    if report.fresh is not None:
        sentences.append(
            words("The figure of this wave alone is an estimate: its span holds the true value in 95 of 100 cases.")
        )
    return sentences


def own_figure(asked: int, least: int, words: Words) -> str:
    """Say when a unit without a figure of its own may get one."""
    if asked < least:
        return words.many(
            "One person is asked in this unit; a figure of its own is possible from {least} on.",
            "{count} people are asked in this unit; a figure of its own is possible from {least} on.",
            asked,
            least=words.number(least, 0),
        )
    return words(
        "Its own figure comes with the first wave in which at least {least} of its {asked} people answer.",
        least=words.number(least, 0),
        asked=words.number(asked, 0),
    )


def outlook(report: Report, words: Words) -> str:
    """Say when a unit whose figure is withheld may get one, by how many are asked alone; empty where that is not known."""
    if report.withheld is None or report.withheld.asked is None:
        return ""
    return own_figure(report.withheld.asked, report.threshold, words)


def nothing_yet(unit_name: str, words: Words) -> str:
    """Say that no wave has been counted yet."""
    return words(
        "No pulse has been counted for {unit} yet. Figures appear here when the first one closes.", unit=name(unit_name)
    )
