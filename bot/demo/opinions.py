"""What a unit thinks of its leader, in scale points: the story, before any person's own view and any noise."""

from functools import cache

from bot.demo.company import Company
from bot.demo.dice import dice
from surveys.questions import ANCHOR, Question

_START_OF_IMPROVING, _START_OF_SLIPPING = 2.65, 3.95
_STEADY = (3.3, 3.8)
_CHANGE = (0.9, 1.3)
"""How far a division moves in its first changed wave, and from the next one on."""
_TEAMS_DIFFER, _QUESTIONS_DIFFER = 0.15, 0.2


class Opinions:
    """Opinions of a company's units, wave by wave."""

    def __init__(self, company: Company) -> None:
        self._story = company.story
        self._seed = company.seed
        tree = company.roster.tree
        self._division = {unit_id: division for division in company.divisions for unit_id in tree.beneath(division)}

    def of(self, unit_id: str, wave: int, question: Question) -> float:
        """Give the opinion of those counted in a unit about one question."""
        team = _effect(_TEAMS_DIFFER, self._seed, "unit", unit_id)
        return self._division_opinion(unit_id, wave) + team + self._ease(question)

    def _division_opinion(self, unit_id: str, wave: int) -> float:
        """Give the opinion in a division; divisions without a story are steady, and so are those who lead divisions."""
        division = self._division.get(unit_id)
        if division == self._story.improving:
            return _START_OF_IMPROVING + _moved(wave - self._story.improves_from)
        if division == self._story.slipping:
            return _START_OF_SLIPPING - _moved(wave - self._story.slips_from)
        return dice(self._seed, "division", division).uniform(*_STEADY)

    def _ease(self, question: Question) -> float:
        """Say how much easier than the anchor a question is to agree with."""
        return 0.0 if question.number == ANCHOR else _effect(_QUESTIONS_DIFFER, self._seed, "question", question.number)


def _moved(waves_since: int) -> float:
    return 0.0 if waves_since < 0 else _CHANGE[min(waves_since, len(_CHANGE) - 1)]


@cache
def _effect(deviation: float, *subject: object) -> float:
    """Give a normal effect that never changes, within two standard deviations."""
    return max(-2 * deviation, min(2 * deviation, dice(*subject).gauss(0, deviation)))
