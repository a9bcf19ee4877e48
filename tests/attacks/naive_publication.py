"""Publication as other tools do it, and ours, each as the most that an outsider knows; and whom it pins to an answer.

Every publication is one of `organisations.Company` and gives, for each respondent, the answers that stay possible.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from surveys.audit import groups
from surveys.disclosure import Cell, CellKind, Evidence
from surveys.scales import POINTS
from surveys.tree import UnitTree
from tests.surveys.organisations import ANCHOR_KEY, Company, close

THRESHOLD = 5
Known = Callable[[int, int], tuple[int, int]]
"""What is known of a sum: from the sum of n answers, its lowest and highest possible value."""


def exact(total: int, n: int) -> tuple[int, int]:
    """An exact mean gives the sum away."""
    return total, total


def one_decimal(total: int, n: int) -> tuple[int, int]:
    """A mean to one decimal gives the sums that round to it."""
    shown = round(total / n, 1)
    fitting = [other for other in range(n, 5 * n + 1) if round(other / n, 1) == shown]
    return fitting[0], fitting[-1]


def means(company: Company, known: Known, *, siblings: bool = False) -> list[int]:
    """Means of every unit, alone and with all beneath it, from five answers on; of `siblings` two are left out, or none.

    Gives, for each respondent, how many answers stay possible.
    """
    respondents, tree = company.respondents, company.tree
    shown = {unit for unit, count in respondents.items() if count >= THRESHOLD}
    if siblings:
        shown -= set(_next_smallest(tree, respondents, shown))
    evidence = [_evidence(company, CellKind.TEAM, [unit], known, unit) for unit in sorted(shown)]
    for unit in company.parents:
        beneath = [each for each in tree.beneath(unit) if respondents[each]]
        if len(beneath) > 1 and sum(respondents[each] for each in beneath) >= THRESHOLD:
            evidence.append(_evidence(company, CellKind.ALL, beneath, known, unit))
    return possible(company, evidence)


def live(company: Company) -> list[int]:
    """Means of every unit to one decimal, anew after each answer from the fifth on."""
    left = []
    for answers in company.answers.values():
        judged = [answer for answer in answers if answer]
        left += [len(POINTS)] * min(len(judged), THRESHOLD)
        for n in range(THRESHOLD + 1, len(judged) + 1):
            before, after = sum(judged[: n - 1]), sum(judged[:n])
            low, high = one_decimal(after, n)
            earlier = one_decimal(before, n - 1)
            left.append(min(5, high - earlier[0]) - max(1, low - earlier[1]) + 1)
    return left


def ours(company: Company) -> list[int]:
    """The release policy, seen by somebody who knows every n and the rounded sum of every cell."""
    return possible(company, close(company).evidence)


def possible(company: Company, evidence: Sequence[Evidence]) -> list[int]:
    """Give, for each respondent in a published set, how many answers stay possible: exact, by bound propagation."""
    return [len(group.answers()) for group in groups(evidence) for _ in range(group.n)]


def pinned(left: Sequence[int]) -> float:
    """Give the share of respondents of whom one answer alone is possible."""
    return sum(count == 1 for count in left) / max(len(left), 1)


def _evidence(company: Company, kind: CellKind, units: Sequence[str], known: Known, place: str) -> Evidence:
    judged = [answer for unit in units for answer in company.answers[unit] if answer]
    low, high = known(sum(judged), len(judged))
    return Evidence(Cell(place, kind, tuple(units)), ANCHOR_KEY, len(judged), low, high)


def _next_smallest(tree: UnitTree, respondents: Mapping[str, int], shown: set[str]) -> Iterator[str]:
    """Where one unit alone is too small to be shown, leave out its smallest sibling too."""
    for parent in tree:
        children = [unit for unit in tree.children(parent) if respondents[unit]]
        hidden = [unit for unit in children if unit not in shown]
        if len(hidden) == 1 and len(children) > 1:
            yield min((unit for unit in children if unit in shown), key=lambda unit: respondents[unit])
