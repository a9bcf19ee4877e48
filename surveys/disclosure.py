"""Disclosure control: the one door between raw counts and anything that may be shown (`privacy.md`, promise 2).

Everything that leaves is `Released` or `Suppressed`. Respondents are partitioned, bottom up, into disjoint cells of at
least `threshold`; of a cell only its sum leaves, rounded, with coded ends; a cell's level moves only through the gate;
and every wider figure is a function of the cells' rounded sums, so that it adds nothing to what they already say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from surveys.cells import Cell, CellKind, partition
from surveys.figures import (
    Evidence,
    Fresh,
    GateKey,
    Instrument,
    Reason,
    Release,
    Released,
    ShareBand,
    SizeBand,
    Suppressed,
)
from surveys.gate import Event, Gate, GateRule, Movement, advance
from surveys.instrument import measure
from surveys.judging import WEIGHTS, Judged, JudgedBy, Outcome, outcome_of
from surveys.policy import FLOOR, WINDOW_DAYS, Policy
from surveys.questions import ANCHOR, number_of
from surveys.rounding import interval, published_sum, representative
from surveys.series import HELD_BACK, Running
from surveys.tallies import Tallies
from surveys.tree import UnitTree
from surveys.variance import Step

__all__ = [
    "FLOOR",
    "WINDOW_DAYS",
    "Cell",
    "CellKind",
    "Evidence",
    "Fresh",
    "GateKey",
    "Policy",
    "Reason",
    "Release",
    "Released",
    "ShareBand",
    "SizeBand",
    "Suppressed",
    "evidence",
    "judged_by",
    "partition",
    "published_sum",
    "release",
    "representative",
]

_FIRST_SERIES = Running()


def release(
    tallies: Tallies,
    tree: UnitTree,
    invited: Mapping[str, int],
    gates: Mapping[GateKey, Gate],
    policy: Policy,
    running: Running = _FIRST_SERIES,
) -> tuple[Release, dict[GateKey, Gate]]:
    """Turn raw counts into what may be published, and advance the gates of the running series.

    `invited` counts the people invited per unit (direct reports of its leader). Returns the release and all gates.
    """
    cells = [_in_series(cell, running) for cell in _cells(tallies, tree, invited, policy)]
    roll_ups = _series_of_roll_ups(cells, tree, running)
    advanced = dict(gates)
    released: list[Released] = []
    suppressed: list[Suppressed] = []
    for key in tallies.question_keys:
        everywhere = [_rounded(tallies, cell, key, policy) for cell in cells]
        gating = _Gating(advanced, key, policy, _whole(everywhere, policy))
        shown: list[_Rounded] = []
        for cell, rounded in zip(cells, everywhere, strict=True):
            if cell.series == HELD_BACK:
                suppressed.append(Suppressed(cell.unit_id, key, Reason.REORGANISED, cell))
            elif rounded.n >= policy.threshold:
                shown.append(rounded)
            else:
                suppressed.append(Suppressed(cell.unit_id, key, Reason.TOO_FEW_JUDGED, cell))
        released += [gating.released(each.cell, each.mean, each.n) for each in shown]
        released += _roll_ups(shown, tree, roll_ups, gating)
        released += _large(shown, key, tree, tallies, policy)
    suppressed += _too_small(cells, tree, invited, tallies)
    participation = _participation(tallies, tree, invited, policy)
    instrument, judged = _instrument(cells, tallies, gates, policy), tuple(_judged(cells, tallies, policy))
    return Release(tuple(released), _once(suppressed), participation, instrument, judged), advanced


def evidence(tallies: Tallies, tree: UnitTree, invited: Mapping[str, int], policy: Policy) -> tuple[Evidence, ...]:
    """Give the auditor what the strongest outsider could know of each cell that `release` publishes."""
    cells = _cells(tallies, tree, invited, policy)
    known = ((key, _rounded(tallies, cell, key, policy)) for key in tallies.question_keys for cell in cells)
    return tuple(Evidence(it.cell, key, it.n, *it.band) for key, it in known if it.n >= policy.threshold)


def judged_by(tallies: Tallies) -> tuple[JudgedBy, ...]:
    """Give the auditor how many judged each commitment."""
    return tuple(
        JudgedBy(id_, sum(tallies.judgements(id_).get(judgement, 0) for judgement in WEIGHTS))
        for id_ in tallies.commitments
    )


class _Rounded(NamedTuple):
    """A cell's answers to one question, as coarse as they may be known."""

    cell: Cell
    n: int
    mean: float = 0.0
    band: tuple[int, int] = (0, 0)


def _cells(tallies: Tallies, tree: UnitTree, invited: Mapping[str, int], policy: Policy) -> list[Cell]:
    answered = {unit_id: tallies.respondents([unit_id]) for unit_id in tree}
    staffed = {unit_id: n for unit_id, n in answered.items() if n or invited.get(unit_id, 0)}
    return partition(tree, staffed, policy.threshold)


def _in_series(cell: Cell, running: Running) -> Cell:
    return replace(cell, series=running.series_of(cell))


def _series_of_roll_ups(cells: Iterable[Cell], tree: UnitTree, running: Running) -> dict[str, int]:
    """Give the number of the series of the roll-up at every unit, by all cells at and beneath it, whatever each question shows."""
    within: dict[str, tuple[str, ...]] = {}
    for cell in cells:
        within[cell.unit_id] = within.get(cell.unit_id, ()) + cell.unit_ids
    for unit_id in tree.bottom_up():
        beneath = (unit for child in tree.children(unit_id) for unit in within[child])
        within[unit_id] = (*within.get(unit_id, ()), *beneath)
    return {unit_id: running.series_of(Cell(unit_id, CellKind.ALL, units)) for unit_id, units in within.items()}


def _once(suppressed: Iterable[Suppressed]) -> tuple[Suppressed, ...]:
    """Say of a unit and question each reason once, though a team and a pool may both be hidden there."""
    return tuple({(entry.unit_id, entry.question_key, entry.reason): entry for entry in suppressed}.values())


def _rounded(tallies: Tallies, cell: Cell, key: str, policy: Policy) -> _Rounded:
    total, n = tallies.total(cell.unit_ids, key)
    if n < policy.threshold:
        return _Rounded(cell, n)
    band = published_sum(total, n, policy)
    return _Rounded(cell, n, representative(band, n, policy), band)


class _Gating(NamedTuple):
    """One question's way through the gates. `whole` is the mean of all cells in this wave."""

    gates: dict[GateKey, Gate]
    key: str
    policy: Policy
    whole: float

    def released(self, cell: Cell, mean: float, n: int, rule: GateRule | None = None) -> Released:
        """Show a cell's gate one wave and give its level; `rule` where another than the policy's holds."""
        rule, at = (rule or self.policy.gate).in_series(cell.series), (cell.key, self.key)
        self.gates[at], movement = advance(self.gates.get(at, Gate()), mean, n, rule, self.whole)
        return _released(cell, self.key, n, movement, self.policy)


def _whole(everywhere: Iterable[_Rounded], policy: Policy) -> float:
    """Give the mean of all cells with enough answers, also of those that are held back; 0 where there are none."""
    parts = [each for each in everywhere if each.n >= policy.threshold]
    return _mean(parts) if parts else 0.0


def _roll_ups(
    shown: Iterable[_Rounded], tree: UnitTree, series: Mapping[str, int], gating: _Gating
) -> Iterator[Released]:
    """Roll cells up to every unit with two or more at and beneath it, each with a gate of its own (P6).

    From 20 people on it moves in quarter points, else in half points. A mean of the levels beneath would move whenever
    another number of people answers, though nothing happened.
    """
    gate = gating.policy.gate
    fine = replace(gate, step=gate.step / 2)
    for unit_id, parts in _at_and_beneath(shown, tree).items():
        if len(parts) < 2 or series[unit_id] == HELD_BACK:
            continue
        roll_up = Cell(unit_id, CellKind.ALL, _units_of(parts), series[unit_id])
        n = sum(part.n for part in parts)
        yield gating.released(roll_up, _mean(parts), n, fine if n >= gating.policy.roll_up else gate)


def _large(shown: Iterable[_Rounded], key: str, tree: UnitTree, tallies: Tallies, policy: Policy) -> Iterator[Released]:
    """Pool cells, bottom up, to 100 or more for a fresh figure (P7): unions of cells, so that no new set appears."""
    at: dict[str, list[_Rounded]] = {}
    for each in shown:
        at.setdefault(each.cell.unit_id, []).append(each)
    carried: dict[str, list[_Rounded]] = {}
    for unit_id in tree.bottom_up():
        pool = at.get(unit_id, []) + [part for child in tree.children(unit_id) for part in carried[child]]
        n = sum(part.n for part in pool)
        if n >= policy.large:
            units = _units_of(pool)
            fresh = _fresh(pool, sum(tallies.counts(units, key)[3:]), policy)
            yield Released(Cell(unit_id, CellKind.LARGE, units), key, SizeBand.of(n), fresh=fresh)
            pool = []
        carried[unit_id] = pool


def _fresh(parts: Sequence[_Rounded], favourable: int, policy: Policy) -> Fresh:
    n = sum(part.n for part in parts)
    lowest, highest = sum(part.band[0] for part in parts), sum(part.band[1] for part in parts)
    low, high = interval(lowest, highest, n, policy)
    share = round(100 * _kept_inside(parts, favourable) / n)
    return Fresh(round(_mean(parts), 1), low, high, min(90, max(10, share)))


def _kept_inside(parts: Iterable[_Rounded], favourable: int) -> int:
    """Keep a count of 4s and 5s one inside what the bands allow: at the fewest or the most, it would fix every cell."""
    fewest = most = 0
    for part in parts:
        low, high = part.band
        fewest += max(0, (low - 3 * part.n + 1) // 2)
        most += min(part.n, (high - part.n) // 3)
    return min(max(favourable, fewest + 1), most - 1)


def _instrument(
    cells: Iterable[Cell], tallies: Tallies, gates: Mapping[GateKey, Gate], policy: Policy
) -> Instrument | None:
    """Measure the instrument over everybody in cells; what the overall question did is told by the rounded sums."""
    steps = []
    for key in (key for key in tallies.question_keys if number_of(key) == ANCHOR):
        for cell in cells:
            window, now = gates.get((cell.key, key), Gate()).window, _rounded(tallies, cell, key, policy)
            if window and now.n >= policy.threshold:
                total, before_n = window[-1]
                steps.append(Step(now.mean - total / before_n, before_n, now.n))
    return measure({cell: tallies.sheets(cell.unit_ids) for cell in cells}, steps)


def _judged(cells: Iterable[Cell], tallies: Tallies, policy: Policy) -> Iterator[Judged]:
    """Say a word on each commitment; on those of teams without a cell of their own, that too few could judge."""
    teams = {cell.unit_id for cell in cells if cell.kind is CellKind.TEAM and cell.series != HELD_BACK}
    for id_, unit_id in tallies.commitments.items():
        outcome = outcome_of(tallies.judgements(id_), policy.threshold) if unit_id in teams else Outcome.TOO_FEW
        yield Judged(id_, unit_id, outcome)


def _too_small(
    cells: Iterable[Cell], tree: UnitTree, invited: Mapping[str, int], tallies: Tallies
) -> Iterator[Suppressed]:
    """Name every unit whose direct reports are no cell of their own, and where they are counted."""
    counted_in = {unit_id: cell for cell in cells for unit_id in cell.unit_ids}
    for unit_id in tree:
        cell = counted_in.get(unit_id)
        if invited.get(unit_id, 0) and (cell is None or cell.kind is not CellKind.TEAM):
            for key in tallies.question_keys:
                yield Suppressed(unit_id, key, Reason.TOO_FEW, cell)


def _participation(
    tallies: Tallies, tree: UnitTree, invited: Mapping[str, int], policy: Policy
) -> dict[str, ShareBand]:
    """Participation at and beneath each unit, where enough answered."""
    bands = {}
    answered: dict[str, int] = {}
    asked: dict[str, int] = {}
    for unit_id in tree.bottom_up():
        children = tree.children(unit_id)
        answered[unit_id] = tallies.respondents([unit_id]) + sum(answered[child] for child in children)
        asked[unit_id] = invited.get(unit_id, 0) + sum(asked[child] for child in children)
        if answered[unit_id] >= policy.threshold:
            bands[unit_id] = ShareBand.of(answered[unit_id], asked[unit_id])
    return bands


def _at_and_beneath(shown: Iterable[_Rounded], tree: UnitTree) -> dict[str, list[_Rounded]]:
    beneath: dict[str, list[_Rounded]] = {unit_id: [] for unit_id in tree.bottom_up()}
    for each in shown:
        for unit_id in tree.upwards(each.cell.unit_id):
            beneath[unit_id].append(each)
    return beneath


def _units_of(parts: Iterable[_Rounded]) -> tuple[str, ...]:
    return tuple(unit_id for part in parts for unit_id in part.cell.unit_ids)


def _mean(parts: Sequence[_Rounded]) -> float:
    return sum(part.n * part.mean for part in parts) / sum(part.n for part in parts)


def _released(cell: Cell, key: str, n: int, movement: Movement, policy: Policy) -> Released:
    moved = movement.event in {Event.UP, Event.DOWN}
    return Released(
        cell,
        key,
        SizeBand.of(n),
        movement.level,
        movement.previous_level,
        movement.event,
        strong=moved and movement.strength is not None and movement.strength >= policy.strong,
        detectable=None if movement.base_waves is None else _detectable(n, movement.base_waves, policy.gate),
    )


def _detectable(n: int, base_waves: int, rule: GateRule) -> float:
    """Say which shift would have moved the level, as if the fewest of the size's band had answered all along.

    From the true n it would tell five people from seven, which the band does not.
    """
    return rule.detectable(max(least for least in (0, 5, 8, 12, 50) if least <= n), base_waves)
