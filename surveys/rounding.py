"""What may be known of a cell's sum: a band of sums with coded ends (`privacy.md`, P4)."""

from surveys.policy import Policy


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


def interval(lowest: int, highest: int, n: int, policy: Policy) -> tuple[float, float]:
    """Give the 95 % interval of a mean of `n` answers whose sum lies from `lowest` to `highest`, to one decimal.

    It reaches over the bands and, beyond, as far as chance does: rounding may lean one way in all cells alike.
    """
    reach = 1.96 * (policy.gate.answer_variance / n) ** 0.5
    return round(max(1.0, lowest / n - reach), 1), round(min(5.0, highest / n + reach), 1)
