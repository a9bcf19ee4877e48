"""The auditor: plays the attackers on what a wave is about to publish, and on the ledger (`privacy.md`, "The auditor").

Two of its four attacks live here, as pure functions. *Structure*: published groups are disjoint cells of 5 or more, or
unions of them, in figures no finer than agreed. *Certainty*: whatever is published, everybody keeps 4 of 5 possible
answers, even against somebody who knows every n exactly and the rounded sum of every cell. The promises are constants
here, so that a policy that was tampered with does not lower what is audited. Raw counts never come near this module.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import TypeVar

from surveys.disclosure import (
    CellKind,
    Evidence,
    Fresh,
    GateKey,
    Policy,
    Release,
    Released,
    SizeBand,
    published_sum,
    representative,
)
from surveys.errors import Message, say
from surveys.gate import Event, round_to
from surveys.scales import POINTS
from surveys.tree import UnitTree

LEAST_PEOPLE = 5
LEAST_FOR_FRESH = 50
LEAST_ANSWERS = 4
LEAST_STEP = 0.5
SMALL_CELLS = {CellKind.TEAM, CellKind.POOL}

_WORST, _BEST = min(POINTS), max(POINTS)
_SIZES = {
    SizeBand.UNDER_5: range(1, 5),
    SizeBand.FIVE_TO_7: range(5, 8),
    SizeBand.EIGHT_TO_11: range(8, 12),
    SizeBand.TWELVE_OR_MORE: range(12, 65),  # beyond, a level to half a point leaves every answer possible
}
_HAIR = 1e-9


class FindingKind(StrEnum):
    """What is wrong with a publication."""

    OVERLAP = "overlap"
    TOO_FEW = "too few"
    NOT_OF_CELLS = "not of cells"
    MISPLACED = "misplaced"
    TOO_FINE = "too fine"
    UNEXPLAINED = "unexplained"
    CERTAIN = "certain"


_SENTENCES = {
    FindingKind.OVERLAP: say(
        "{unit}, {question}: two published groups share people; subtracting them isolates others."
    ),
    FindingKind.TOO_FEW: say("{unit}, {question}: a published group, or the difference of two, is too small."),
    FindingKind.NOT_OF_CELLS: say("{unit}, {question}: a wider figure is not a union of published cells."),
    FindingKind.MISPLACED: say("{unit}, {question}: a figure stands at a unit that does not hold its people."),
    FindingKind.TOO_FINE: say("{unit}, {question}: a figure is finer than the policy allows."),
    FindingKind.UNEXPLAINED: say("{unit}, {question}: a figure does not follow from the rounded sums."),
    FindingKind.CERTAIN: say("{unit}, {question}: somebody is left with fewer than 4 of 5 possible answers."),
}


@dataclass(frozen=True)
class Finding:
    """A breach, or what could become one: the post is held."""

    kind: FindingKind
    unit_id: str
    question_key: str

    @property
    def message(self) -> Message:
        """Say what is wrong, in a sentence."""
        return Message(_SENTENCES[self.kind].template, {"unit": self.unit_id, "question": self.question_key})


@dataclass(frozen=True)
class Group:
    """People whom no published set tells apart: how many, and where their sum can lie."""

    unit_id: str
    unit_ids: tuple[str, ...]
    n: int
    low: int
    high: int

    @property
    def favourable(self) -> tuple[int, int]:
        """Give the fewest and the most answers of 4 or 5 that the sum allows."""
        return max(0, (self.low - 3 * self.n + 1) // 2), min(self.n, (self.high - self.n) // 3)

    def answers(self, favourable: tuple[int, int] | None = None) -> tuple[int, ...]:
        """Give the answers that remain possible for each of these people, exactly; of 4s and 5s as many as given."""
        return _possible(self.n, (self.low, self.high), favourable or (0, self.n))


@lru_cache(maxsize=100_000)
def _possible(n: int, band: tuple[int, int], favourable: tuple[int, int]) -> tuple[int, ...]:
    """Look, for each answer, for a number f of 4s and 5s among the others: their sum lies in [n-1 + 3f, 3(n-1) + 2f]."""
    others = n - 1
    found = []
    for answer in map(int, POINTS):
        own = int(answer >= 4)
        least = max(0, favourable[0] - own, (band[0] - answer - 3 * others + 1) // 2)
        if least <= min(others, favourable[1] - own, (band[1] - answer - others) // 3):
            found.append(answer)
    return tuple(found)


def audit(evidence: Sequence[Evidence], release: Release, tree: UnitTree, policy: Policy) -> tuple[Finding, ...]:
    """Attack what a wave is about to publish. Nothing may be written or posted unless this is empty."""
    attacks = (structure(release, tree, policy), explained(evidence, release, policy), certainty(evidence, release))
    return tuple(finding for attack in attacks for finding in attack)


def audit_published(releases: Sequence[Release], policy: Policy) -> tuple[Finding, ...]:
    """Attack the ledger alone, oldest wave first: every size of a band and every sum behind a level is considered."""
    findings: list[Finding] = []
    before: dict[GateKey, SizeBand] = {}
    for release in releases:
        for key, figures in _by_question(release.released).items():
            findings += _sets(key, figures)
            findings += (found for figure in figures for found in _form(figure, policy))
        for figure in release.released:
            if figure.cell.kind in SMALL_CELLS and figure.level is not None:
                place = (figure.cell.key, figure.question_key)
                if _answers_left(figure.level, figure.event, figure.size, before.get(place), policy) < LEAST_ANSWERS:
                    findings.append(_found(FindingKind.CERTAIN, figure))
                before[place] = figure.size
    return tuple(findings)


def structure(release: Release, tree: UnitTree, policy: Policy) -> Iterator[Finding]:
    """Check which people stand behind each figure, where it stands, and how fine it is."""
    spans = _spans(tree)
    for key, figures in _by_question(release.released).items():
        yield from _sets(key, figures)
        for figure in figures:
            yield from _form(figure, policy)
            start, end = spans.get(figure.cell.unit_id, (0, 0))
            places = [spans[unit][0] if unit in spans else -1 for unit in figure.cell.unit_ids]
            if not start <= min(places, default=-1) <= max(places, default=-1) < end:
                yield _found(FindingKind.MISPLACED, figure)


def explained(evidence: Iterable[Evidence], release: Release, policy: Policy) -> Iterator[Finding]:
    """Check that every figure is what the policy makes of the rounded sums: what they do not say, it does not say."""
    known = _by_question(evidence)
    for key, figures in _by_question(release.released).items():
        parts = [_Part.of(item, policy) for item in known.get(key, ())]
        at = {unit_id: place for place, part in enumerate(parts) for unit_id in part.unit_ids}
        for figure in figures:
            places = dict.fromkeys(at[unit] for unit in figure.cell.unit_ids if unit in at)
            behind = [parts[place] for place in places]
            least = LEAST_FOR_FRESH if figure.cell.kind is CellKind.LARGE else LEAST_PEOPLE
            if sum(part.n for part in behind) < least:
                yield _found(FindingKind.TOO_FEW, figure)
            elif not _follows(figure, behind, policy):
                yield _found(FindingKind.UNEXPLAINED, figure)


def certainty(evidence: Iterable[Evidence], release: Release) -> Iterator[Finding]:
    """Work out what remains possible for everybody: exact bounds on sums, and the favourable shares of large cells."""
    large = _by_question(figure for figure in release.released if figure.fresh)
    for key, items in _by_question(evidence).items():
        nodes, crossing = _nested(items)
        yield from (Finding(FindingKind.OVERLAP, item.cell.unit_id, key) for item in crossing)
        found = _propagate(nodes)
        for group, favourable in zip(found, _favourable(found, large.get(key, ())), strict=True):
            if group.n < LEAST_PEOPLE:
                yield Finding(FindingKind.TOO_FEW, group.unit_id, key)
            elif len(group.answers(favourable)) < LEAST_ANSWERS:
                yield Finding(FindingKind.CERTAIN, group.unit_id, key)


def groups(evidence: Iterable[Evidence]) -> list[Group]:
    """Give the people that published sets of one question leave together, with exact bounds on their sum."""
    return _propagate(_nested(evidence)[0])


_Item = TypeVar("_Item", Released, Evidence)


def _by_question(items: Iterable[_Item]) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(item.question_key, []).append(item)
    return found


def _found(kind: FindingKind, figure: Released) -> Finding:
    return Finding(kind, figure.cell.unit_id, figure.question_key)


# --- sets -----------------------------------------------------------------------------------------------------------


def _sets(key: str, figures: Sequence[Released]) -> Iterator[Finding]:
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
            yield _found(FindingKind.OVERLAP, figure)


def _form(figure: Released, policy: Policy) -> Iterator[Finding]:
    """Find figures of too few people or with too many digits."""
    if figure.size is SizeBand.UNDER_5:
        yield _found(FindingKind.TOO_FEW, figure)
    if figure.cell.kind is CellKind.LARGE:
        fine = figure.level is not None or figure.fresh is None or not _plain(figure.fresh)
    else:
        step = _step(figure.cell.kind, policy)
        fine = figure.fresh is not None or figure.level is None or not _on_grid(figure.level, step)
    if fine or not _on_grid(figure.detectable or 0.0, 0.1):
        yield _found(FindingKind.TOO_FINE, figure)


def _plain(fresh: Fresh) -> bool:
    one_decimal = all(_on_grid(value, 0.1) for value in (fresh.mean, fresh.low, fresh.high))
    return one_decimal and 10 <= fresh.favourable <= 90 and isinstance(fresh.favourable, int)


def _on_grid(value: float, step: float) -> bool:
    return abs(round_to(value, step) - value) < _HAIR


def _step(kind: CellKind, policy: Policy) -> float:
    step = max(LEAST_STEP, policy.gate.step)
    return step if kind in SMALL_CELLS else step / 2


def _spans(tree: UnitTree) -> dict[str, tuple[int, int]]:
    """Give units numbers so that all at and beneath one are consecutive: first number, and one past the last."""
    sizes: dict[str, int] = {}
    for unit_id in tree.bottom_up():
        sizes[unit_id] = 1 + sum(sizes[child] for child in tree.children(unit_id))
    return {unit: (start, start + sizes[unit]) for start, unit in enumerate(reversed(tree.bottom_up()))}


# --- figures --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """A cell behind a figure: its people, and the sum that stands for them."""

    unit_ids: tuple[str, ...]
    n: int
    total: float

    @classmethod
    def of(cls, item: Evidence, policy: Policy) -> "_Part":
        return cls(item.cell.unit_ids, item.n, item.n * representative((item.low, item.high), item.n, policy))


def _follows(figure: Released, parts: Sequence[_Part], policy: Policy) -> bool:
    n = sum(part.n for part in parts)
    mean = sum(part.total for part in parts) / n
    if figure.size is not SizeBand.of(n):
        return False
    if figure.fresh:
        reach = 1.96 * (policy.gate.answer_variance / n) ** 0.5
        rounded = tuple(round(min(5.0, max(1.0, value)), 1) for value in (mean, mean - reach, mean + reach))
        return rounded == (figure.fresh.mean, figure.fresh.low, figure.fresh.high)
    if figure.cell.kind in SMALL_CELLS and [part.unit_ids for part in parts] != [figure.cell.unit_ids]:
        return False
    return figure.event is not Event.FIRST or figure.level == round_to(mean, _step(figure.cell.kind, policy))


def _favourable(found: Sequence[Group], figures: Iterable[Released]) -> list[tuple[int, int] | None]:
    """Narrow how many in each group may have said 4 or 5 by the published shares of the large cells."""
    allowed: list[tuple[int, int] | None] = [None] * len(found)
    large = {unit_id: figure for figure in figures for unit_id in figure.cell.unit_ids}
    within: dict[int, list[int]] = {}
    for place, group in enumerate(found):
        if all(large.get(unit_id) is large.get(group.unit_ids[0]) for unit_id in group.unit_ids):
            within.setdefault(id(large.get(group.unit_ids[0])), []).append(place)
    for places in within.values():
        figure = large.get(found[places[0]].unit_ids[0])
        if figure and figure.fresh:
            members = [found[place] for place in places]
            counts = _counts(figure.fresh.favourable, sum(group.n for group in members))
            for place, narrowed in zip(places, _narrowed(members, counts), strict=True):
                allowed[place] = narrowed
    return allowed


def _narrowed(members: Sequence[Group], counts: tuple[int, int]) -> Iterator[tuple[int, int]]:
    ranges = [group.favourable for group in members]
    fewest, most = sum(least for least, _ in ranges), sum(largest for _, largest in ranges)
    for least, largest in ranges:
        yield max(least, counts[0] - (most - largest)), min(largest, counts[1] - (fewest - least))


def _counts(share: int, n: int) -> tuple[int, int]:
    """Give the fewest and the most people that a share of `n` can mean; 10 and 90 are open towards the ends."""
    near = int(share * n / 100)
    meant = [k for k in range(near - n // 100 - 2, near + n // 100 + 3) if round(100 * k / n) == share] or [near]
    return 0 if share == 10 else meant[0], n if share == 90 else meant[-1]


# --- sums -----------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Node:
    """A set whose sum is known to lie in a band, and the sets directly inside it."""

    known: Evidence
    low: int
    high: int
    inside: list["_Node"] = field(default_factory=list)

    @property
    def rest(self) -> int:
        """Count the people in none of the sets inside."""
        return self.known.n - sum(node.known.n for node in self.inside) if self.inside else self.known.n

    def rest_units(self) -> tuple[str, ...]:
        """Name their units."""
        inside = {unit_id for node in self.inside for unit_id in node.known.cell.unit_ids} if self.inside else ()
        return tuple(unit_id for unit_id in self.known.cell.unit_ids if unit_id not in inside)

    def ends(self) -> tuple[int, int]:
        """Give the least and greatest sum that the sets inside and the rest allow."""
        rest = self.rest
        low = _WORST * rest + sum(node.low for node in self.inside)
        return low, _BEST * rest + sum(node.high for node in self.inside)


def _nested(evidence: Iterable[Evidence]) -> tuple[list[_Node], list[Evidence]]:
    """Hang every set under the smallest one that holds it, wider sets first; sets that cross are given apart."""
    nodes: list[_Node] = []
    crossing: list[Evidence] = []
    innermost: dict[str, _Node] = {}
    for item in sorted(evidence, key=lambda item: -len(item.cell.unit_ids)):
        holders = {innermost.get(unit_id) for unit_id in item.cell.unit_ids}
        if len(holders) != 1:
            crossing.append(item)
            continue
        node = _Node(item, max(item.low, _WORST * item.n), min(item.high, _BEST * item.n))
        if (holder := holders.pop()) is not None:
            holder.inside.append(node)
        innermost.update(dict.fromkeys(item.cell.unit_ids, node))
        nodes.append(node)
    return nodes, crossing


def _propagate(nodes: Sequence[_Node]) -> list[Group]:
    """Tighten sums by one pass up and one down: for nested sets this is exact, as linear programming confirms."""
    for node in reversed(nodes):
        if node.inside:
            low, high = node.ends()
            node.low, node.high = max(node.low, low), min(node.high, high)
    found: list[Group] = []
    for node in nodes:
        low, high = node.ends() if node.inside else (node.known.n * _WORST, node.known.n * _BEST)
        if (rest := node.rest) > 0:
            bounds = node.low - high + _BEST * rest, node.high - low + _WORST * rest
            low_rest, high_rest = max(_WORST * rest, bounds[0]), min(_BEST * rest, bounds[1])
            found.append(Group(node.known.cell.unit_id, node.rest_units(), rest, low_rest, high_rest))
        for part in node.inside:
            bounds = node.low - high + part.high, node.high - low + part.low
            part.low, part.high = max(part.low, bounds[0]), min(part.high, bounds[1])
    return found


# --- the ledger -----------------------------------------------------------------------------------------------------


@cache
def _answers_left(level: float, event: Event, size: SizeBand, before: SizeBand | None, policy: Policy) -> int:
    """Count the answers that a published level leaves possible, for the sizes at which it says most.

    A level speaks of its wave when it is first set, and of its wave and the one before when it moves; a level that
    stays says only that it stayed.
    """
    if event is Event.SAME:
        return len(POINTS)
    earlier = _SIZES[before] if before and event is not Event.FIRST else range(1)
    behind = (_sums_behind(level, n, n_before, policy) for n in _SIZES[size] for n_before in earlier)
    groups_left = (Group("", (), n, sums[0], sums[-1]) for n, sums in behind if sums)
    return min((len(group.answers()) for group in groups_left), default=len(POINTS))


def _sums_behind(level: float, n: int, n_before: int, policy: Policy) -> tuple[int, list[int]]:
    """Give the sums that may lie behind a level, whatever was answered in the wave before; off the grid it is exact."""
    step = _step(CellKind.TEAM, policy)
    reach, coded = (step / 2, policy) if _on_grid(level, step) else (0.005, None)
    earlier = _shown(n_before, coded).values() if n_before else (0.0,)
    low = (level - reach) * (n + n_before) - max(earlier) - _HAIR
    high = (level + reach) * (n + n_before) - min(earlier) + _HAIR
    return n, [total for total, value in _shown(n, coded).items() if low <= value <= high]


@cache
def _shown(n: int, policy: Policy | None) -> Mapping[int, float]:
    """Pair every possible sum of n answers with the one that stands for it; without a policy, with itself."""
    totals = range(n, 5 * n + 1)
    if policy is None:
        return {total: total for total in totals}
    return {total: n * representative(published_sum(total, n, policy), n, policy) for total in totals}
