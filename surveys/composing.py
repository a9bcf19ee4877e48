"""Composing a report: one unit's part of the ledger, read as what its leaders are told."""

from collections.abc import Iterable, Iterator
from datetime import date

from surveys.cascade import LevelMove, cascade_of, moves_beneath
from surveys.disclosure import Cell, CellKind, Fresh, Policy, Reason, Release, Released, Suppressed
from surveys.gate import Event
from surveys.profile import extremes
from surveys.questions import ANCHOR, CHANGE, Bank, Question, number_of
from surveys.reports import Hidden, LevelEvent, Line, Organisation, Pooled, Report, UnitEvent, WaveFacts, Withheld
from surveys.scores import least_answers, level_error
from surveys.tree import UnitTree
from surveys.trends import (
    Change,
    Published,
    Series,
    change_of,
    figure_in,
    figure_of,
    series_of,
    waiting,
)

_MIDDLE = 3.0
"""The middle of the scale, in scale points: beneath it more disagree than agree."""
_SURE = 1.96


def compose(
    unit_id: str,
    facts: WaveFacts,
    release: Release,
    history: Iterable[Published],
    organisation: Organisation,
    bank: Bank,
) -> Report:
    """Compose the report of one unit.

    Of the release only what stands at and beneath the unit is read, and the teams it is shown with; `history` is their
    part of the ledger, this wave included.
    """
    history = tuple(history)
    pool = _pool_of(unit_id, release, organisation.tree)
    figures = [_speaking(unit_id, pool, question.key, release) for question in facts.questions]
    asked = zip(facts.questions, figures, strict=True)
    lines = tuple(_line(question, figure, history, facts.policy, bank) for question, figure in asked)
    overall = next((line for line in lines if line.question.number == ANCHOR), lines[0])
    others = tuple(line for line in lines if line is not overall)
    series = series_of(overall.figure, history) if overall.figure else None
    name = organisation.names[unit_id]
    cascade = cascade_of(unit_id, overall.question.key, release.released, organisation.tree)
    weakest, strongest = _standing_out(others, facts.policy)
    return Report(
        facts.survey_name,
        unit_id,
        name,
        facts.number,
        facts.opens_on,
        facts.closes_on,
        overall,
        others,
        release.participation.get(unit_id),
        _fresh(overall, release),
        tuple(_events(name, (overall, *others))),
        tuple(_events_beneath(moves_beneath(unit_id, release.released, organisation.tree, cascade), bank)),
        weakest,
        _hidden(unit_id, overall.question, release.suppressed, organisation.tree),
        series,
        _steady_since(series),
        _withheld(unit_id, overall, release, organisation),
        facts.policy.threshold,
        strongest,
        _focus(others, weakest),
        cascade,
        _pooled(pool, lines, organisation),
        fresh_course=_fresh_course(overall, history),
        instrument=release.instrument if organisation.tree.parent(unit_id) is None else None,
        resistance=any(_resisted(line, weakest, facts.policy) for line in others),
    )


def _speaking(unit_id: str, pool: Cell | None, key: str, release: Release) -> Released | None:
    return figure_of(unit_id, key, release.released) or figure_in(pool, key, release.released)


def _line(
    question: Question, figure: Released | None, history: Iterable[Published], policy: Policy, bank: Bank
) -> Line:
    dimension = bank.dimension_of(question)
    if figure is None:
        return Line(dimension, question, None)
    series, change = series_of(figure, history), change_of(figure)
    return Line(
        dimension,
        question,
        figure,
        _steady_since(series),
        _shows_from(figure, policy),
        waiting(series, policy.gate) if change in {Change.FIRST, Change.ANEW, Change.EARLY} else 0,
        change is Change.FIRST and _asked_otherwise(figure, history),
    )


def _asked_otherwise(figure: Released, history: Iterable[Published]) -> bool:
    """Tell whether the same people were asked the same question before in another wording."""
    number = number_of(figure.question_key)
    return any(
        entry.figure.cell.key == figure.cell.key
        and entry.figure.question_key != figure.question_key
        and number_of(entry.figure.question_key) == number
        for entry in history
    )


def _shows_from(figure: Released | None, policy: Policy) -> float | None:
    """Give the published smallest shift, or else that of a level judged for the first time with so many answers."""
    if figure is None or figure.level is None or change_of(figure) is Change.AVERAGE:
        return None
    if figure.detectable is not None:
        return figure.detectable
    return policy.gate.detectable(least_answers(figure.size), policy.gate.start)


def _events(unit_name: str, lines: Iterable[Line]) -> Iterable[UnitEvent]:
    for line in lines:
        if line.figure and line.change in {Change.UP, Change.DOWN}:
            yield UnitEvent(unit_name, line.dimension, line.figure)


def _levers(lines: Iterable[Line]) -> list[Line]:
    """Keep what a leader can work on and what is shown: outcomes are results of it."""
    return [line for line in lines if line.figure and line.level is not None and not line.dimension.outcome]


def _standing_out(lines: Iterable[Line], policy: Policy) -> tuple[Line | None, Line | None]:
    levers = _levers(lines)
    errors = [level_error(line.figure.size, policy.gate) for line in levers if line.figure]
    found = extremes([line.level or 0.0 for line in levers], errors)
    weakest = None if found.weakest is None else levers[found.weakest]
    return weakest, None if found.strongest is None else levers[found.strongest]


def _resisted(line: Line, weakest: Line | None, policy: Policy) -> bool:
    """Tell whether concerns about change are heard less than before, less than all else, or rather not than rather yes."""
    if line.question.number != CHANGE or line.figure is None or line.level is None:
        return False
    below = line.level + _SURE * level_error(line.figure.size, policy.gate) < _MIDDLE
    return line.change is Change.DOWN or line is weakest or below


def _focus(lines: Iterable[Line], weakest: Line | None) -> Line | None:
    """Choose what the next step is about: what clearly fell, else the weakest, else the lowest, the first of equals."""
    levers = _levers(lines)
    fallen = [line for line in levers if line.change is Change.DOWN]
    if not fallen and weakest is not None:
        return weakest
    return min(fallen or levers, key=lambda line: line.level or 0.0, default=None)


def _events_beneath(moves: Iterable[LevelMove], bank: Bank) -> Iterator[LevelEvent]:
    for move in moves:
        dimension = bank.dimension_of(bank.recall(move.question_key))
        yield LevelEvent(move.tier, dimension, move.question_key, move.up, move.units)


def _pool_of(unit_id: str, release: Release, tree: UnitTree) -> Cell | None:
    """Find the teams with which a unit is shown that has no figure of its own: those it was carried up to."""
    if any(figure.cell.unit_id == unit_id for figure in release.released):
        return None
    beneath = set(tree.beneath(unit_id))
    here = [entry for entry in release.suppressed if entry.unit_id in beneath]
    if any(entry.reason is Reason.TOO_FEW_JUDGED for entry in here):
        return None
    return next(
        (entry.counted_in for entry in here if entry.counted_in and entry.counted_in.unit_id not in beneath), None
    )


def _pooled(pool: Cell | None, lines: Iterable[Line], organisation: Organisation) -> Pooled | None:
    if pool is None or not any(line.figure and line.figure.cell == pool for line in lines):
        return None
    return Pooled(organisation.names[pool.unit_id], len(pool.unit_ids))


def _fresh(overall: Line, release: Release) -> Fresh | None:
    """Give this wave's own mean where one large cell holds exactly the people behind the unit's figure."""
    if overall.figure is None:
        return None
    people = set(overall.figure.cell.unit_ids)
    return next(
        (
            figure.fresh
            for figure in release.released
            if figure.cell.kind is CellKind.LARGE
            and figure.question_key == overall.question.key
            and set(figure.cell.unit_ids) == people
        ),
        None,
    )


def _fresh_course(overall: Line, history: Iterable[Published]) -> tuple[Published, ...]:
    """Give each wave's own mean where a large cell held exactly the people behind the unit's figure."""
    if overall.figure is None:
        return ()
    people = set(overall.figure.cell.unit_ids)
    alike = (
        point
        for point in history
        if point.figure.cell.kind is CellKind.LARGE
        and point.figure.question_key == overall.question.key
        and set(point.figure.cell.unit_ids) == people
    )
    return tuple(sorted(alike, key=lambda point: point.wave_number))


def _hidden(unit_id: str, question: Question, suppressed: Iterable[Suppressed], tree: UnitTree) -> Hidden:
    beneath = set(tree.beneath(unit_id))
    small = [
        entry
        for entry in suppressed
        if entry.reason is Reason.TOO_FEW and entry.question_key == question.key and entry.unit_id in beneath
    ]
    together = sum(1 for entry in small if entry.counted_in is not None)
    return Hidden(together, len(small) - together)


def _withheld(unit_id: str, overall: Line, release: Release, organisation: Organisation) -> Withheld | None:
    """Say why the overall figure is missing. A pool is named only where it is itself shown."""
    if overall.figure is not None:
        return None
    key, beneath = overall.question.key, set(organisation.tree.beneath(unit_id))
    entries = [entry for entry in release.suppressed if entry.question_key == key and entry.unit_id in beneath]
    for reason in (Reason.REORGANISED, Reason.TOO_FEW_JUDGED):
        if any(entry.reason is reason for entry in entries):
            return Withheld(reason)
    shown = {figure.cell for figure in release.released if figure.question_key == key}
    pools = {entry.counted_in.unit_id for entry in entries if entry.counted_in in shown and entry.counted_in}
    asked = sum(organisation.asked.get(unit, 0) for unit in beneath) if organisation.asked else None
    return Withheld(Reason.TOO_FEW, organisation.names[pools.pop()] if len(pools) == 1 else None, asked)


def _steady_since(series: Series | None) -> date | None:
    if series is None or not series.points:
        return None
    marks = [point.closed_on for point in series.points if point.figure.event is not Event.SAME]
    return marks[-1] if marks else series.points[0].closed_on
