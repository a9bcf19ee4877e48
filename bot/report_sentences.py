"""What a report says, sentence by sentence, in the reader's language: shared by posts, pictures and the terminal.

Sentences are plain text. Whatever people typed passes through `bot.literal` and is never part of a template. Levels, in scale points, are shown as the index from 0 to 100.
"""

from collections.abc import Sequence
from math import floor

from bot.i18n import Words
from bot.literal import capital, clip, literal, name
from surveys.disclosure import Reason, Released, ShareBand
from surveys.errors import say
from surveys.gate import Event
from surveys.reports import Line, Report, UnitEvent
from surveys.scores import index, index_shift
from surveys.trends import Change

STEP_CHARACTERS = 600

_PARTICIPATION = {
    ShareBand.UNDER_HALF: say("participation under 50 %"),
    ShareBand.HALF_TO_THREE_QUARTERS: say("participation 50 to 75 %"),
    ShareBand.OVER_THREE_QUARTERS: say("participation over 75 %"),
}
_CHANGES = {
    Change.HIDDEN: say("not shown: too few could judge it"),
    Change.FIRST: say("first figure"),
    Change.ANEW: say("first figure since the re-organisation"),
    Change.UP: say("clearly up"),
    Change.DOWN: say("clearly down"),
    Change.NONE: say("no reliable change"),
    Change.EARLY: say("too early to compare"),
    Change.AVERAGE: say("average of its teams"),
}


def index_of(level: float, words: Words) -> str:
    """Show a level as an index by locale, halves rounded up as people do: 62.5 / 62,5, and 56.25 as 56.3."""
    return words.number(floor(index(level) * 10 + 0.5) / 10)


def title(report: Report, words: Words) -> str:
    """Name the survey and the wave."""
    return words("{survey}: wave {number}", survey=name(report.survey_name), number=report.wave_number)


def place_and_dates(report: Report, words: Words) -> str:
    """Name the unit and the dates of the wave."""
    return f"{name(report.unit_name)} · {words.span(report.opens_on, report.closes_on)}"


def subject(report: Report, words: Words) -> str:
    """Name whose figures these are: the unit, or the small teams with which it is shown."""
    if report.pooled is None:
        return name(report.unit_name)
    return words.many(
        "{unit} (one small team)",
        "{unit} ({count} small teams together)",
        report.pooled.teams,
        unit=name(report.pooled.unit_name),
    )


def headline(report: Report, words: Words) -> str:
    """Say the most important thing in one short sentence."""
    if report.events:
        return event_headline(report.events[0], report, words)
    return overall_headline(report, words)


def overall_headline(report: Report, words: Words) -> str:
    """Say how the unit stands overall, whatever its dimensions did."""
    unit, change, level = subject(report, words), report.overall.change, report.overall.level
    if report.empty:
        return words("Nothing can be shown for {unit} this time.", unit=unit)
    if level is None:
        return words("The overall figure for {unit} cannot be shown this time.", unit=unit)
    if change in {Change.UP, Change.DOWN}:
        return _moved_overall(unit, words, up=change is Change.UP)
    if report.first:
        return _first_headline(report, level, words)
    if change is Change.NONE:
        return words("Service to staff is steady in {unit}.", unit=unit)
    return words("Service to staff stands at {index} in {unit}.", unit=unit, index=index_of(level, words))


def _first_headline(report: Report, level: float, words: Words) -> str:
    unit, index = name(report.unit_name), index_of(level, words)
    if report.anew:
        return words(
            "A new series begins for {unit}, which was re-organised: service to staff stands at {index}.",
            unit=unit,
            index=index,
        )
    return words("First figures for {unit}: service to staff stands at {index}.", unit=unit, index=index)


def explanation(report: Report, words: Words) -> str:
    """Say what the headline rests on."""
    if not report.events:
        return _overall_explanation(report, words)
    first = report.events[0]
    is_overall = first.figure.question_key == report.overall.question.key
    reason = (
        words("That is beyond what chance explains (the last three waves against those before).")
        if is_overall
        else words("That is beyond what chance explains (the last three times it was asked against those before).")
    )
    sentences = [path(first.figure, words), reason]
    if not is_overall:
        sentences += [overall_headline(report, words), _overall_explanation(report, words)]
    return " ".join(sentences)


def _overall_explanation(report: Report, words: Words) -> str:
    since = words.month(report.steady_since or report.closes_on)
    figure, change = report.overall.figure, report.overall.change
    if figure is None or change is Change.HIDDEN:
        return withheld(report, words)
    if change is Change.AVERAGE:
        return words(
            "Too few answers for a judgement of its own: this is the average of its teams, each judged by itself."
        )
    if report.anew:
        return words(
            "Its leader, or more than half of its people, are others than before: earlier figures are no comparison. A "
            "change can be told from chance after a few more waves."
        )
    if report.first:
        return words(
            "A change can be told from chance after a few more waves. Until then this is the level of everybody together, "
            "unless this unit clearly stands apart from it."
        )
    if change is Change.EARLY:
        return words("Too few waves since {month} to tell a change from chance.", month=since)
    points = words.number(int(index_shift(figure.detectable or 0) + 0.5), 0)
    return words(
        "No reliable change since {month} (here, a shift below about {points} points would not show).",
        month=since,
        points=points,
    )


def withheld(report: Report, words: Words) -> str:
    """Say why the overall figure is not shown, and where these people are counted instead."""
    least = words.number(report.threshold, 0)
    if report.withheld and report.withheld.reason is Reason.TOO_FEW_JUDGED:
        return words("Too few could judge the overall question: visible from {least} answers.", least=least)
    if report.withheld and report.withheld.reason is Reason.REORGANISED:
        return words(
            "The unit was re-organised again soon after the last time: its figures pause for two waves at the most."
        )
    reason = words("Too few answers to protect everyone: visible from {least}.", least=least)
    if not report.withheld or not report.withheld.counted_in:
        return reason
    counted = words("The answers count in “{unit}, all teams”.", unit=name(report.withheld.counted_in))
    return f"{reason} {counted}"


def event_headline(event: UnitEvent, report: Report, words: Words) -> str:
    """Say what moved, where and in which direction."""
    unit = subject(report, words) if event.unit_name == report.unit_name else name(event.unit_name)
    if event.figure.question_key == report.overall.question.key:
        return _moved_overall(unit, words, up=event.up)
    dimension = name(words.text(event.dimension.name))
    dimension = capital(dimension)
    if event.up:
        return words("{dimension} is clearly up in {unit}.", dimension=dimension, unit=unit)
    return words("{dimension} is clearly down in {unit}.", dimension=dimension, unit=unit)


def _moved_overall(unit: str, words: Words, *, up: bool) -> str:
    if up:
        return words("Service to staff is clearly up in {unit}.", unit=unit)
    return words("Service to staff is clearly down in {unit}.", unit=unit)


def pooled(report: Report, words: Words) -> str:
    """Say that a small unit reads the figure of the teams shown together, and when its own may come; else empty."""
    if report.pooled is None:
        return ""
    return words(
        "This is the figure of {count} teams in “{unit}” that are shown together, yours among them. Your own may come "
        "from a wave in which at least {least} of your team answer.",
        count=words.number(report.pooled.teams, 0),
        unit=name(report.pooled.unit_name),
        least=words.number(report.threshold, 0),
    )


def event_sentence(event: UnitEvent, report: Report, words: Words) -> str:
    """Say what moved and from where to where."""
    return f"{event_headline(event, report, words)} {path(event.figure, words)}"


def path(figure: Released, words: Words) -> str:
    """Say from where to where a level moved.

    The gate compares means, the level is rounded: now and then a level stands where it stood, or even on the other
    side, although the mean has clearly moved. Then only the new level is named.
    """
    after = index_of(figure.level or 0, words)
    before = figure.previous_level
    rise = (figure.level or 0) - (before or 0)
    if before is None or (rise <= 0 if figure.event is Event.UP else rise >= 0):
        return words("Its level is now {after}.", after=after)
    return words("From {before} to {after}.", before=index_of(before, words), after=after)


def figures(report: Report, words: Words) -> str:
    """Give the overall index and the participation in one line."""
    level = report.overall.level
    overall = words("Overall not shown") if level is None else words("Overall {index}", index=index_of(level, words))
    if report.participation is None:
        return overall
    return f"{overall} · {words.message(_PARTICIPATION[report.participation])}"


def fresh(report: Report, words: Words) -> str:
    """Give this wave's own figure with its uncertainty; empty where there is none."""
    if report.fresh is None:
        return ""
    return words(
        "This wave alone: {mean}, most likely between {low} and {high}; favourable answers: {share} %.",
        mean=index_of(report.fresh.mean, words),
        low=index_of(report.fresh.low, words),
        high=index_of(report.fresh.high, words),
        share=words.number(report.fresh.favourable, 0),
    )


def dimension_figure(line: Line, words: Words) -> str:
    """Give a dimension's index and change in words."""
    if line.level is None:
        return change_words(line.change, words)
    return f"{index_of(line.level, words)}, {standing(line, words)}"


def standing(line: Line, words: Words) -> str:
    """Say of when a level is, what may be said about its change, and what is still needed to say more."""
    change = change_words(line.change, words)
    if line.set_on is not None and line.change in {Change.EARLY, Change.NONE}:
        change = words("level of {month}, {change}", month=words.month(line.set_on), change=change)
    return " ".join(filter(None, (change, uncertainty(line, words))))


def dimension_figures(lines: Sequence[Line], words: Words) -> tuple[list[str], str]:
    """Give every dimension's figure; where the same is to be said of all, the indices alone and that sentence once."""
    standings = {standing(line, words) for line in lines}
    if len(lines) < 2 or len(standings) != 1 or any(line.level is None for line in lines):
        return [dimension_figure(line, words) for line in lines], ""
    (shared,) = standings
    return [index_of(line.level or 0, words) for line in lines], words("Each: {standing}.", standing=shared)


def uncertainty(line: Line, words: Words) -> str:
    """Say in brackets how small a shift would show, or how often the question must still be asked; else nothing."""
    if line.reworded:
        return words("(in a new wording: the earlier one is no comparison)")
    if line.change is Change.NONE and line.shows_from is not None:
        points = words.number(int(index_shift(line.shows_from) + 0.5), 0)
        return words("(a shift below about {points} points would not show)", points=points)
    if line.change is Change.EARLY and line.waiting:
        return words.many(
            "(once it has been asked once more)", "(once it has been asked {count} more times)", line.waiting
        )
    return ""


def change_words(change: Change, words: Words) -> str:
    """Say in a few words what may be said about a change."""
    return words.message(_CHANGES[change])


def weakest(report: Report, words: Words) -> str:
    """Name the dimension to work on, and call it the weakest only where chance does not explain it."""
    if report.focus is None:
        return ""
    dimension = name(words.text(report.focus.dimension.name))
    if report.focus == report.weakest:
        return words("Weakest: {dimension}.", dimension=dimension)
    return words("To work on: {dimension}.", dimension=dimension)


def strongest(report: Report, words: Words) -> str:
    """Name the dimension that stands out upwards beyond chance, if one does."""
    if report.strongest is None:
        return ""
    return words("Strongest: {dimension}.", dimension=name(words.text(report.strongest.dimension.name)))


def next_step(focus: Line, words: Words) -> str:
    """Give the one concrete step that its dimension carries."""
    return words("Next step: {step}", step=clip(literal(words.text(focus.dimension.next_step)), STEP_CHARACTERS))


def promises_kept(report: Report, words: Words) -> str:
    """Say how many promises teams saw kept; empty until some could be judged."""
    if report.kept is None or not report.kept.judged:
        return ""
    return words(
        "Promises kept, as teams see it: {kept} of {judged} that could be judged.",
        kept=words.number(report.kept.kept, 0),
        judged=words.number(report.kept.judged, 0),
    )


def answer_resistance(words: Words) -> str:
    """Say what to do about resistance: it is normal, and it wants an answer."""
    return words(
        "Your team’s concerns are heard less than they should be. Resistance to change is normal: answer it rather than "
        "overcome it. Say what changes, why, and what stays."
    )


def not_shown(report: Report, words: Words) -> str:
    """Say how many teams have no figure of their own and why; empty where every team has one."""
    hidden, sentences = report.hidden, []
    if hidden.shown_together:
        together = hidden.shown_together
        sentences.append(
            words.many("One team is shown together with others.", "{count} teams are shown together.", together)
        )
    if hidden.not_shown:
        small = hidden.not_shown
        sentences.append(
            words.many("One team is too small to be shown.", "{count} teams are too small to be shown.", small)
        )
    if sentences:
        least = words.number(report.threshold, 0)
        sentences.append(words("To protect everyone, figures are visible from {least} answers.", least=least))
    return " ".join(sentences)


def no_rankings(words: Words) -> str:
    """Say why units are never ranked (reliability of a team's mean: 0.49 at n = 8)."""
    return words("No rankings: at the size of a team, half of any “bottom ten” would be chance.")
