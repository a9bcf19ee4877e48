"""What the auditor tells people outside the team: one line an attack."""

from dataclasses import dataclass
from enum import StrEnum

from surveys.errors import Message, say
from surveys.linkage import Linkage


class Verdict(StrEnum):
    """How an attack ended."""

    HOLDS = "holds"
    WARNING = "warning"
    BREACH = "breach"
    NOT_TRIED = "not tried"

    def told(self) -> Message:
        """Give it as a word for the catalogues."""
        return _TOLD[self]


_TOLD = {
    Verdict.HOLDS: say("holds"),
    Verdict.WARNING: say("warning"),
    Verdict.BREACH: say("BREACH"),
    Verdict.NOT_TRIED: say("not tried"),
}


@dataclass(frozen=True)
class Line:
    """One attack: what was tried, how often it hit, what guessing would hit (a share, None where nobody guesses)."""

    attack: Message
    tried: Message
    hits: int
    chance: float | None
    verdict: Verdict
    details: tuple[Message, ...] = ()


def found(attack: Message, tried: Message, details: tuple[Message, ...], *, warning: bool = False) -> Line:
    """Tell of an attack that finds things or does not."""
    bad = Verdict.WARNING if warning else Verdict.BREACH
    return Line(attack, tried, len(details), None, bad if details else Verdict.HOLDS, details)


def linked(attack: Message, tried: Message, linkage: Linkage) -> Line:
    """Tell of an attack that links people with answers, or only guesses."""
    verdict = Verdict.BREACH if linkage.above_chance else Verdict.HOLDS
    details = (say("This helped most: {order}.", order=linkage.best),) if linkage.above_chance else ()
    return Line(attack, tried, linkage.hits, linkage.chance, verdict, details)


def not_tried(attack: Message, why: Message) -> Line:
    """Tell of an attack for which something is missing, and what."""
    return Line(attack, why, 0, None, Verdict.NOT_TRIED)
