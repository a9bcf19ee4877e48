"""What is held about one person, as that person is told it."""

from dataclasses import dataclass, field
from datetime import datetime

from surveys.calendars import Absence
from surveys.policy import Policy
from surveys.postponing import Postponed
from surveys.retention import Retention
from surveys.roles import Role
from surveys.roster import Person


@dataclass(frozen=True)
class OpenBallot:
    """An open wave to which the person is invited, and whether a sealed ballot of theirs lies in its urn.

    Where questions are spread over weeks, `weeks_sealed` of `weeks` are answered.
    """

    wave_id: int
    survey_name: str
    sealed: bool
    closes_at: datetime
    weeks_sealed: int = 1
    weeks: int = 1
    postponed: Postponed = field(default_factory=Postponed)


@dataclass(frozen=True)
class Holdings:
    """Roster entry, open ballots, absences to come, how many earlier invitations are still remembered as delivered messages, roles.

    `leads` names the units the person leads; `deeds` counts the settings they changed, as the journal tells everybody.
    """

    person: Person | None
    unit_name: str | None
    ballots: tuple[OpenBallot, ...]
    past_invitations: int
    policy: Policy
    absences: tuple[Absence, ...] = ()
    leads: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    deeds: int = 0
    signed_versions: tuple[int, ...] = ()
    """The versions of the charter that they have signed."""
    commitment_steps: int = 0
    """How many steps of commitments stand under their name, for their teams to see."""
    card_proposals: int = 0
    """How many changes of contribution cards they have proposed."""
    interview_sheets: int = 0
    """How many sheets on candidates of theirs are kept, thirty days each."""
    voice_entries: int = 0
    """How many words of customers they have relayed with their name."""
    asked_daily: bool = False
    opted_out: bool = False
    retention: Retention = field(default_factory=Retention)
    remembered: bool = False
    """Somebody who is not in the roster any more, of whom an earlier one is still known."""
