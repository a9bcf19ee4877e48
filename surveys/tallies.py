"""Raw counts per unit, question and point: they exist in memory while a wave is being closed, and nowhere else.

Only `surveys.ballots`, `surveys.disclosure` and the use case that closes a wave may import this module; an import
contract holds that line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from surveys.scales import POINTS, Answer


class Tallies:
    """Counts of one wave. A count is an array over the five points; *cannot judge* is outside every base."""

    def __init__(self, question_keys: Sequence[str]) -> None:
        self.question_keys = tuple(question_keys)
        self._respondents: Counter[str] = Counter()
        self._counts: dict[tuple[str, str], NDArray[np.int64]] = {}

    def add(self, unit_id: str, answers: Mapping[str, Answer]) -> None:
        """Count one respondent of a unit."""
        self._respondents[unit_id] += 1
        for key, answer in answers.items():
            if answer is not Answer.CANNOT_JUDGE:
                counts = self._counts.setdefault((unit_id, key), np.zeros(len(POINTS), dtype=np.int64))
                counts[answer - 1] += 1

    def respondents(self, unit_ids: Iterable[str]) -> int:
        """Count the people of these units who answered."""
        return sum(self._respondents[unit_id] for unit_id in unit_ids)

    def counts(self, unit_ids: Iterable[str], question_key: str) -> NDArray[np.int64]:
        """Count answers over the five points, in these units together."""
        total = np.zeros(len(POINTS), dtype=np.int64)
        for unit_id in unit_ids:
            found = self._counts.get((unit_id, question_key))
            if found is not None:
                total += found
        return total
