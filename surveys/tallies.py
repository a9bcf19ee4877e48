"""Raw counts per unit, question and point: they exist in memory while a wave is being closed, and nowhere else.

Only `surveys.ballots`, `surveys.disclosure` and the use case that closes a wave may import this module; an import
contract holds that line.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from surveys.judging import Judgement
from surveys.scales import POINTS, Answer


class Tallies:
    """Counts of one wave. A count is a list over the five points; *cannot judge* is outside every base.

    Of a unit it holds plain bytes, a row of answers per respondent: a company has thousands of units of a few people,
    and bytes of so few are counted faster than an array.
    """

    def __init__(self, question_keys: Sequence[str], commitments: Mapping[int, str] | None = None) -> None:
        self.question_keys = tuple(question_keys)
        self.commitments = dict(commitments or {})
        """The commitments asked about, each with its unit."""
        self._judgements: defaultdict[int, Counter[Judgement]] = defaultdict(Counter)
        self._respondents: Counter[str] = Counter()
        self._columns = {key: column for column, key in enumerate(self.question_keys)}
        self._sheets: defaultdict[str, bytearray] = defaultdict(bytearray)

    def add(self, unit_id: str, answers: Mapping[str, Answer]) -> None:
        """Count one respondent of a unit."""
        self._respondents[unit_id] += 1
        self._sheets[unit_id] += bytes(map(answers.get, self.question_keys, repeat(Answer.CANNOT_JUDGE)))

    def judge(self, judgements: Mapping[int, Judgement]) -> None:
        """Count what one respondent says of commitments."""
        for commitment_id, judgement in judgements.items():
            self._judgements[commitment_id][judgement] += 1

    def judgements(self, commitment_id: int) -> Mapping[Judgement, int]:
        """Count what was said of a commitment."""
        return self._judgements[commitment_id]

    def respondents(self, unit_ids: Iterable[str]) -> int:
        """Count the people of these units who answered."""
        return sum(self._respondents[unit_id] for unit_id in unit_ids)

    def counts(self, unit_ids: Iterable[str], question_key: str) -> list[int]:
        """Count answers over the five points, in these units together."""
        answers = self._column(unit_ids, question_key)
        return [answers.count(point) for point in POINTS]

    def total(self, unit_ids: Iterable[str], question_key: str) -> tuple[int, int]:
        """Add up the points that these units give together; give their sum and how many gave one."""
        answers = self._column(unit_ids, question_key)
        return sum(answers), len(answers) - answers.count(Answer.CANNOT_JUDGE)

    def sheets(self, unit_ids: Iterable[str]) -> NDArray[np.uint8]:
        """Give the answers of these units, a row per respondent and a column per question, 0 for *cannot judge*.

        How answers of one person go together tells how reliable the questions are; in memory only, like all of this.
        """
        return np.frombuffer(self._rows(unit_ids), dtype=np.uint8).reshape(-1, len(self.question_keys))

    def _column(self, unit_ids: Iterable[str], question_key: str) -> bytes:
        return self._rows(unit_ids)[self._columns[question_key] :: len(self._columns)]

    def _rows(self, unit_ids: Iterable[str]) -> bytes:
        return b"".join([self._sheets[unit_id] for unit_id in unit_ids if unit_id in self._sheets])
