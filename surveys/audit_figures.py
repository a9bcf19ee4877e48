"""The auditor's second attack: whether a figure says more than the rounded sums of the cells behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from surveys.audit_structure import HAIR, step_of
from surveys.cells import CellKind
from surveys.figures import Evidence, Release, Released, SizeBand
from surveys.findings import LEAST_FOR_FRESH, LEAST_PEOPLE, SMALL_CELLS, Finding, FindingKind, by_question
from surveys.gate import Event
from surveys.policy import Policy
from surveys.rounding import interval, representative
from surveys.variance import MOST_ANSWER_VARIANCE


def explained(evidence: Iterable[Evidence], release: Release, policy: Policy) -> Iterator[Finding]:
    """Check that every figure is what the policy makes of the rounded sums: what they do not say, it does not say."""
    known = by_question(evidence)
    for key, figures in by_question(release.released).items():
        parts = [_Part.of(item, policy) for item in known.get(key, ())]
        whole = sum(part.total for part in parts) / max(1, sum(part.n for part in parts))
        at = {unit_id: place for place, part in enumerate(parts) for unit_id in part.unit_ids}
        for figure in figures:
            places = dict.fromkeys(at[unit] for unit in figure.cell.unit_ids if unit in at)
            behind = [parts[place] for place in places]
            least = max(LEAST_FOR_FRESH, policy.large) if figure.cell.kind is CellKind.LARGE else LEAST_PEOPLE
            if sum(part.n for part in behind) < least:
                yield Finding.of(FindingKind.TOO_FEW, figure)
            elif not _follows(figure, behind, whole, policy):
                yield Finding.of(FindingKind.UNEXPLAINED, figure)


def instrument(evidence: Iterable[Evidence], release: Release) -> Iterator[Finding]:
    """Check that what is told of the instrument is told of many people, no finer than agreed, and proves nothing."""
    told = release.instrument
    if told is None:
        return
    if max((sum(item.n for item in items) for items in by_question(evidence).values()), default=0) < LEAST_FOR_FRESH:
        yield Finding(FindingKind.TOO_FEW, "", "")
    values = [value for value in vars(told).values() if value is not None]
    proven = told.answer_variance > MOST_ANSWER_VARIANCE or told.rwg == 1.0 or told.alpha == 1.0 or told.icc1 == 1.0
    if proven or any(abs(round(value, 2) - value) > HAIR for value in values):
        yield Finding(FindingKind.TOO_FINE, "", "")


@dataclass(frozen=True)
class _Part:
    """A cell behind a figure: its people, and the sum that stands for them."""

    unit_ids: tuple[str, ...]
    n: int
    band: tuple[int, int]
    total: float

    @classmethod
    def of(cls, item: Evidence, policy: Policy) -> "_Part":
        band = item.low, item.high
        return cls(item.cell.unit_ids, item.n, band, item.n * representative(band, item.n, policy))


def _follows(figure: Released, parts: Sequence[_Part], whole: float, policy: Policy) -> bool:
    n = sum(part.n for part in parts)
    mean = sum(part.total for part in parts) / n
    if figure.size is not SizeBand.of(n):
        return False
    if figure.fresh:
        ends = interval(sum(part.band[0] for part in parts), sum(part.band[1] for part in parts), n, policy)
        return (figure.fresh.mean, figure.fresh.low, figure.fresh.high) == (round(mean, 1), *ends)
    if figure.cell.kind in SMALL_CELLS and [part.unit_ids for part in parts] != [figure.cell.unit_ids]:
        return False
    rule = replace(policy.gate.in_series(figure.cell.series), step=step_of(figure.cell.kind, policy, n))
    return figure.event is not Event.FIRST or figure.level == rule.first_level(mean, n, whole)
