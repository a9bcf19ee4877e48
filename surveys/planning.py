"""Setting up a survey: what the form asks for, and what an admin reads back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from surveys.cadences import Cadence
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
    unit_channels: Mapping[str, str] = field(default_factory=dict)
    """Where posts about single units go besides, by unit id."""


@dataclass(frozen=True)
class Overview:
    """A survey and what will happen: who is asked, when next, how the newest wave stands, and its messages."""

    survey: Survey
    people: int
    units: int
    small_units: int
    next_dates: tuple[date, ...]
    newest: Wave | None
    delivered: int
    waiting: int
