"""What is held about one person, as that person is told it."""

from dataclasses import dataclass
from datetime import datetime

from surveys.calendars import Absence
from surveys.disclosure import Policy
from surveys.roster import Person


@dataclass(frozen=True)
class OpenBallot:
    """An open wave to which the person is invited, and whether a sealed ballot of theirs lies in its urn."""

    survey_name: str
    sealed: bool
    closes_at: datetime


@dataclass(frozen=True)
class Holdings:
    """Roster entry, absences to come, open ballots, and how many earlier invitations are still remembered as delivered messages."""

    person: Person | None
    unit_name: str | None
    ballots: tuple[OpenBallot, ...]
    past_invitations: int
    policy: Policy
    absences: tuple[Absence, ...] = ()
