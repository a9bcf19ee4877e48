"""What the pictures of a report say: their titles, and alt texts for whoever hears instead of seeing."""

from dataclasses import replace
from itertools import pairwise

from bot.cascade_sentences import tier
from bot.i18n import Words
from bot.literal import capital, clip, name
from bot.report_sentences import (
    dimension_figure,
    explanation,
    fresh,
    headline,
    index_of,
    overall_headline,
    subject,
)
from surveys.cascade import Rung
from surveys.gate import Event
from surveys.reports import Report
from surveys.scores import index_shift
from surveys.trends import Change, Published

MOST_WAVES = 26
ALT_CHARACTERS = 2000
_TITLE_NAME = 36


def shown_points(report: Report) -> tuple[Published, ...]:
    """Choose the points of the overall series that a picture has room for: the latest two years."""
    if report.series is None:
        return ()
    return tuple(point for point in report.series.points if point.figure.level is not None)[-MOST_WAVES:]


def moves(points: tuple[Published, ...]) -> list[tuple[Published, Published]]:
    """List the points at which the level clearly moved, each after the point before it."""
    return [(before, here) for before, here in pairwise(points) if here.figure.event in {Event.UP, Event.DOWN}]


def would_not_show(report: Report) -> float | None:
    """Give, in index points, the shift that would not have moved a level that was judged; None where that is unknown."""
    figure = report.overall.figure
    if figure is None or figure.detectable is None or report.overall.change is not Change.NONE:
        return None
    return index_shift(figure.detectable)


def series_title(report: Report, words: Words) -> str:
    """Say in a sentence what the series shows; a long name is shortened rather than what is said of it."""
    return overall_headline(_short(report), words)


def _short(report: Report) -> Report:
    pooled = report.pooled and replace(report.pooled, unit_name=clip(name(report.pooled.unit_name), _TITLE_NAME // 2))
    return replace(report, unit_name=clip(name(report.unit_name), _TITLE_NAME), pooled=pooled)


def series_alt(report: Report, words: Words) -> str:
    """Describe the series: its span, where it starts, what moved, where it stands."""
    points = shown_points(report)
    if not points:
        return clip(f"{headline(report, words)} {explanation(report, words)}", ALT_CHARACTERS)
    unit, now = subject(report, words), _index(points[-1], words)
    if len(points) == 1:
        day = words.short_day(points[0].closed_on)
        sentences = [
            words("Chart with one point: {unit} stands at {index} of 100 on {day}.", unit=unit, index=now, day=day)
        ]
    else:
        sentences = _course(points, unit, words)
    return clip(" ".join(filter(None, [*sentences, _unseen(report, words), fresh(report, words)])), ALT_CHARACTERS)


def break_key(words: Words) -> str:
    """Say that the series begins with a new wording."""
    return words("a new wording: earlier figures are no comparison")


def _unseen(report: Report, words: Words) -> str:
    if report.overall.reworded:
        return f"{capital(break_key(words))}."
    shift = would_not_show(report)
    if shift is None:
        return ""
    return words("A shift below about {points} points would not show.", points=words.number(int(shift + 0.5), 0))


def _course(points: tuple[Published, ...], unit: str, words: Words) -> list[str]:
    first, last = words.month(points[0].closed_on), words.month(points[-1].closed_on)
    sentences = [
        words(
            "Line chart of service to staff in {unit} over {count} waves, {first} to {last}, from 0 to 100.",
            unit=unit,
            count=words.number(len(points), 0),
            first=first,
            last=last,
        ),
        words("It starts at {index}.", index=_index(points[0], words)),
    ]
    sentences += [_move(here, words) for _, here in moves(points)] or [words("No clear change is marked.")]
    return [*sentences, words("It now stands at {index}.", index=_index(points[-1], words))]


def _move(here: Published, words: Words) -> str:
    day, level = words.short_day(here.closed_on), _index(here, words)
    if here.figure.event is Event.UP:
        return words("On {day} it is clearly up, at {index}.", day=day, index=level)
    return words("On {day} it is clearly down, at {index}.", day=day, index=level)


def _index(point: Published, words: Words) -> str:
    return index_of(point.figure.level or 0, words)


def dimensions_title(report: Report, words: Words) -> str:
    """Say in a sentence what the profile shows."""
    return words(
        "What was asked in wave {number} in {unit}", number=report.wave_number, unit=subject(_short(report), words)
    )


def dimensions_alt(report: Report, words: Words) -> str:
    """Describe the profile: every dimension with its index and change."""
    shown = [f"{name(words.text(line.dimension.name))} {dimension_figure(line, words)}" for line in report.lines]
    if not shown:
        return words("No dimension was asked besides the overall question.")
    lead = words("Bar chart of the dimensions asked in {unit}, from 0 to 100:", unit=subject(report, words))
    return clip(f"{lead} {'; '.join(shown)}.", ALT_CHARACTERS)


def cascade_title(words: Words) -> str:
    """Say what the levels of leaders show."""
    return words("From the top: service to staff by level")


def rung_note(rung: Rung, words: Words) -> str:
    """Say who rates a level of leaders, and why nothing is shown where nothing is."""
    if rung.level is None:
        return words("too few teams to show")
    return words("rated by: {role}", role=tier(rung.rated_by, words))


def cascade_alt(report: Report, words: Words) -> str:
    """Describe the levels of leaders, the top first."""
    shown = [f"{tier(rung.tier, words)} {_level(rung, words)} ({rung_note(rung, words)})" for rung in report.cascade]
    lead = words("Bar chart of the levels of leaders, the top first, from 0 to 100:")
    return clip(f"{lead} {'; '.join(shown)}.", ALT_CHARACTERS)


def _level(rung: Rung, words: Words) -> str:
    return "–" if rung.level is None else index_of(rung.level, words)
