"""How a survey stands, as its admins are told: deliveries and participation bands, never who and never while it is open."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.figures import ShareBand
from surveys.survey import Survey
from surveys.waves import Wave


@dataclass(frozen=True)
class FailedPost:
    """A trend post that Slack refused, and its error code."""

    unit_name: str
    channel_id: str
    reason: str


@dataclass(frozen=True)
class Status:
    """One survey's newest wave: invitations delivered and waiting, and the band of participation by name of a top unit.

    `refusals` counts other messages by Slack's error code; these and `failed_posts` are those of all its waves.
    """

    survey: Survey
    wave: Wave | None
    delivered: int
    waiting: int
    refusals: Mapping[str, int]
    failed_posts: tuple[FailedPost, ...]
    participation: Mapping[str, ShareBand]
