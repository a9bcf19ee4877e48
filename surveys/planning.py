"""Setting up a survey: what the form asks for, and what an admin reads back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from surveys.audiences import GroupRef
from surveys.cadences import Cadence
from surveys.calendars import Office, WorkingTime
from surveys.changes import Changes
from surveys.policy import FLOOR
from surveys.roster import Unit
from surveys.survey import Survey
from surveys.texts import Locale
from surveys.waves import Wave


@dataclass(frozen=True)
class Draft:
    """What the survey modal asks for."""

    name: str
    cadence: Cadence
    opens: time
    days_open: int
    channel_id: str
    """Where the posts about the whole audience go."""
    languages: tuple[Locale, ...]
    unit_ids: tuple[str, ...] = ()
    unit_channels: Mapping[str, str] | None = None
    """Where posts about single units go besides, by unit id; None leaves that as it is."""
    groups: tuple[GroupRef, ...] = ()
    questions: tuple[int, ...] = ()
    reminder: bool = False
    threshold: int = FLOOR
    working: WorkingTime = field(default_factory=WorkingTime)
    weekly: bool = False
    """Whether the questions are spread over weekly instalments of one or two."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """Whose holidays are kept, by office; empty for none. It holds for all surveys."""


@dataclass(frozen=True)
class Edited:
    """Which survey a form is about, in which version; without an id it is a new one."""

    survey_id: int | None = None
    version: int = 0


@dataclass(frozen=True)
class Outline:
    """A survey in brief: when its next waves open, and its newest one."""

    survey: Survey
    next_dates: tuple[date, ...]
    newest: Wave | None


@dataclass(frozen=True)
class Overview(Outline):
    """A survey and what will happen: besides, who is asked, and how its messages stand."""

    people: int
    units: int
    small_units: int
    delivered: int
    waiting: int
    small_names: tuple[str, ...] = ()
    delivery_seconds: float = 0
    """How long it takes to send everybody their invitation."""
    unit_names: Mapping[str, str] = field(default_factory=dict)
    """The names of the units that have a channel of their own."""


@dataclass(frozen=True)
class Rehearsal:
    """What a draft brings: how the survey stands then, what changes of it, and offices as they are to be kept."""

    overview: Overview
    changed: Changes
    offices: tuple[Office, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether anything changes at all."""
        return bool(self.changed or self.offices)


@dataclass(frozen=True)
class Placed:
    """A unit, its new channel, where its posts went before, and the surveys that it concerns."""

    unit: Unit
    channel_id: str
    before: str | None
    survey_names: tuple[str, ...]


class Rest(StrEnum):
    """What becomes of the wave that is open when a survey ends."""

    COUNT = "count"
    DISCARD = "discard"
