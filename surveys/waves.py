"""A wave: one fielding of a survey, and the window in which its figures are published, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from surveys.cadences import next_after
from surveys.commitments import Commitment
from surveys.disclosure import Policy
from surveys.errors import Message, VorbildError, say
from surveys.instalments import WEEK, Instalment, split
from surveys.questions import Question, number_of
from surveys.schedule import instant
from surveys.survey import CLOSING_TIME, Survey


class WaveState(StrEnum):
    """The life of a wave: planned → open → closed → reported; void when its key is lost; forgotten with its figures."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"
    VOID = "void"
    FORGOTTEN = "forgotten"

    def told(self) -> Message:
        """Give it as a word for the catalogues."""
        return _TOLD[self]


_TOLD = {
    WaveState.PLANNED: say("planned"),
    WaveState.OPEN: say("open"),
    WaveState.CLOSED: say("closed"),
    WaveState.REPORTED: say("reported"),
    WaveState.VOID: say("void"),
    WaveState.FORGOTTEN: say("forgotten"),
}


_NEXT = {
    WaveState.PLANNED: {WaveState.OPEN, WaveState.VOID},
    WaveState.OPEN: {WaveState.CLOSED, WaveState.VOID},
    WaveState.CLOSED: {WaveState.REPORTED, WaveState.FORGOTTEN},
    WaveState.REPORTED: {WaveState.FORGOTTEN},
    WaveState.VOID: {WaveState.FORGOTTEN},
    WaveState.FORGOTTEN: set(),
}


@dataclass(frozen=True)
class Wave:
    """One fielding. `opens_on` is a local date, `opens_at` and `closes_at` are instants in UTC.

    Questions, policy, which question is asked in which week, and until when the figures are kept are frozen with the
    wave. `weekly` names its instalments where there are several; `instalments` gives at least one.
    """

    id: int
    survey_id: int
    number: int
    opens_on: date
    opens_at: datetime
    closes_at: datetime
    question_keys: tuple[str, ...]
    policy: Policy
    state: WaveState = WaveState.PLANNED
    weekly: tuple[Instalment, ...] = ()
    kept_until: date = date.max

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """Give its instalments: a single one where everything is asked at once."""
        return self.weekly or (Instalment(1, self.opens_at, self.question_keys),)

    def instalments_open(self, now: datetime) -> tuple[Instalment, ...]:
        """Give the instalments that can be answered now; the first as soon as the wave is open."""
        return tuple(each for each in self.instalments if each.number == 1 or each.opens_at <= now)

    def more_on(self, number_open: int) -> date | None:
        """Give the local date of the instalment that follows those which are open; None after the last."""
        return self.opens_on + WEEK * number_open if number_open < len(self.instalments) else None


@dataclass(frozen=True)
class OpenPulse:
    """An open wave as one person meets it. `answered` says whether sealing again would replace a ballot.

    `sealed_keys` names the questions of instalments that the person has sealed already and may leave as they are.
    `instalment` of `instalments` is the newest that is open; `more_on` is the local date of the next one.
    """

    wave_id: int
    survey_name: str
    questions: tuple[Question, ...]
    closes_at: datetime
    answered: bool = False
    sealed_keys: frozenset[str] = frozenset()
    instalment: int = 1
    instalments: int = 1
    more_on: date | None = None
    promises: tuple[Commitment, ...] = ()
    """The commitments of the person's unit that were due: the team says whether they were kept."""
    promises_sealed: bool = False
    check_in: bool = False
    """Whether it asks about a leader who is new."""


def check_step(wave: Wave, state: WaveState) -> None:
    """Refuse a step that a wave's life does not have; a second close is one of them."""
    if state not in _NEXT[wave.state]:
        raise VorbildError(
            say("Wave {number} is {state} already; nothing was changed.", number=wave.number, state=wave.state.told())
        )


def soonest_opening(last_opening: date | None, policy: Policy, today: date) -> date:
    """Give the first local date on which the next wave may open: a window after the last opening, today at the soonest."""
    if last_opening is None:
        return today
    return max(today, last_opening + timedelta(days=policy.window_days))


def asks_again(question_keys: Iterable[str], earlier: Wave) -> bool:
    """Tell whether an earlier wave asked one of these questions, in whatever wording."""
    return bool({number_of(key) for key in question_keys} & {number_of(key) for key in earlier.question_keys})


def due_date(survey: Survey, last_opening: date | None, now: datetime, zones: Iterable[str]) -> date | None:
    """Give the local date for which a wave is due, None when none is.

    A wave opens when the earliest of its people's time zones reaches the opening time. After a long pause only the
    newest date counts, and only while its wave would still be open.
    """
    zones = tuple(zones) or (survey.time_zone,)
    earliest = survey.starts_on
    if last_opening is not None:
        earliest = max(earliest, last_opening + timedelta(days=survey.policy.window_days))
    due = None
    day = next_after(survey.cadence, earliest - timedelta(days=1))
    while day is not None and opening(survey, day, zones) <= now:
        due = day
        day = next_after(survey.cadence, day)
    return due if due is not None and closing(survey, due) > now else None


def opening(survey: Survey, opens_on: date, zones: Iterable[str]) -> datetime:
    """Give the instant at which the first of these zones reaches the opening time."""
    return min(instant(opens_on, survey.opens, zone) for zone in zones)


def instalments(
    survey: Survey, question_keys: Sequence[str], opens_on: date, opens_at: datetime, zones: Iterable[str]
) -> tuple[Instalment, ...]:
    """Spread a wave's questions over its weeks, if the survey does; none where all are asked at once."""
    parts = split(question_keys, survey.days_open) if survey.weekly else ()
    zones = tuple(zones)
    starts = [opens_at, *(opening(survey, opens_on + week * WEEK, zones) for week in range(1, len(parts)))]
    spread = [Instalment(week + 1, start, keys) for week, (start, keys) in enumerate(zip(starts, parts, strict=False))]
    return tuple(spread) if len(spread) > 1 else ()


def closing(survey: Survey, opens_on: date) -> datetime:
    """Give the instant at which a wave closes, for everybody the same."""
    return instant(opens_on + timedelta(days=survey.days_open), CLOSING_TIME, survey.time_zone)
