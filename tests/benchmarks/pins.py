"""Who is pinned to an answer, in a simulated organisation of 100,000, by one wave's figures and simple arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.attacks import naive_publication as naive
from tests.benchmarks.organisation import Answers, SimulatedOrganisation
from tests.surveys.organisations import Company


@dataclass(frozen=True)
class Pinned:
    """Shares of all respondents whose answer is certain, or one of two neighbours; and the fewest answers left."""

    exactly: float
    to_two: float
    fewest: int

    @classmethod
    def of(cls, left: Sequence[int], respondents: int) -> "Pinned":
        """Count them; whoever stands in no figure keeps all five."""
        exactly, to_two = (sum(count <= most for count in left) / respondents for most in (1, 2))
        return cls(exactly, to_two, min(left, default=5))


def company_of(organisation: SimulatedOrganisation, answers: Answers) -> Company:
    """Give the organisation as attackers read it."""
    by_unit: dict[str, list[int]] = {unit_id: [] for unit_id in organisation.unit_ids}
    for unit, point in zip(answers.units.tolist(), answers.points.tolist(), strict=True):
        by_unit[organisation.unit_ids[unit]].append(point)
    silent = {unit_id: asked - len(by_unit[unit_id]) for unit_id, asked in organisation.invited.items()}
    return Company(organisation.parents, by_unit, silent)


def pinned_by_policy(company: Company) -> Mapping[str, Pinned]:
    """Attack every way of publishing the same answers; a set of means is of every unit, alone and with all beneath."""
    respondents = sum(len(answers) for answers in company.answers.values())
    published = {
        "threshold 5, exact means": naive.means(company, naive.exact),
        "threshold 5, one decimal": naive.means(company, naive.one_decimal),
        "exact, next smallest sibling left out too": naive.means(company, naive.exact, siblings=True),
        "one decimal, next smallest sibling left out too": naive.means(company, naive.one_decimal, siblings=True),
        "live partial results": naive.live(company),
        "the policy": naive.ours(company),
    }
    return {name: Pinned.of(left, respondents) for name, left in published.items()}
