"""Disclosure control: the one door between raw counts and anything that may be shown (`privacy.md`, promise 2).

Everything that leaves is `Released` or `Suppressed`. Respondents are partitioned, bottom up, into disjoint cells of at
least `threshold`; of a cell only its sum leaves, rounded, with coded ends; a cell's level moves only through the gate;
and every wider figure is a function of the cells' rounded sums, so that it adds nothing to what they already say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.cells import Cell, CellKind, partition
from surveys.figures import Evidence, Fresh, GateKey, Reason, Release, Released, ShareBand, SizeBand, Suppressed
from surveys.gate import Event, Gate, GateRule, Movement, advance, round_to
from surveys.policy import FLOOR, WINDOW_DAYS, Policy
from surveys.rounding import published_sum, representative
from surveys.tallies import Tallies
from surveys.tree import UnitTree

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
    "partition",
    "published_sum",
    "release",
    "representative",
]


def release(
    tallies: Tallies, tree: UnitTree, invited: Mapping[str, int], gates: Mapping[GateKey, Gate], policy: Policy
) -> tuple[Release, dict[GateKey, Gate]]:
    """Turn raw counts into what may be published, and advance the gates.

    `invited` counts the people invited per unit (direct reports of its leader). Returns the release and all gates.
    """
    cells = _cells(tallies, tree, invited, policy)
    advanced = dict(gates)
    released: list[Released] = []
    suppressed: list[Suppressed] = []
    for key in tallies.question_keys:
        sums = {cell: _rounded(tallies, cell, key, policy) for cell in cells}
        for cell, rounded in sums.items():
            if rounded.n < policy.threshold:
                suppressed.append(Suppressed(cell.unit_id, key, Reason.TOO_FEW_JUDGED, cell))
        shown = {cell: rounded for cell, rounded in sums.items() if rounded.n >= policy.threshold}
        released += _levels(shown, key, advanced, policy)
        released += _roll_ups(shown, key, tree, advanced, policy)
        released += _large(shown, key, tree, tallies, policy)
    suppressed += _too_small(cells, tree, invited, tallies)
    return Release(tuple(released), tuple(suppressed), _participation(tallies, tree, invited, policy)), advanced


def evidence(tallies: Tallies, tree: UnitTree, invited: Mapping[str, int], policy: Policy) -> tuple[Evidence, ...]:
    """Give the auditor what the strongest outsider could know of each cell that `release` publishes."""
    cells = _cells(tallies, tree, invited, policy)
    known = ((cell, key, _rounded(tallies, cell, key, policy)) for key in tallies.question_keys for cell in cells)
    return tuple(Evidence(cell, key, it.n, *it.band) for cell, key, it in known if it.n >= policy.threshold)


@dataclass(frozen=True)
class _Rounded:
    n: int
    mean: float
    band: tuple[int, int] = (0, 0)


def _cells(tallies: Tallies, tree: UnitTree, invited: Mapping[str, int], policy: Policy) -> list[Cell]:
    answered = {unit_id: tallies.respondents([unit_id]) for unit_id in tree}
    staffed = {unit_id: n for unit_id, n in answered.items() if n or invited.get(unit_id, 0)}
    return partition(tree, staffed, policy.threshold)


def _rounded(tallies: Tallies, cell: Cell, key: str, policy: Policy) -> _Rounded:
    counts = tallies.counts(cell.unit_ids, key)
    n = int(counts.sum())
    if n < policy.threshold:
        return _Rounded(n, 0.0)
    total = int(counts @ np.arange(1, 6))
    band = published_sum(total, n, policy)
    return _Rounded(n, representative(band, n, policy), band)


def _levels(shown: Mapping[Cell, _Rounded], key: str, gates: dict[GateKey, Gate], policy: Policy) -> Iterator[Released]:
    for cell, rounded in shown.items():
        movement = _advance(gates, (cell.key, key), rounded, policy.gate)
        yield _released(cell, key, rounded.n, movement, policy)


def _roll_ups(
    shown: Mapping[Cell, _Rounded], key: str, tree: UnitTree, gates: dict[GateKey, Gate], policy: Policy
) -> Iterator[Released]:
    """Roll cells up to every unit with two or more at and beneath it; from 20 people on with a gate of its own (P6)."""
    rule = GateRule(**{**vars(policy.gate), "step": policy.gate.step / 2})
    for unit_id, cells in _at_and_beneath(shown, tree).items():
        if len(cells) < 2:
            continue
        together = _together(shown[cell] for cell in cells)
        roll_up = Cell(unit_id, CellKind.ALL, tuple(unit for cell in cells for unit in cell.unit_ids))
        if together.n >= policy.roll_up:
            movement = _advance(gates, (roll_up.key, key), together, rule)
        else:
            levels = _together(_Rounded(shown[c].n, gates[c.key, key].level or 0.0) for c in cells)
            movement = Movement(Event.SAME, round_to(levels.mean, rule.step))
        yield _released(roll_up, key, together.n, movement, policy)


def _large(
    shown: Mapping[Cell, _Rounded], key: str, tree: UnitTree, tallies: Tallies, policy: Policy
) -> Iterator[Released]:
    """Pool cells, bottom up, to 50 or more for a fresh figure (P7): unions of cells, so that no new set appears."""
    at: dict[str, list[Cell]] = {}
    for cell in shown:
        at.setdefault(cell.unit_id, []).append(cell)
    carried: dict[str, list[Cell]] = {}
    for unit_id in tree.bottom_up():
        pool = at.get(unit_id, []) + [cell for child in tree.children(unit_id) for cell in carried[child]]
        together = _together(shown[cell] for cell in pool)
        if together.n >= policy.large:
            units = tuple(unit for cell in pool for unit in cell.unit_ids)
            favourable = int(tallies.counts(units, key)[3:].sum())
            fresh = _fresh([shown[cell] for cell in pool], favourable, policy)
            yield Released(Cell(unit_id, CellKind.LARGE, units), key, SizeBand.of(together.n), fresh=fresh)
            pool = []
        carried[unit_id] = pool


def _fresh(parts: Sequence[_Rounded], favourable: int, policy: Policy) -> Fresh:
    together = _together(parts)
    reach = 1.96 * (policy.gate.answer_variance / together.n) ** 0.5
    low, high = max(1.0, together.mean - reach), min(5.0, together.mean + reach)
    share = round(100 * _kept_inside(parts, favourable) / together.n)
    return Fresh(round(together.mean, 1), round(low, 1), round(high, 1), min(90, max(10, share)))


def _kept_inside(parts: Iterable[_Rounded], favourable: int) -> int:
    """Keep a count of 4s and 5s one inside what the bands allow: at the fewest or the most, it would fix every cell."""
    fewest = most = 0
    for part in parts:
        low, high = part.band
        fewest += max(0, (low - 3 * part.n + 1) // 2)
        most += min(part.n, (high - part.n) // 3)
    return min(max(favourable, fewest + 1), most - 1)


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


def _at_and_beneath(cells: Iterable[Cell], tree: UnitTree) -> dict[str, list[Cell]]:
    beneath: dict[str, list[Cell]] = {unit_id: [] for unit_id in tree.bottom_up()}
    for cell in cells:
        for unit_id in tree.upwards(cell.unit_id):
            beneath[unit_id].append(cell)
    return beneath


def _together(parts: Iterable[_Rounded]) -> _Rounded:
    parts = list(parts)
    n = sum(part.n for part in parts)
    return _Rounded(n, sum(part.n * part.mean for part in parts) / n if n else 0.0)


def _advance(gates: dict[GateKey, Gate], key: GateKey, rounded: _Rounded, rule: GateRule) -> Movement:
    gates[key], movement = advance(gates.get(key, Gate()), rounded.mean, rounded.n, rule)
    return movement


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
        detectable=None if movement.detectable is None else round(movement.detectable, 1),
    )
