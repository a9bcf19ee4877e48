"""The auditor's first attack: which people stand behind a figure, where it stands, and how fine it is."""

from collections.abc import Iterable, Iterator, Sequence

from surveys.cells import CellKind
from surveys.figures import Fresh, Release, Released, SizeBand
from surveys.findings import LEAST_FOR_FINE, LEAST_STEP, SMALL_CELLS, Finding, FindingKind, by_question
from surveys.gate import round_to
from surveys.policy import Policy
from surveys.tree import UnitTree

HAIR = 1e-9


def structure(release: Release, tree: UnitTree, policy: Policy) -> Iterator[Finding]:
    """Check which people stand behind each figure, where it stands, and how fine it is."""
    spans = _spans(tree)
    for key, figures in by_question(release.released).items():
        yield from sets(key, figures)
        for figure in figures:
            yield from form(figure, policy)
            start, end = spans.get(figure.cell.unit_id, (0, 0))
            places = [spans[unit][0] if unit in spans else -1 for unit in figure.cell.unit_ids]
            if not start <= min(places, default=-1) <= max(places, default=-1) < end:
                yield Finding.of(FindingKind.MISPLACED, figure)


def sets(key: str, figures: Sequence[Released]) -> Iterator[Finding]:
    """Find cells that share people, and wider figures that are not unions of cells."""
    owner: dict[str, int] = {}
    yield from _disjoint([figure for figure in figures if figure.cell.kind in SMALL_CELLS], owner)
    yield from _disjoint([figure for figure in figures if figure.cell.kind is CellKind.LARGE], {})
    members: dict[int, int] = {}
    for place in owner.values():
        members[place] = members.get(place, 0) + 1
    for figure in figures:
        if figure.cell.kind not in SMALL_CELLS:
            units = set(figure.cell.unit_ids)
            owners = {owner.get(unit, -1) for unit in units}
            if sum(members.get(place, 0) for place in owners) != len(units):
                yield Finding(FindingKind.NOT_OF_CELLS, figure.cell.unit_id, key)


def _disjoint(figures: Iterable[Released], owner: dict[str, int]) -> Iterator[Finding]:
    for place, figure in enumerate(figures):
        if any(owner.setdefault(unit, place) != place for unit in figure.cell.unit_ids):
            yield Finding.of(FindingKind.OVERLAP, figure)


def form(figure: Released, policy: Policy) -> Iterator[Finding]:
    """Find figures of too few people or with too many digits."""
    if figure.size is SizeBand.UNDER_5:
        yield Finding.of(FindingKind.TOO_FEW, figure)
    if figure.cell.kind is CellKind.LARGE:
        fine = figure.level is not None or figure.fresh is None or not _plain(figure.fresh)
    else:
        step = step_of(figure.cell.kind, policy)
        fine = figure.fresh is not None or figure.level is None or not on_grid(figure.level, step)
    if fine or not on_grid(figure.detectable or 0.0, 0.1):
        yield Finding.of(FindingKind.TOO_FINE, figure)


def _plain(fresh: Fresh) -> bool:
    one_decimal = all(on_grid(value, 0.1) for value in (fresh.mean, fresh.low, fresh.high))
    return one_decimal and 10 <= fresh.favourable <= 90 and isinstance(fresh.favourable, int)


def on_grid(value: float, step: float) -> bool:
    """Tell whether a value is a multiple of a step."""
    return abs(round_to(value, step) - value) < HAIR


def step_of(kind: CellKind, policy: Policy, n: int | None = None) -> float:
    """Give the finest step, in scale points, that a level of this kind, of `n` people if known, may have."""
    step = max(LEAST_STEP, policy.gate.step)
    fine = kind not in SMALL_CELLS and (n is None or n >= max(LEAST_FOR_FINE, policy.roll_up))
    return step / 2 if fine else step


def _spans(tree: UnitTree) -> dict[str, tuple[int, int]]:
    """Give units numbers so that all at and beneath one are consecutive: first number, and one past the last."""
    sizes: dict[str, int] = {}
    for unit_id in tree.bottom_up():
        sizes[unit_id] = 1 + sum(sizes[child] for child in tree.children(unit_id))
    return {unit: (start, start + sizes[unit]) for start, unit in enumerate(reversed(tree.bottom_up()))}
