"""Questions that admins write themselves: beside the shipped ones, each wording kept for as long as reports need it.

An edit is a new version: it has a key of its own, so its figures begin a new series. A retired question is asked no more
and stays readable.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from surveys.errors import Message, VorbildError, say
from surveys.questions import Bank, Question
from surveys.texts import Locale, Text

FIRST_NUMBER = 101
"""Own questions are numbered from here on; the shipped bank never reaches it."""
MOST_CHARACTERS = 300
MOST_QUESTIONS = 60

_TWO_THINGS = re.compile(r"\b(and|or|as well as|und|oder|sowie)\b", re.IGNORECASE)
_TWO_CLAUSES = re.compile(r"[;:]|[.!?]\s+\S|,\s+(?:but|because|although|aber|weil|obwohl|sondern)\b", re.IGNORECASE)
_NAME_CHARACTERS = 4


@dataclass(frozen=True)
class Wording:
    """What the form asks for: the dimension's key, the text, and a next step if it has one of its own."""

    dimension: str
    text: Text
    next_step: Text | None = None


@dataclass(frozen=True)
class OwnQuestion:
    """One version of a question."""

    number: int
    version: int
    wording: Wording
    retired: bool = False

    @property
    def question(self) -> Question:
        """Give it as waves and reports know questions."""
        return Question(self.number, self.wording.dimension, self.wording.text, self.version, self.wording.next_step)


def check(wording: Wording, bank: Bank) -> Wording:
    """Refuse what could not be asked: a text that is missing in a language, or an unknown dimension."""
    if wording.dimension not in bank.dimensions:
        raise VorbildError(say("Choose what the question measures."))
    for text in (wording.text, wording.next_step):
        if text is not None and not (text.de.strip() and text.en.strip()):
            raise VorbildError(say("Write it in German and in English: everybody is asked in their own language."))
        if text is not None and max(len(text.de), len(text.en)) > MOST_CHARACTERS:
            raise VorbildError(say("A question has at most {count} characters.", count=MOST_CHARACTERS))
    return wording


def hints(text: Text, names: Iterable[str]) -> tuple[Message, ...]:
    """Say what makes a question hard to answer or unfair: two things in one, or the name of somebody of the roster."""
    found = []
    for locale in Locale:
        written = text.in_(locale)
        if joined := _TWO_THINGS.search(written):
            found.append(
                say(
                    "It may ask two things at once (“{word}”): whoever sees one of them otherwise cannot answer. Two "
                    "questions tell more.",
                    word=joined[0],
                )
            )
        elif _TWO_CLAUSES.search(written):
            found.append(say("It has two clauses. One short sentence is understood by everybody in the same way."))
    named = _named(f"{text.de} {text.en}", names)
    if named:
        found.append(
            say("It seems to name {name}. Questions are about how a team is led, not about one person.", name=named)
        )
    return tuple({str(message): message for message in found}.values())


def latest(own: Sequence[OwnQuestion]) -> list[OwnQuestion]:
    """Give the newest version of each question, by number."""
    newest: dict[int, OwnQuestion] = {}
    for each in own:
        if each.number not in newest or newest[each.number].version < each.version:
            newest[each.number] = each
    return [newest[number] for number in sorted(newest)]


@lru_cache(maxsize=8)
def with_own(shipped: Bank, own: tuple[OwnQuestion, ...]) -> Bank:
    """Give a bank that asks the newest own questions too, and can still read the wordings of before."""
    asked = tuple(each.question for each in latest(own) if not each.retired)
    former = tuple(each.question for each in own if each.question not in asked)
    return replace(shipped, questions=(*shipped.questions, *asked), former=former)


def next_number(own: Sequence[OwnQuestion]) -> int:
    """Give the number of the next question; numbers are never used again."""
    return max((each.number for each in own), default=FIRST_NUMBER - 1) + 1


def _named(text: str, names: Iterable[str]) -> str:
    """Find a person of the roster who is named: by their whole name, or by a last name that is no short word."""
    words = set(re.findall(r"[^\W\d_]{2,}", text))
    for name in names:
        *_, last = name.split() or [""]
        if name in text or (len(last) >= _NAME_CHARACTERS and last[0].isupper() and last in words):
            return name
    return ""
