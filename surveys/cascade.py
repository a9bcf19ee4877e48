"""The leader cascade: the internal-customer index level by level from the top, and who is rated by whom.

It is computed from published levels alone, so it says nothing that they do not say. A level beneath is shown only where
three cells or more stand in it: with two, whoever knows one could work out the other, and that would be a named
leader's figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.disclosure import Cell, CellKind, Released
from surveys.gate import Event, round_to
from surveys.scores import least_answers
from surveys.tree import UnitTree

LEAST_CELLS = 3
LEVEL_STEP = 0.25
"""Levels of leaders are told in quarter points, as wide roll-ups are."""


class Tier(StrEnum):
    """Which level of an organisation people stand on."""

    BOARD = "board"
    DIVISION = "division leads"
    DEPARTMENT = "department leads"
    TEAM = "team leads"
    STAFF = "staff"


@dataclass(frozen=True)
class Rung:
    """One level of leaders: `depth` counts from the top of the organisation (0), `rated_by` names the level beneath.

    `level` is in scale points (quarters), None where fewer than three cells are published; `cells` is how many stand
    behind it. `own` marks the leader of the unit that the report is about, alone on the first rung.
    """

    depth: int
    tier: Tier
    rated_by: Tier
    level: float | None
    cells: int
    own: bool = False


@dataclass(frozen=True)
class LevelMove:
    """Sure events (P11) of one question on one level of leaders beneath: how many units moved up, or down."""

    tier: Tier
    depth: int
    question_key: str
    up: bool
    units: int


def cascade_of(unit_id: str, question_key: str, released: Iterable[Released], tree: UnitTree) -> tuple[Rung, ...]:
    """Give the levels from a unit's own leader downwards, the top first; empty where no unit stands beneath."""
    depths = _depths(unit_id, tree)
    lowest = max(depths.values())
    if lowest == depths[unit_id]:
        return ()
    at: dict[int, list[Released]] = defaultdict(list)
    for figure in released:
        if figure.question_key == question_key and figure.level is not None:
            depth = _depth_of(figure.cell, depths)
            if depth is not None:
                at[depth].append(figure)
    return tuple(_rung(depth, at[depth], depths[unit_id], lowest) for depth in range(depths[unit_id], lowest + 1))


def moves_beneath(
    unit_id: str, released: Iterable[Released], tree: UnitTree, cascade: Iterable[Rung]
) -> tuple[LevelMove, ...]:
    """Count the sure events on each level beneath that the cascade shows; no unit is named, ordered by level."""
    tiers = {rung.depth: rung.tier for rung in cascade if rung.level is not None and not rung.own}
    moved: dict[tuple[int, str, bool], set[str]] = defaultdict(set)
    for figure in (one for one in released if one.strong and one.cell.kind in {CellKind.TEAM, CellKind.ALL}):
        depth = tree.depth(figure.cell.unit_id)
        if depth in tiers and unit_id in tree.upwards(figure.cell.unit_id):
            moved[depth, figure.question_key, figure.event is Event.UP].add(figure.cell.unit_id)
    return tuple(
        LevelMove(tiers[depth], depth, key, up, len(units)) for (depth, key, up), units in sorted(moved.items())
    )


def tier_of(depth: int, lowest: int) -> Tier:
    """Name a level by its depth (0 is the top) in an organisation whose lowest leaders stand at `lowest`."""
    if depth > lowest:
        return Tier.STAFF
    if depth == 0:
        return Tier.BOARD
    if depth == lowest:
        return Tier.TEAM
    return Tier.DIVISION if depth == 1 else Tier.DEPARTMENT


def _rung(depth: int, figures: list[Released], own_depth: int, lowest: int) -> Rung:
    own = depth == own_depth
    shown = bool(figures) and (own or len(figures) >= LEAST_CELLS)
    level = _together(figures) if shown else None
    return Rung(depth, tier_of(depth, lowest), tier_of(depth + 1, lowest), level, len(figures), own)


def _together(figures: list[Released]) -> float:
    """Average levels, each weighted by the least number of answers in its published band: the exact n never leaves."""
    weights = [least_answers(figure.size) for figure in figures]
    total = sum(weight * (figure.level or 0.0) for weight, figure in zip(weights, figures, strict=True))
    return round_to(total / sum(weights), LEVEL_STEP)


def _depth_of(cell: Cell, depths: Mapping[str, int]) -> int | None:
    """Give the level on which all leaders of a cell stand; None for roll-ups, strangers, and pools of several levels."""
    if cell.kind not in {CellKind.TEAM, CellKind.POOL}:
        return None
    if len(cell.unit_ids) == 1:
        return depths.get(cell.unit_ids[0])
    found = {depths.get(unit_id) for unit_id in cell.unit_ids}
    return found.pop() if len(found) == 1 else None


def _depths(unit_id: str, tree: UnitTree) -> dict[str, int]:
    depths = {unit_id: tree.depth(unit_id)}
    for below in tree.beneath(unit_id):
        parent = tree.parent(below)
        if below != unit_id and parent is not None:
            depths[below] = depths[parent] + 1
    return depths
