"""Contribution cards: what a unit does for whom, written by its leader with the proposals of its people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from surveys.errors import Message, VorbildError, say
from surveys.roster import Unit

MOST_CHARACTERS = 1000
MOST_OPEN = 20
"""Proposals that may wait for a unit's leader at a time."""
LASTS = timedelta(days=365)
_QUARTER_MONTHS = 3


class Part(StrEnum):
    """What a card says."""

    CUSTOMERS = "customers"
    PROMISE = "promise"
    RESULT = "result"
    ROLES = "roles"
    IMPROVE = "improve"

    def told(self) -> Message:
        """Give it as a heading for the catalogues."""
        return _TOLD[self]


_TOLD = {
    Part.CUSTOMERS: say("Who our customers are, internal ones too"),
    Part.PROMISE: say("What we promise them"),
    Part.RESULT: say("How they notice a good result"),
    Part.ROLES: say("What each role contributes"),
    Part.IMPROVE: say("How we can get better"),
}


@dataclass(frozen=True)
class Card:
    """A unit's card, in the language in which the unit works. `changed_on` is None before it is first written."""

    unit_id: str
    texts: Mapping[Part, str]
    changed_on: date | None = None

    def text(self, part: Part) -> str:
        """Give what stands under a heading; empty where nothing does."""
        return self.texts.get(part, "")

    @property
    def fingerprint(self) -> str:
        """Tell one text of the whole card from another."""
        return fingerprint("\0".join(self.text(part) for part in Part))

    def outdated(self, today: date) -> bool:
        """Tell whether it is missing, or older than a year."""
        return self.changed_on is None or today - self.changed_on > LASTS


class ProposalState(StrEnum):
    """The life of a proposal: open → accepted or declined."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Proposal:
    """A change of one part that somebody of the unit proposes, with their name: it is no answer to a survey.

    `basis` is the fingerprint of the text they had before them.
    """

    id: int
    unit_id: str
    part: Part
    text: str
    person_id: str
    basis: str
    state: ProposalState = ProposalState.OPEN
    name: str = ""

    def overtaken(self, card: Card) -> bool:
        """Tell whether the part was changed after this was proposed; it stays open all the same."""
        return self.basis != fingerprint(card.text(self.part))


@dataclass(frozen=True)
class Reading:
    """A card as one person reads it: leaders may write and decide, the unit's own people may propose."""

    unit: Unit
    card: Card
    leads: bool
    belongs: bool
    proposals: tuple[Proposal, ...] = ()
    outdated: bool = False


def check_text(text: str) -> str:
    """Refuse what cannot stand on a card."""
    tidy = text.strip()
    if not tidy:
        raise VorbildError(say("Write what should stand there."))
    if len(tidy) > MOST_CHARACTERS:
        raise VorbildError(say("Each part of a card may have {count} characters.", count=MOST_CHARACTERS))
    return tidy


def fingerprint(text: str) -> str:
    """Tell one text from another."""
    return sha256(text.encode()).hexdigest()[:16]


def round_of(today: date) -> str | None:
    """Name the quarter whose report of missing and old cards is due: in its last month, once; None before."""
    quarter, month = divmod(today.month - 1, _QUARTER_MONTHS)
    return f"{today.year}Q{quarter + 1}" if month == _QUARTER_MONTHS - 1 else None


def wanting(units: Iterable[Unit], cards: Mapping[str, Card], today: date) -> list[Unit]:
    """Name the units whose card is missing or older than a year."""
    return [unit for unit in units if unit.id not in cards or cards[unit.id].outdated(today)]
