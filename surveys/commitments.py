"""Commitments: a leader's dated promise to their team, and its life: draft → made → done or dropped; judged once by the team.

A commitment belongs to a unit and to the leader who holds it. Where another leader takes the unit, it passes to them:
they accept or drop it, in front of the team. Nothing that was published ever disappears.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from surveys.calendars import Calendar
from surveys.errors import VorbildError, say
from surveys.judging import Outcome
from surveys.roster import Person
from surveys.texts import Text

TEXT_CHARACTERS = 280
MOST_OPEN = 3
"""Commitments that a unit may have open: more are not kept, and each is a question to the team."""
SHOWN = 5
"""How many commitments are shown where fewer are open."""
_MOST_DAYS = 366
_DAYS_BEFORE = 2


class CommitmentState(StrEnum):
    """Where a commitment stands.

    `passed`: another leader has taken the unit and has not said yet what becomes of it. `judged`: its team was asked
    before anybody marked it as done.
    """

    DRAFT = "draft"
    MADE = "made"
    PASSED = "passed"
    DONE = "done"
    DROPPED = "dropped"
    JUDGED = "judged"


OPEN = (CommitmentState.MADE, CommitmentState.PASSED)


class Step(StrEnum):
    """What happened to a commitment, as its visible history tells it."""

    MADE = "made"
    DONE = "done"
    DROPPED = "dropped"
    PASSED = "passed"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Commitment:
    """A promise: of whom, to which unit, what, and until when. The id of a draft that is not stored is 0."""

    id: int
    unit_id: str
    holder_id: str
    text: str
    due_on: date
    state: CommitmentState = CommitmentState.DRAFT

    @property
    def open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.state in OPEN


@dataclass(frozen=True)
class Event:
    """One line of a commitment's history; `text` is the reason why it was dropped."""

    id: int
    commitment_id: int
    step: Step
    person_id: str
    day: date
    text: str = ""


@dataclass(frozen=True)
class Told:
    """A commitment with its history, oldest first, and what its team said; None while it was not asked."""

    commitment: Commitment
    events: tuple[Event, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Kept:
    """Promises kept, as teams saw it: how many of those that could be judged."""

    kept: int
    judged: int


@dataclass(frozen=True)
class Board:
    """A unit's commitments as one person sees them. `names` gives the people of their histories by id.

    `can_be_judged` is False where the unit has too few members for an answer of its own. `beneath` gives the units
    directly beneath with their kept rate, for their superior alone.
    """

    unit_id: str
    unit_name: str
    told: tuple[Told, ...]
    names: dict[str, str] = field(default_factory=dict)
    can_be_judged: bool = True
    beneath: tuple[tuple[str, Kept], ...] = ()

    @property
    def kept(self) -> Kept:
        """Give the kept rate of this unit."""
        return kept_of(each.outcome for each in self.told)


@dataclass(frozen=True)
class Form:
    """What a leader fills in: for which unit, on what basis, and what the weakest dimension suggests."""

    unit_id: str
    unit_name: str
    draft: Commitment | None
    suggestion: Text | None
    today: date


@dataclass(frozen=True)
class Preview:
    """A draft as the team will read it; `wanted` is the date that was chosen where nobody works on it."""

    commitment: Commitment
    unit_name: str
    members: int
    wanted: date | None = None


@dataclass(frozen=True)
class News:
    """What a message about a commitment says, and who reads it."""

    commitment: Commitment
    event: Event | None
    unit_name: str
    leader_name: str
    person: Person


def shown(board: Board) -> tuple[Told, ...]:
    """Choose what is shown of a board: all that is open, and the newest of the rest."""
    still = [each for each in board.told if each.commitment.open or each.commitment.state is CommitmentState.DRAFT]
    settled = [each for each in board.told if each not in still]
    return tuple([*still, *settled][: max(SHOWN, len(still))])


def check_text(text: str) -> str:
    """Tidy the promise; refuse none and one that is too long to be one concrete thing."""
    tidied = " ".join(text.split())
    if not tidied:
        raise VorbildError(say("What do you promise? One concrete thing that your team can see."))
    if len(tidied) > TEXT_CHARACTERS:
        raise VorbildError(
            say(
                "Please say it in {count} characters: one concrete thing that your team can see.", count=TEXT_CHARACTERS
            )
        )
    return tidied


def check_reason(text: str) -> str:
    """Tidy the reason for dropping a commitment; refuse none."""
    if not text.strip():
        raise VorbildError(say("Please say why: your team will read it."))
    return " ".join(text.split())[:TEXT_CHARACTERS]


def check_due(day: date | None, today: date, calendar: Calendar) -> date:
    """Refuse a date in the past or too far away; move one on which nobody works to the next working day."""
    if day is None:
        raise VorbildError(say("Until when? Please choose a date."))
    if day < today:
        raise VorbildError(say("This date is over. Please choose today or a later one."))
    if (day - today).days > _MOST_DAYS:
        raise VorbildError(say("Please choose a date within a year: a promise is something your team can wait for."))
    days = (day + timedelta(days=count) for count in range(30))
    return next((each for each in days if calendar.works_on(each)), day)


def reminder_day(due_on: date, today: date) -> date | None:
    """Give the day on which its holder is reminded: two days before, or the day itself; None where that is too late."""
    before = (due_on - timedelta(days=_DAYS_BEFORE), due_on)
    return next((day for day in before if day > today), None)


def kept_of(outcomes: Iterable[Outcome | None]) -> Kept:
    """Count commitments kept among those that could be judged; partly kept is not kept."""
    judged = [outcome for outcome in outcomes if outcome not in {None, Outcome.TOO_FEW}]
    return Kept(judged.count(Outcome.KEPT), len(judged))


LEAST_UNITS = 3


def kept_at(unit_id: str, outcomes: Iterable[tuple[str, Outcome]]) -> Kept:
    """Give the kept rate at and beneath a unit, of outcomes by unit; beneath only where three units or more stand in it.

    With fewer, the rate of the whole would tell that of a named leader beneath, which is for them and their superior.
    """
    judged = [(unit, outcome) for unit, outcome in outcomes if outcome is not Outcome.TOO_FEW]
    own = [outcome for unit, outcome in judged if unit == unit_id]
    beneath = {unit for unit, _ in judged} - {unit_id}
    return kept_of(outcome for _, outcome in judged) if len(beneath) >= LEAST_UNITS else kept_of(own)
