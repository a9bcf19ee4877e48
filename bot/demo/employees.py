"""Simulated employees: who answers, what, when, and what they write. The same seed gives the same people.

An answer is the unit's opinion, a person's own leaning and chance, rounded to the scale. Nothing here knows the bot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from bot.demo.chart import read_data
from bot.demo.company import Company
from bot.demo.dice import dice
from bot.demo.opinions import Opinions
from surveys.bank import load_bank
from surveys.questions import ANCHOR, Bank, Question
from surveys.scales import Answer
from surveys.texts import Locale, Text

_LEANING, _CHANCE = 0.4, 0.6
"""Standard deviations, in scale points, of a person's own view and of one answer."""
_TAKES_PART = (8.0, 3.0)
"""The beta distribution of how readily people answer: 73 % on average."""
_RESUBMITS, _COMMENTS = 0.05, 0.18
_CANNOT_JUDGE = {"overall": 0.01, "people": 0.08, "charter": 0.05, "change": 0.05, "customer_voice": 0.04}
_CANNOT_JUDGE_OTHERS = 0.02


@dataclass(frozen=True)
class Response:
    """What one person answers in one wave: the answers that count and, of those who changed their mind, the first."""

    answers: Mapping[str, Answer]
    comment: str = ""
    first: Mapping[str, Answer] | None = None

    @property
    def resubmits(self) -> bool:
        """Say whether this person answers twice."""
        return self.first is not None


@dataclass(frozen=True)
class Submission:
    """One modal sent off. Only the final one of a person counts."""

    wave: int
    person_id: str
    answers: Mapping[str, Answer]
    comment: str
    final: bool = True


class Employees:
    """Everybody in a company, as respondents. `seed` varies what they answer; by default it is the company's."""

    def __init__(self, company: Company, seed: int | None = None, bank: Bank | None = None) -> None:
        self._company = company
        self._seed = company.seed if seed is None else seed
        self._opinions = Opinions(company)
        self._questions = {question.key: question for question in (bank or load_bank()).questions}

    def respond(self, wave: int, person_id: str, question_keys: Sequence[str]) -> Response | None:
        """Say what a person answers in a wave (counted from 1); None if they do not, or have no leader."""
        person = self._company.roster.people[person_id]
        random = dice(self._seed, "wave", wave, person_id)
        if person.unit_id is None or random.random() >= self._readiness(person_id):
            return None
        questions = [self._questions[key] for key in question_keys]
        leaning = self._leaning(person_id)
        answers = {
            question.key: _answer(self._opinions.of(person.unit_id, wave, question) + leaning, question, random)
            for question in questions
        }
        changes_mind, comments = random.random() < _RESUBMITS, random.random() < _COMMENTS
        return Response(
            answers,
            _comment(questions, answers, person.locale or Locale.EN, random) if comments else "",
            _first_thought(answers, random) if changes_mind else None,
        )

    def order(self, wave: int, person_ids: Iterable[str]) -> list[str]:
        """Give the order in which people answer: another one in every wave."""
        ids = sorted(person_ids)
        dice(self._seed, "order", wave).shuffle(ids)
        return ids

    def submissions(
        self, wave: int, question_keys: Sequence[str], person_ids: Iterable[str] | None = None
    ) -> list[Submission]:
        """Give what everybody (or these people) sends off in a wave, in order; who answers twice comes again later."""
        asked = self._company.roster.people if person_ids is None else person_ids
        sent: list[Submission] = []
        again: list[Submission] = []
        for person_id in self.order(wave, asked):
            response = self.respond(wave, person_id, question_keys)
            if response is None:
                continue
            final = Submission(wave, person_id, response.answers, response.comment)
            if response.first is not None:
                again.append(final)
                final = Submission(wave, person_id, response.first, "", final=False)
            sent.append(final)
        return _inserted(sent, again, dice(self._seed, "again", wave))

    def _readiness(self, person_id: str) -> float:
        return dice(self._seed, "readiness", person_id).betavariate(*_TAKES_PART)

    def _leaning(self, person_id: str) -> float:
        return dice(self._seed, "leaning", person_id).gauss(0, _LEANING)


def _answer(view: float, question: Question, random: Random) -> Answer:
    cannot = random.random() < _CANNOT_JUDGE.get(question.dimension, _CANNOT_JUDGE_OTHERS)
    point = round(view + random.gauss(0, _CHANCE))
    return Answer.CANNOT_JUDGE if cannot else Answer(max(1, min(5, point)))


def _first_thought(answers: Mapping[str, Answer], random: Random) -> dict[str, Answer]:
    """Give other answers to one or two questions, a point away."""
    first = dict(answers)
    for key in random.sample(sorted(answers), min(len(answers), random.randint(1, 2))):
        answer = answers[key]
        first[key] = Answer(answer - 1 if answer > Answer.NEITHER else answer + 1)
    return first


def _comment(questions: Sequence[Question], answers: Mapping[str, Answer], locale: Locale, random: Random) -> str:
    """Write about one of the questions that were judged, in the mood of its answer; the anchor comes up least."""
    judged = [question for question in questions if answers[question.key] is not Answer.CANNOT_JUDGE]
    if not judged:
        return ""
    weights = [1 if question.number == ANCHOR else 2 for question in judged]
    question = random.choices(judged, weights)[0]
    said = _corpus().get((question.dimension, answers[question.key] >= Answer.AGREE), ())
    return random.choice(said).in_(locale) if said else ""


@cache
def _corpus() -> dict[tuple[str, bool], list[Text]]:
    """Give what may be said, by dimension and by whether somebody is content."""
    corpus: dict[tuple[str, bool], list[Text]] = {}
    for entry in read_data("comments.toml")["comment"]:
        corpus.setdefault((entry["dimension"], entry["content"]), []).append(Text(entry["de"], entry["en"]))
    return corpus


def _inserted(sent: list[Submission], again: Iterable[Submission], random: Random) -> list[Submission]:
    """Put second submissions somewhere after the first ones."""
    for submission in again:
        first = next(place for place, earlier in enumerate(sent) if earlier.person_id == submission.person_id)
        sent.insert(random.randint(first + 1, len(sent)), submission)
    return sent
