"""Customer voice: what a customer told somebody, relayed by name or anonymously, and what leaders make of it.

An anonymous entry carries nobody and no time finer than a day: it is seen with the next daily batch, as in `threads`,
and its relayer is known by a receipt alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from statistics import median
from zoneinfo import ZoneInfo

from surveys.errors import Message, VorbildError, say

MOST_CHARACTERS = 3000
GROUP_CHARACTERS = 80
RECEIPT_KEPT = timedelta(days=30)
"""How long after its closing a receipt still opens an entry."""
DIGEST_AT = time(9)
ASKED_AT = time(17)
THEMES_SHOWN = 5


class Kind(StrEnum):
    """What a customer said."""

    TIP = "tip"
    COMPLAINT = "complaint"
    PRAISE = "praise"

    def told(self) -> Message:
        """Give it as a word for the catalogues."""
        return _KINDS[self]


class Urgency(StrEnum):
    """How soon somebody should look."""

    NOW = "now"
    SOON = "soon"
    CALM = "calm"

    def told(self) -> Message:
        """Give it as a phrase for the catalogues."""
        return _URGENCIES[self]


class State(StrEnum):
    """The life of an entry."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


_KINDS = {Kind.TIP: say("Tip"), Kind.COMPLAINT: say("Complaint"), Kind.PRAISE: say("Praise")}
_KIND_WORDS = {
    "tip": Kind.TIP,
    "tipp": Kind.TIP,
    "complaint": Kind.COMPLAINT,
    "beschwerde": Kind.COMPLAINT,
    "praise": Kind.PRAISE,
    "lob": Kind.PRAISE,
}
_URGENCIES = {
    Urgency.NOW: say("needs an answer today"),
    Urgency.SOON: say("within this week"),
    Urgency.CALM: say("no hurry"),
}


@dataclass(frozen=True)
class Entry:
    """A relayed word. `person_id` is None for an anonymous one, whose `mark` its receipt makes.

    Days only, no times: `received_on` is the day on which leaders can first see it. While `waits`, nobody does.
    """

    id: str
    kind: Kind
    text: str
    group: str
    urgency: Urgency
    received_on: date
    person_id: str | None = None
    mark: str | None = None
    waits: bool = False
    state: State = State.RECEIVED
    acknowledged_on: date | None = None
    closed_on: date | None = None
    handled_by: str | None = None
    done: str = ""
    channel_id: str | None = None
    message_ts: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether leaders still have to do something."""
        return self.state is not State.CLOSED


@dataclass(frozen=True)
class Draft:
    """What somebody wants to relay, and the token that names this draft: submitted twice, it is one entry."""

    token: bytes
    kind: Kind
    text: str
    group: str
    urgency: Urgency
    anonymous: bool
    warned_of: str = ""
    """The fingerprint of the text of which the relayer was warned that it names somebody."""


def check_text(text: str) -> str:
    """Refuse what cannot be relayed."""
    tidy = text.strip()
    if not tidy:
        raise VorbildError(say("Write what the customer said."))
    if len(tidy) > MOST_CHARACTERS:
        raise VorbildError(say("At most {count} characters fit. Please shorten it.", count=MOST_CHARACTERS))
    return tidy


def read_kind(word: str) -> Kind:
    """Read a kind as somebody types it, in either language."""
    kind = _KIND_WORDS.get(word.strip().casefold())
    if kind is None:
        raise VorbildError(say("Which kind: tip, complaint or praise?"))
    return kind


def fingerprint(text: str) -> str:
    """Tell one text from another."""
    return sha256(text.encode()).hexdigest()[:16]


def id_of(token: bytes) -> str:
    """Name the entry of a draft."""
    return sha256(b"voice id" + token).hexdigest()[:32]


def mark_of(token: bytes) -> str:
    """Make the mark by which a receipt is known again: a token of 128 random bits cannot be guessed from its hash."""
    return sha256(b"voice mark" + token).hexdigest()


def acknowledge(entry: Entry, leader_id: str, today: date) -> dict[str, object] | None:
    """Give what changes; None where a second click changes nothing."""
    if entry.state is not State.RECEIVED:
        return None
    return {"state": State.ACKNOWLEDGED, "acknowledged_on": today, "handled_by": leader_id}


def close(entry: Entry, leader_id: str, done: str, today: date) -> dict[str, object] | None:
    """Give what changes; None where it is closed already."""
    if not entry.is_open:
        return None
    what = done.strip()
    if not what:
        raise VorbildError(say("Write what was done. Whoever relayed it reads this."))
    seen = entry.acknowledged_on or today
    return {
        "state": State.CLOSED,
        "acknowledged_on": seen,
        "closed_on": today,
        "handled_by": leader_id,
        "done": what[:MOST_CHARACTERS],
    }


@dataclass(frozen=True)
class Digest:
    """What a week brought to one channel: how many of which kind and group, and how long leaders took (median, days)."""

    monday: date
    kinds: tuple[tuple[Kind, int], ...]
    groups: tuple[tuple[str, int], ...]
    days_to_acknowledge: float | None
    open: int
    oldest: Entry | None

    @property
    def count(self) -> int:
        """Count what came in."""
        return sum(count for _, count in self.kinds)


def digest(entries: Iterable[Entry], monday: date) -> Digest | None:
    """Sum up the seven days before a Monday; None where nothing came and nothing is open."""
    known = [entry for entry in entries if not entry.waits and entry.received_on < monday]
    came = [entry for entry in known if entry.received_on >= monday - timedelta(days=7)]
    waiting = sorted((entry for entry in known if entry.is_open), key=lambda entry: (entry.received_on, entry.id))
    if not came and not waiting:
        return None
    took = [(e.acknowledged_on - e.received_on).days for e in came if e.acknowledged_on is not None]
    kinds = Counter(entry.kind for entry in came)
    return Digest(
        monday,
        tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
        _groups(came),
        float(median(took)) if took else None,
        len(waiting),
        waiting[0] if waiting else None,
    )


def _groups(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """Count customer groups, whatever their case, under the name that was written first."""
    named = [entry.group for entry in entries if entry.group]
    shown = {name.casefold(): name for name in reversed(named)}
    counts = Counter(name.casefold() for name in named)
    return tuple((shown[key], count) for key, count in counts.most_common(THEMES_SHOWN))


def digest_due(now: datetime, time_zone: str) -> date | None:
    """Give the Monday whose digest is due: from nine o'clock in the workspace's zone until the week ends."""
    local = now.astimezone(ZoneInfo(time_zone))
    monday = local.date() - timedelta(days=local.weekday())
    return monday if local.date() > monday or local.time() >= DIGEST_AT else None
