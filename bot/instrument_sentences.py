"""How reliable the questions of a wave were, in sentences: told with the report of a unit at the top."""

from collections.abc import Iterator

from bot.i18n import Words
from surveys.reports import Report

_DIGITS = 2


def reliability(report: Report, words: Words) -> Iterator[str]:
    """Say how questions hang together and how far teams differ, as far as enough people answered to know."""
    told = report.instrument
    if told is None:
        return
    if told.alpha is not None:
        yield words(
            "How much the questions of this wave measure in common: Cronbach’s alpha {alpha} (0 nothing, 1 everything).",
            alpha=words.number(told.alpha, _DIGITS),
        )
    if told.icc1 is not None and told.icc2 is not None:
        yield words(
            "How far teams really differ: ICC(1) {share} of all differences lie between teams; a team’s mean is reliable "
            "to {reliable} (ICC(2)).",
            share=words.number(told.icc1, _DIGITS),
            reliable=words.number(told.icc2, _DIGITS),
        )
    if told.rwg is not None:
        yield words(
            "How far people of one team agree: rwg(j) {agreement} on average (0 as by chance, 1 all alike).",
            agreement=words.number(told.rwg, _DIGITS),
        )
