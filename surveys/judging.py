"""Whether a commitment was kept, as its team sees it: what one person says, and the one word that is published of it.

Of what a team answered only a word leaves: kept, partly, not kept, or too few could judge. It is decided by thirds of
the greatest sum (yes counts 2, partly 1, no 0), and how many could judge is never told. So everybody keeps all three
answers possible, two even against somebody who knows one more, and nobody is ever proved to have said no; the auditor
tries both (`surveys/audit_judging.py`). A commitment is judged once: there is no second figure to subtract.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

MOST_ASKED = 2
"""How many commitments one wave asks a team about; the others wait for the next."""


class Judgement(IntEnum):
    """What one person says. Who did not notice is outside the base."""

    YES = 1
    PARTLY = 2
    NO = 3
    NOT_NOTICED = 4


WEIGHTS: Mapping[Judgement, int] = {Judgement.YES: 2, Judgement.PARTLY: 1, Judgement.NO: 0}


class Outcome(StrEnum):
    """What is published of a commitment."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not kept"
    TOO_FEW = "too few could judge"


@dataclass(frozen=True)
class Judged:
    """What a wave publishes of one commitment."""

    commitment_id: int
    unit_id: str
    outcome: Outcome


@dataclass(frozen=True)
class JudgedBy:
    """How many judged a commitment: what the auditor reasons from; it is never shown or stored."""

    commitment_id: int
    n: int


def band_of(outcome: Outcome, n: int) -> tuple[int, int]:
    """Give the lowest and the highest sum, of n who could judge, that is told by a word."""
    low, high = 2 * n // 3, -(-4 * n // 3)
    bands = {Outcome.NOT_KEPT: (0, low), Outcome.PARTLY: (low + 1, high - 1), Outcome.KEPT: (high, 2 * n)}
    return bands[outcome]


def outcome_of(counts: Mapping[Judgement, int], threshold: int) -> Outcome:
    """Choose the word for a team's answers."""
    n = sum(counts.get(judgement, 0) for judgement in WEIGHTS)
    if n < threshold:
        return Outcome.TOO_FEW
    total = sum(weight * counts.get(judgement, 0) for judgement, weight in WEIGHTS.items())
    told = (Outcome.NOT_KEPT, Outcome.PARTLY, Outcome.KEPT)
    return next(word for word in told if band_of(word, n)[0] <= total <= band_of(word, n)[1])
