"""Scores as people read them, and how sure they are."""

from dataclasses import dataclass
from statistics import NormalDist

from surveys.disclosure import SizeBand
from surveys.gate import GateRule

HIGHEST_INDEX = 100
CONFIDENCE = 0.95

_LEAST_ANSWERS = {
    SizeBand.UNDER_5: 1,
    SizeBand.FIVE_TO_7: 5,
    SizeBand.EIGHT_TO_11: 8,
    SizeBand.TWELVE_OR_MORE: 12,
}


@dataclass(frozen=True)
class Interval:
    """Between which values something most likely lies."""

    low: float
    high: float


def index(level: float) -> float:
    """Turn scale points (1–5) into the index (0–100): (mean − 1) / 4 × 100."""
    return (level - 1) / 4 * HIGHEST_INDEX


def index_shift(shift: float) -> float:
    """Turn a difference in scale points into one on the index."""
    return shift / 4 * HIGHEST_INDEX


def quantile(probability: float) -> float:
    """Give the standard normal value that is not exceeded with this probability."""
    return NormalDist().inv_cdf(probability)


def wilson(favourable: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Give the score interval of a share of n answers (Wilson 1927, JASA 22, 209–212): 4 of 5 → 0.3755 to 0.9638.

    `ValueError` for an empty base, or for more favourable answers than answers.
    """
    if not 0 <= favourable <= n or n == 0:
        raise ValueError("a share needs 0 ≤ favourable ≤ n and n > 0")
    z = quantile((1 + confidence) / 2)
    share, spread = favourable / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * (share * (1 - share) / n + spread / n / 4) ** 0.5
    return Interval(max(0.0, centre - reach), min(1.0, centre + reach))


def least_answers(size: SizeBand) -> int:
    """Give the fewest answers that a published band of sizes can mean."""
    return _LEAST_ANSWERS[size]


def level_error(size: SizeBand, rule: GateRule) -> float:
    """Give the standard error, in scale points, of a level as a statement about a team beyond one wave.

    Variance of one wave's effect (a/2: the gate's a belongs to the difference of two waves), of its answers (b/n, with
    the fewest answers of the band), and of rounding to steps (step²/12, Sheppard 1898).
    """
    within = rule.answer_variance / least_answers(size)
    return float((rule.wave_variance / 2 + within + rule.step**2 / 12) ** 0.5)
