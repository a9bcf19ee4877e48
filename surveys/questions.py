"""What is asked: dimensions, questions, and which of them a wave asks.

A question is a concept; its text in a version is a *wording*. Scores are compared within a wording only: a changed
text raises the version, gets a key of its own and so starts a new series.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from surveys.errors import VorbildError, say
from surveys.texts import Text

ANCHOR = 23
"""The question that every wave asks."""

CHANGE = 20
"""The question whether concerns about change are heard."""

QUESTIONS_A_WAVE = 5
"""How many questions a wave asks, the anchor among them, unless told otherwise."""

MOST_OTHERS = 7
"""How many questions a wave may ask beside the anchor."""


@dataclass(frozen=True)
class Dimension:
    """What questions measure, and the one step a leader can take when it is weakest. Outcomes are results, not levers."""

    key: str
    name: Text
    next_step: Text
    outcome: bool = False


GONE = Dimension("gone", Text("nicht mehr gestellte Frage", "question no longer asked"), Text("", ""), outcome=True)
"""What a question measured that the bank has no more: nothing can be worked on."""


@dataclass(frozen=True)
class Question:
    """A question in one wording."""

    number: int
    dimension: str
    text: Text
    version: int = 1
    next_step: Text | None = None
    """What a leader can do when this question is lowest; None: the step of its dimension."""

    @property
    def key(self) -> str:
        """Name the wording, such as `q05.v1`. Answers, tallies and the ledger use this name."""
        return f"q{self.number:02}.v{self.version}"


def number_of(question_key: str) -> int:
    """Read the question's number from the name of a wording."""
    return int(question_key[1:].partition(".")[0])


@dataclass(frozen=True)
class Bank:
    """All questions by their number, and the dimensions by key in the order in which they are first asked.

    `former` are wordings that are asked no more and must stay readable.
    """

    dimensions: Mapping[str, Dimension]
    questions: tuple[Question, ...]
    former: tuple[Question, ...] = ()

    def __hash__(self) -> int:
        """Let a bank be looked up: two that are equal have equal questions."""
        return hash(self.questions)

    @cached_property
    def _by_number(self) -> dict[int, Question]:
        return {question.number: question for question in self.questions}

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in (*self.former, *self.questions)}

    def question(self, number: int) -> Question:
        """Give the question with a number; `VorbildError` if there is none."""
        if number not in self._by_number:
            raise VorbildError(say("The question bank has no question {number}.", number=number))
        return self._by_number[number]

    def has(self, keys: Iterable[str]) -> bool:
        """Tell whether it has all these wordings."""
        return self._by_key.keys() >= set(keys)

    def by_key(self, key: str) -> Question:
        """Give the question in the wording with a key; `VorbildError` if the bank has it no more."""
        if key not in self._by_key:
            raise VorbildError(say('The question bank does not have the wording "{key}".', key=key))
        return self._by_key[key]

    def recall(self, key: str) -> Question:
        """Give the wording with a key, even one that the bank has no more: what was published keeps its place."""
        if key in self._by_key:
            return self._by_key[key]
        number, version = number_of(key), int(key.partition(".v")[2])
        if number in self._by_number:
            return replace(self._by_number[number], version=version)
        return Question(number, GONE.key, GONE.name, version)

    def dimension_of(self, question: Question) -> Dimension:
        """Give what a question measures, with the question's own next step where it has one."""
        dimension = self.dimensions.get(question.dimension, GONE)
        return dimension if question.next_step is None else replace(dimension, next_step=question.next_step)


def questionnaire(bank: Bank, wave_number: int, size: int = QUESTIONS_A_WAVE - 1) -> tuple[Question, ...]:
    """Choose what a wave (counted from 1) asks: `size` questions of different dimensions, and the anchor last.

    Everybody gets the same ones. With the shipped bank and four a wave, six waves ask everything; the seventh asks
    what the first asked, so that a question returns after the same time and in the same company.
    """
    if wave_number < 1:
        raise VorbildError(say("Waves are counted from 1, not from {number}.", number=wave_number))
    if not 1 <= size <= MOST_OTHERS:
        raise VorbildError(
            say("A wave asks one to {most} questions beside the anchor, not {size}.", most=MOST_OTHERS, size=size)
        )
    blocks = _blocks(_in_turn(bank), size)
    others = blocks[(wave_number - 1) % len(blocks)] if blocks else ()
    return (*others, bank.question(ANCHOR))


def fixed_questionnaire(bank: Bank, numbers: tuple[int, ...]) -> tuple[Question, ...]:
    """Give a fixed set of questions, and the anchor last."""
    return (*(bank.question(number) for number in numbers if number != ANCHOR), bank.question(ANCHOR))


def _in_turn(bank: Bank) -> list[Question]:
    """Order all but the anchor: the first question of each dimension, then the second of each, and so on."""
    by_dimension: dict[str, list[Question]] = defaultdict(list)
    for question in sorted(bank.questions, key=lambda question: question.number):
        if question.number != ANCHOR:
            by_dimension[question.dimension].append(question)
    rounds = zip_longest(*(by_dimension[key] for key in bank.dimensions))
    return [question for each_round in rounds for question in each_round if question]


def _blocks(questions: list[Question], size: int) -> list[tuple[Question, ...]]:
    """Cut the order into waves; the last one is filled up with the questions that come first again."""
    blocks: list[tuple[Question, ...]] = []
    waiting = list(questions)
    while waiting:
        block = _pick(waiting, [], size)
        waiting = [question for question in waiting if question not in block]
        blocks.append(tuple(_pick(questions, block, size)))
    return blocks


def _pick(questions: list[Question], chosen: list[Question], size: int) -> list[Question]:
    """Add questions of dimensions not chosen yet; where a bank has too few dimensions, of the same ones again."""
    picked = list(chosen)
    for may_repeat in (False, True):
        for question in questions:
            taken = question in picked or question.dimension in {other.dimension for other in picked}
            if len(picked) < size and (not taken or (may_repeat and question not in picked)):
                picked.append(question)
    return picked
