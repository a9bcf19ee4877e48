"""Disclosure control: the one door between raw counts and anything that may be shown (`privacy.md`, promise 2).

Everything that leaves is `Released` or `Suppressed`. Respondents are partitioned, bottom up, into disjoint cells of at
least `threshold`; of a cell only its sum leaves, rounded, with coded ends; a cell's level moves only through the gate;
and every wider figure is a function of the cells' rounded sums, so that it adds nothing to what they already say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from surveys.errors import VorbildError, say
from surveys.gate import Event, Gate, GateRule, Movement, advance, round_to
from surveys.tallies import Tallies
from surveys.tree import UnitTree

FLOOR = 5
WINDOW_DAYS = 28


@dataclass(frozen=True)
class Policy:
    """What may be published; frozen with the wave. Nothing lowers the defaults.

    `threshold`, `roll_up` and `large` are numbers of respondents, `base`, `low_edge` and `high_edge` are in points of a
    cell's sum, `strong` is in standard errors.
    """

    threshold: int = FLOOR
    large: int = 50
    base: int = 3
    low_edge: int = 7
    high_edge: int = 3
    roll_up: int = 20
    strong: float = 3.6
    window_days: int = WINDOW_DAYS
    gate: GateRule = field(default_factory=GateRule)

    def __post_init__(self) -> None:
        if self.threshold < FLOOR:
            raise VorbildError(
                say("A threshold of {count} would not protect people: 5 is the least.", count=self.threshold)
            )
        if self.window_days < WINDOW_DAYS:
            raise VorbildError(say("A window of {count} days is too short: 28 is the least.", count=self.window_days))
        for name, value, least in self._limits():
            if value < least:
                raise VorbildError(
                    say(
                        "{name} = {value} would not protect people: {least} is the least.",
                        name=name,
                        value=value,
                        least=least,
                    )
                )
        if self.base % 2 == 0:
            raise VorbildError(say("Sums cannot be rounded to base {base}: choose an odd number.", base=self.base))

    def _limits(self) -> Iterator[tuple[str, float, float]]:
        """Pair every setting with its default, which nothing lowers."""
        for rules, defaults in ((self, Policy), (self.gate, GateRule)):
            for name, value in vars(rules).items():
                if isinstance(value, int | float):
                    yield name, value, getattr(defaults, name)


class CellKind(StrEnum):
    """How a published set of respondents came to be."""

    TEAM = "team"
    """The direct reports of one leader."""
    POOL = "pool"
    """Teams too small to be shown alone, shown together under the leader above them."""
    ALL = "all"
    """A roll-up: every cell at and beneath a unit."""
    LARGE = "large"
    """Cells pooled to 50 or more, for a fresh figure every wave."""


class SizeBand(StrEnum):
    """How many answered, as a band."""

    UNDER_5 = "under 5"
    FIVE_TO_7 = "5-7"
    EIGHT_TO_11 = "8-11"
    TWELVE_OR_MORE = "12+"

    @classmethod
    def of(cls, n: int) -> "SizeBand":
        """Choose the band of a number of respondents."""
        return cls.UNDER_5 if n < 5 else cls.FIVE_TO_7 if n < 8 else cls.EIGHT_TO_11 if n < 12 else cls.TWELVE_OR_MORE


class ShareBand(StrEnum):
    """Which share of the invited answered, as a band."""

    UNDER_HALF = "under 50 %"
    HALF_TO_THREE_QUARTERS = "50-75 %"
    OVER_THREE_QUARTERS = "over 75 %"

    @classmethod
    def of(cls, respondents: int, invited: int) -> "ShareBand":
        """Choose the band of a participation."""
        share = respondents / invited
        if share < 0.5:
            return cls.UNDER_HALF
        return cls.HALF_TO_THREE_QUARTERS if share <= 0.75 else cls.OVER_THREE_QUARTERS


class Reason(StrEnum):
    """Why a figure is not shown."""

    TOO_FEW = "too few answers"
    TOO_FEW_JUDGED = "too few could judge"


@dataclass(frozen=True)
class Cell:
    """A set of respondents published as one: the direct reports in `unit_ids`, placed at `unit_id`."""

    unit_id: str
    kind: CellKind
    unit_ids: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name the cell's series."""
        return f"{self.unit_id}/{self.kind}"


@dataclass(frozen=True)
class Fresh:
    """A figure of one wave alone, of 50 people or more: mean and 95 % interval in scale points, to one decimal.

    The interval rests on the organisation's answer variance, not on the spread among these people, which would prove
    unanimity. `favourable` is the share of 4 and 5 in whole per cent, kept between 10 and 90 and strictly inside what
    the cells' rounded sums allow, for the same reason.
    """

    mean: float
    low: float
    high: float
    favourable: int


@dataclass(frozen=True)
class Released:
    """A figure that may be shown: a gated level, or a fresh figure for a large cell.

    `level`, `previous_level` and `detectable` are in scale points. `detectable` is the smallest shift that would have
    moved the level, None while there are too few waves to judge; `strong` marks an event sure enough to stand in a
    list across units (P11). How close a figure came to moving never leaves.
    """

    cell: Cell
    question_key: str
    size: SizeBand
    level: float | None = None
    previous_level: float | None = None
    event: Event = Event.SAME
    strong: bool = False
    detectable: float | None = None
    fresh: Fresh | None = None


@dataclass(frozen=True)
class Suppressed:
    """A figure that is not shown, why, and in which cell these people are counted instead, if in any."""

    unit_id: str
    question_key: str
    reason: Reason
    counted_in: Cell | None = None


@dataclass(frozen=True)
class Release:
    """Everything one wave publishes."""

    released: tuple[Released, ...]
    suppressed: tuple[Suppressed, ...]
    participation: Mapping[str, ShareBand]


@dataclass(frozen=True)
class Evidence:
    """The most an outsider could work out about a cell and question: how many answered, and the band of their sum.

    It is what the auditor reasons from, before anything is published; it is never shown or stored.
    """

    cell: Cell
    question_key: str
    n: int
    low: int
    high: int


GateKey = tuple[str, str]
"""A cell's key and a question's key."""


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


def partition(tree: UnitTree, respondents: Mapping[str, int], threshold: int) -> list[Cell]:
    """Partition units into disjoint cells of at least `threshold` respondents, bottom up (P3).

    Direct reports who reach the threshold are a team cell; smaller teams join a pool carried to the unit above, which
    becomes a pool cell where it reaches the threshold. What is left at a root belongs to no cell. `respondents` names
    every unit with people: a team of whom nobody answered stands in the pool like the others, or its absence would
    tell who did not take part.
    """
    cells: list[Cell] = []
    carried: dict[str, tuple[str, ...]] = {}
    for unit_id in tree.bottom_up():
        own: tuple[str, ...] = (unit_id,) if unit_id in respondents else ()
        if respondents.get(unit_id, 0) >= threshold:
            cells.append(Cell(unit_id, CellKind.TEAM, own))
            own = ()
        pool = own + tuple(small for child in tree.children(unit_id) for small in carried[child])
        if sum(respondents[small] for small in pool) >= threshold:
            cells.append(Cell(unit_id, CellKind.POOL, pool))
            pool = ()
        carried[unit_id] = pool
    return cells


def published_sum(total: int, n: int, policy: Policy) -> tuple[int, int]:
    """Give the band (lowest, highest) that may be known of a cell's sum (P4): everyone keeps 4 of 5 answers."""
    if total <= n + policy.low_edge:
        return n, n + policy.low_edge
    if total >= 5 * n - policy.high_edge:
        return 5 * n - policy.high_edge, 5 * n
    centre, reach = policy.base * round(total / policy.base), (policy.base - 1) // 2
    return max(centre - reach, n + policy.low_edge - 2), min(centre + reach, 5 * n - 1)


def representative(band: tuple[int, int], n: int, policy: Policy) -> float:
    """Choose the mean, in scale points, that stands for a band of sums.

    The wide low band stands near its upper end, so that a low cell does not exaggerate a drop.
    """
    if band == (n, n + policy.low_edge):
        return (n + policy.low_edge - 1.5) / n
    return sum(band) / 2 / n


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
