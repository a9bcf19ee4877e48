"""The auditor on commitments: whether the published word tells what anybody said."""

from collections.abc import Iterable, Iterator, Sequence

from surveys.figures import Release
from surveys.findings import LEAST_PEOPLE, Finding, FindingKind
from surveys.judging import WEIGHTS, Judged, JudgedBy, Outcome, band_of

LEAST_JUDGEMENTS = 3
LEAST_AGAINST_AN_INSIDER = 2


def judging(judged_by: Iterable[JudgedBy], release: Release) -> Iterator[Finding]:
    """Attack each word with the exact number of those who judged, alone and together with one of them."""
    counts = {each.commitment_id: each.n for each in judged_by}
    for word in release.judged:
        if word.outcome is Outcome.TOO_FEW:
            continue
        n = counts.get(word.commitment_id, 0)
        if n < LEAST_PEOPLE:
            yield _accused(FindingKind.TOO_FEW, word)
        elif not is_safe(band_of(word.outcome, n), n):
            yield _accused(FindingKind.CERTAIN, word)


def judged_again(releases: Sequence[Release]) -> Iterator[Finding]:
    """Find commitments on which more than one word was published: the change between two would tell of those who changed."""
    seen: set[int] = set()
    for word in (word for release in releases for word in release.judged):
        if word.commitment_id in seen:
            yield _accused(FindingKind.TOO_OFTEN, word)
        seen.add(word.commitment_id)


def is_safe(band: tuple[int, int], n: int) -> bool:
    """Tell whether a band of sums leaves everybody enough answers, and proves of nobody that they said no."""
    if len(_possible(band, n)) < LEAST_JUDGEMENTS:
        return False
    insiders = (_possible((band[0] - own, band[1] - own), n - 1) for own in WEIGHTS.values())
    return all(len(left) >= LEAST_AGAINST_AN_INSIDER and left != {0} for left in insiders if left)


def _possible(band: tuple[int, int], n: int) -> set[int]:
    """Give the weights that one of n people may have given when their sum lies in a band."""
    most = 2 * (n - 1)
    return {weight for weight in WEIGHTS.values() if max(band[0] - weight, 0) <= min(band[1] - weight, most)}


def _accused(kind: FindingKind, word: Judged) -> Finding:
    return Finding(kind, word.unit_id, f"commitment {word.commitment_id}")
