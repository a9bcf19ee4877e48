"""Raw counts per unit, question and point: they exist in memory while a wave is being closed, and nowhere else.

Only `surveys.ballots`, `surveys.disclosure` and the use case that closes a wave may import this module; an import
contract holds that line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from surveys.scales import POINTS, Answer


class Tallies:
    """Counts of one wave. A count is a list over the five points; *cannot judge* is outside every base.

    Plain lists: a company has thousands of units of a few people, and five numbers are too few to gain from an array.
    """

    def __init__(self, question_keys: Sequence[str]) -> None:
        self.question_keys = tuple(question_keys)
        self._respondents: Counter[str] = Counter()
        self._counts: dict[tuple[str, str], list[int]] = {}

    def add(self, unit_id: str, answers: Mapping[str, Answer]) -> None:
        """Count one respondent of a unit."""
        self._respondents[unit_id] += 1
        for key, answer in answers.items():
            if answer is not Answer.CANNOT_JUDGE:
                self._counts.setdefault((unit_id, key), [0] * len(POINTS))[answer - 1] += 1

    def respondents(self, unit_ids: Iterable[str]) -> int:
        """Count the people of these units who answered."""
        return sum(self._respondents[unit_id] for unit_id in unit_ids)

    def counts(self, unit_ids: Iterable[str], question_key: str) -> list[int]:
        """Count answers over the five points, in these units together."""
        found = [counts for unit_id in unit_ids if (counts := self._counts.get((unit_id, question_key)))]
        return [sum(of_point) for of_point in zip(*found, strict=True)] if found else [0] * len(POINTS)
