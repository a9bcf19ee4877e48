"""A simulated organisation of 100,000: a tree of managers, who is asked, who answers, and what."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.tree import UnitTree

RESPONSE = 0.7
SPANS = np.arange(4, 13)
"""How many direct reports a manager has, each number as often as the others: 8 on average."""
MANAGERS_AMONG_REPORTS = 0.5
UNIT_MEAN, UNIT_SD, PERSON_SD = 3.7, 0.33, 0.99


@dataclass(frozen=True)
class SimulatedOrganisation:
    """Units by parent, and how many direct reports each unit's leader has."""

    parents: dict[str, str | None]
    spans: NDArray[np.int64]

    @property
    def tree(self) -> UnitTree:
        """Give its shape."""
        return UnitTree(self.parents)

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """Name the units, the top first."""
        return tuple(self.parents)

    @property
    def invited(self) -> dict[str, int]:
        """Count the invited per unit."""
        return {unit_id: int(span) for unit_id, span in zip(self.parents, self.spans, strict=True)}


@dataclass(frozen=True)
class Answers:
    """One wave: for every respondent the place of the unit and the answer, 1–5, in the order of answering."""

    units: NDArray[np.int64]
    points: NDArray[np.int64]

    def tallies(self, unit_ids: tuple[str, ...], question_key: str) -> Tallies:
        """Count them as a close would."""
        tallies = Tallies([question_key])
        for unit, point in zip(self.units.tolist(), self.points.tolist(), strict=True):
            tallies.add(unit_ids[unit], {question_key: Answer(point)})
        return tallies


def simulated_organisation(managers: int, random: np.random.Generator) -> SimulatedOrganisation:
    """Grow a tree from the top: a report is a manager as often as a coin says, until there are enough."""
    spans = random.choice(SPANS, managers)
    parents: dict[str, str | None] = {"u00000": None}
    for unit, span in enumerate(spans):
        among = max(1, int(random.binomial(span, MANAGERS_AMONG_REPORTS)))
        for _ in range(min(among, managers - len(parents))):
            parents[f"u{len(parents):05}"] = f"u{unit:05}"
    return SimulatedOrganisation(parents, spans)


def answered(organisation: SimulatedOrganisation, random: np.random.Generator) -> Answers:
    """Let people answer one question: units differ as they do in real surveys (ICC(1) = 0.10), people more."""
    units = np.repeat(np.arange(len(organisation.spans)), organisation.spans)
    units = random.permutation(units[random.random(len(units)) < RESPONSE])
    means = random.normal(UNIT_MEAN, UNIT_SD, len(organisation.spans))
    points = np.clip(np.rint(random.normal(means[units], PERSON_SD)), 1, 5)
    return Answers(units, points.astype(np.int64))
