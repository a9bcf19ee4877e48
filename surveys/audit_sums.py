"""The auditor's third attack: which answers remain possible for everybody, whatever the published sums say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from surveys.figures import Evidence, Release, Released
from surveys.findings import LEAST_ANSWERS, LEAST_PEOPLE, Finding, FindingKind, by_question
from surveys.scales import POINTS

_WORST, _BEST = min(POINTS), max(POINTS)


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


def certainty(evidence: Iterable[Evidence], release: Release) -> Iterator[Finding]:
    """Work out what remains possible for everybody: exact bounds on sums, and the favourable shares of large cells."""
    large = by_question(figure for figure in release.released if figure.fresh)
    for key, items in by_question(evidence).items():
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
