"""Instalments: a wave's questions spread over its weeks, one or two in each (`privacy.md`, P1).

Each question is asked once a wave; whoever comes late is asked those of earlier weeks too. What is sealed for one
instalment stays as it is when another is answered, and nothing of any is counted before the wave closes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from surveys.ballots import Ballot, check
from surveys.errors import VorbildError, say
from surveys.questions import ANCHOR, number_of
from surveys.scales import Answer

QUESTIONS_A_WEEK = 2
DAYS_FOR_THE_LAST = 3
"""How long the last instalment can be answered at the least."""

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Instalment:
    """A part of a wave's questions. `number` counts from 1; `opens_at` is when the first time zone has reached it."""

    number: int
    opens_at: datetime
    question_keys: tuple[str, ...]


def split(question_keys: Sequence[str], days_open: int) -> tuple[tuple[str, ...], ...]:
    """Spread questions evenly, one or two a week; more in a week only where a wave is open too short for that.

    The anchor is in the first instalment: so most people answer it, and it is asked at the same distance every wave.
    """
    keys = sorted(question_keys, key=lambda key: number_of(key) != ANCHOR)
    weeks = 1 + max(0, days_open - DAYS_FOR_THE_LAST) // WEEK.days
    count = min(_count(len(keys)), weeks)
    each, more = divmod(len(keys), count)
    ends = [number * each + min(number, more) for number in range(count + 1)]
    return tuple(tuple(keys[start:end]) for start, end in pairwise(ends))


def least_days_open(questions: int) -> int:
    """Give how many days a wave must be open to ask so many questions by one or two a week."""
    return (_count(questions) - 1) * WEEK.days + DAYS_FOR_THE_LAST


def merged(
    ballot: Ballot, open_now: Sequence[Instalment], sealed: Mapping[int, Mapping[str, Answer]]
) -> tuple[dict[int, dict[str, Answer]], str]:
    """Lay a ballot over what the person sealed before: answers by instalment, and the comment, tidied.

    An instalment that the ballot does not answer stays as it was; one that would be left half answered is refused.
    """
    checked = check(ballot, tuple(ballot.answers))
    found: dict[int, dict[str, Answer]] = {}
    for instalment in open_now:
        answers = {**sealed.get(instalment.number, {}), **_of(checked, instalment)}
        if answers:
            found[instalment.number] = dict(check(Ballot(answers), instalment.question_keys).answers)
    if not found or not set(checked.answers) <= {key for answers in found.values() for key in answers}:
        raise VorbildError(say("These answers belong to another questionnaire. Please open the pulse again."))
    return found, checked.comment


def _of(ballot: Ballot, instalment: Instalment) -> dict[str, Answer]:
    return {key: ballot.answers[key] for key in instalment.question_keys if key in ballot.answers}


def _count(questions: int) -> int:
    return max(1, -(-questions // QUESTIONS_A_WEEK))
