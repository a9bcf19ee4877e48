"""The auditor on the ledger alone: what a stranger can work out from everything ever published."""

from collections.abc import Mapping, Sequence
from functools import cache

from surveys.audit_judging import judged_again
from surveys.audit_structure import HAIR, form, on_grid, sets, step_of
from surveys.audit_sums import Group
from surveys.cells import CellKind
from surveys.figures import GateKey, Release, SizeBand
from surveys.findings import LEAST_ANSWERS, SMALL_CELLS, Finding, FindingKind, by_question
from surveys.gate import Event
from surveys.policy import Policy
from surveys.rounding import published_sum, representative
from surveys.scales import POINTS

_SIZES = {
    SizeBand.UNDER_5: range(1, 5),
    SizeBand.FIVE_TO_7: range(5, 8),
    SizeBand.EIGHT_TO_11: range(8, 12),
    SizeBand.TWELVE_OR_MORE: range(12, 65),  # beyond, a level to half a point leaves every answer possible
}

_ANY_SIZE = range(5, 65)
"""Of the wave before, where it is deleted by now."""


def audit_published(releases: Sequence[Release], policy: Policy) -> tuple[Finding, ...]:
    """Attack the ledger alone, oldest wave first: every size of a band and every sum behind a level is considered."""
    findings: list[Finding] = [*judged_again(releases)]
    before: dict[GateKey, SizeBand] = {}
    for release in releases:
        for key, figures in by_question(release.released).items():
            findings += sets(key, figures)
            findings += (found for figure in figures for found in form(figure, policy))
        for figure in release.released:
            if figure.cell.kind in SMALL_CELLS and figure.level is not None:
                place = (figure.cell.key, figure.question_key)
                if _answers_left(figure.level, figure.event, figure.size, before.get(place), policy) < LEAST_ANSWERS:
                    findings.append(Finding.of(FindingKind.CERTAIN, figure))
                before[place] = figure.size
    return tuple(findings)


@cache
def _answers_left(level: float, event: Event, size: SizeBand, before: SizeBand | None, policy: Policy) -> int:
    """Count the answers that a published level leaves possible, for the sizes at which it says most.

    A level speaks of its wave when it is first set, and of its wave and the one before when it moves; a level that
    stays says only that it stayed.
    """
    if event is Event.SAME:
        return len(POINTS)
    earlier = range(1) if event is Event.FIRST else _SIZES[before] if before else _ANY_SIZE
    behind = (_sums_behind(level, n, n_before, policy) for n in _SIZES[size] for n_before in earlier)
    groups_left = (Group("", (), n, sums[0], sums[-1]) for n, sums in behind if sums)
    return min((len(group.answers()) for group in groups_left), default=len(POINTS))


def _sums_behind(level: float, n: int, n_before: int, policy: Policy) -> tuple[int, list[int]]:
    """Give the sums that may lie behind a level, whatever was answered in the wave before; off the grid it is exact."""
    step = step_of(CellKind.TEAM, policy)
    reach, coded = (step / 2, policy) if on_grid(level, step) else (0.005, None)
    earlier = _shown(n_before, coded).values() if n_before else (0.0,)
    low = (level - reach) * (n + n_before) - max(earlier) - HAIR
    high = (level + reach) * (n + n_before) - min(earlier) + HAIR
    return n, [total for total, value in _shown(n, coded).items() if low <= value <= high]


@cache
def _shown(n: int, policy: Policy | None) -> Mapping[int, float]:
    """Pair every possible sum of n answers with the one that stands for it; without a policy, with itself."""
    totals = range(n, 5 * n + 1)
    if policy is None:
        return {total: total for total in totals}
    return {total: n * representative(published_sum(total, n, policy), n, policy) for total in totals}
