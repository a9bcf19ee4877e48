"""The anonymous thread beneath a released comment: who may add what, and when it is seen (`privacy.md`, S10).

Whatever is added waits for the next daily batch, a leader's reply and an author's answer alike: no time finer than the
day tells when somebody wrote. An author is known by their receipt alone, so nothing here names one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from surveys.ballots import tidy
from surveys.errors import VorbildError, say

LIFETIME = timedelta(days=30)
"""How long a thread lives after its wave has closed; its pepper dies with it."""
BATCH_AT = time(9)
ENTRY_BYTES = 4096
"""What every entry takes at rest: a text of `ballots.COMMENT_BYTES`, escaped, always fits."""
_SATURDAY = 5


class Kind(StrEnum):
    """What can be added to a thread."""

    REPLY = "reply"
    THANKS = "thanks"
    WORKING = "working"
    DETAIL = "detail"
    ANSWER = "answer"
    CLOSE = "close"
    REPORT = "report"
    WITHDRAW = "withdraw"


ACKNOWLEDGEMENTS = (Kind.THANKS, Kind.WORKING, Kind.DETAIL)
OF_LEADERS = frozenset({Kind.REPLY, *ACKNOWLEDGEMENTS})
_NEEDS_OPEN = OF_LEADERS | {Kind.ANSWER, Kind.CLOSE}
_WITH_TEXT = frozenset({Kind.REPLY, Kind.ANSWER})


class ThreadState(StrEnum):
    """The life of a thread; it ends with its pepper."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_ENDS = {Kind.CLOSE: ThreadState.CLOSED, Kind.WITHDRAW: ThreadState.WITHDRAWN}


@dataclass(frozen=True)
class Entry:
    """One thing said in a thread. `by` is the leader's id, empty for the author; `number` gives the order within it."""

    kind: Kind
    text: str = ""
    by: str = ""
    number: int = 0
    appears_on: date | None = None
    pending: bool = True

    @property
    def of_leader(self) -> bool:
        """Tell on which side of the thread it was said."""
        return self.kind in OF_LEADERS


@dataclass(frozen=True)
class Thread:
    """A released comment and what was said beneath it, in order; `open` while its pepper lives."""

    comment_id: str
    wave_id: int
    unit_id: str
    comment: str
    state: ThreadState = ThreadState.OPEN
    reported: bool = False
    entries: tuple[Entry, ...] = ()
    alive: bool = True

    def seen_by_leaders(self) -> "Thread":
        """Give what leaders see: what appeared, but that misuse was reported, and what leaders added themselves."""
        shown = (e for e in self.entries if e.of_leader or not (e.pending or e.kind is Kind.REPORT))
        return replace(self, entries=tuple(shown))

    def seen_by_admins(self) -> "Thread":
        """Give what has appeared."""
        return replace(self, entries=tuple(entry for entry in self.entries if not entry.pending))

    def seen_by_author(self) -> "Thread":
        """Give what the author sees: what appeared, and what they added themselves."""
        return replace(self, entries=tuple(entry for entry in self.entries if not entry.pending or not entry.of_leader))

    def waits(self, kind: Kind) -> bool:
        """Tell whether something of a kind waits for the next batch."""
        return any(entry.pending and entry.kind is kind for entry in self.entries)


@dataclass(frozen=True)
class Shown:
    """A thread as one side sees it, and the names of the leaders in it by their ids."""

    thread: Thread
    names: Mapping[str, str]


@dataclass(frozen=True)
class Sealed:
    """What a receipt opens before the close: a sealed ballot, whose comment nobody has read, if there is one."""

    closes_at: datetime


@dataclass(frozen=True)
class Place:
    """Where comments of a wave were released."""

    wave_id: int
    unit_id: str
    unit_name: str
    survey_name: str
    wave_number: int


@dataclass(frozen=True)
class Listing:
    """One page of the comments released at a place, as leaders see them. Pages count from 0."""

    place: Place
    threads: tuple[Thread, ...]
    names: Mapping[str, str]
    page: int = 0
    pages: int = 1


def add(thread: Thread, kind: Kind, text: str = "", by: str = "") -> Entry | None:
    """Give the entry to add; None where a second click changes nothing. Refuse what the thread's state forbids."""
    if thread.state is ThreadState.WITHDRAWN:
        raise VorbildError(say("This comment was withdrawn. Nothing can be added to it any more."))
    if not thread.alive:
        raise VorbildError(
            say("This conversation has ended: it lasts {count} days after the close.", count=LIFETIME.days)
        )
    if thread.state is ThreadState.CLOSED and kind in _NEEDS_OPEN:
        raise VorbildError(say("Its author has closed this conversation. Nothing can be added to it any more."))
    if kind not in OF_LEADERS:
        _refuse_after_an_end(thread, kind)
    if kind not in _WITH_TEXT and (thread.waits(kind) or (kind is Kind.REPORT and thread.reported)):
        return None
    written = tidy(text)
    if kind in _WITH_TEXT and not written:
        raise VorbildError(say("Please write something first."))
    return Entry(kind, written, by, 1 + max((entry.number for entry in thread.entries), default=0))


def _refuse_after_an_end(thread: Thread, kind: Kind) -> None:
    """Hold the author to what they have ended already, although leaders see it only tomorrow."""
    if thread.waits(Kind.WITHDRAW) and kind is not Kind.WITHDRAW:
        raise VorbildError(say("You have withdrawn this comment already. It disappears with the next daily batch."))
    if thread.waits(Kind.CLOSE) and kind is Kind.ANSWER:
        raise VorbildError(
            say("You have closed this conversation already. Leaders see that with the next daily batch.")
        )


def after(state: ThreadState, kinds: Sequence[Kind]) -> ThreadState:
    """Give a thread's state when entries of these kinds have appeared."""
    reached = {_ENDS[kind] for kind in kinds if kind in _ENDS} | {state}
    return max(reached, key=list(ThreadState).index)


def appears_on(now: datetime, time_zone: str) -> date:
    """Give the day with whose batch something written now is seen: the next working day, never the same."""
    day = now.astimezone(ZoneInfo(time_zone)).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def newest_batch(now: datetime, time_zone: str) -> date:
    """Give the day whose batch is due, or was last."""
    local = now.astimezone(ZoneInfo(time_zone))
    return local.date() if local.time() >= BATCH_AT else local.date() - timedelta(days=1)


def encode(entry: Entry) -> bytes:
    """Lay an entry out in `ENTRY_BYTES` bytes, whatever it is."""
    values = {"kind": entry.kind, "text": entry.text, "by": entry.by, "number": entry.number}
    plain = json.dumps(values, ensure_ascii=False).encode()
    if len(plain) > ENTRY_BYTES:
        raise ValueError("an entry does not fit its box")
    return plain.ljust(ENTRY_BYTES)


def decode(plaintext: bytes, day: date, *, pending: bool) -> Entry:
    """Read an entry back; its day and whether it waits stand beside its box."""
    values = json.loads(plaintext)
    return Entry(Kind(values["kind"]), values["text"], values["by"], values["number"], day, pending)
