"""A report: what one unit's leaders are told after a wave, as values; words and pictures are the views' business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from surveys.cascade import Rung, Tier
from surveys.charter import SignedLevel
from surveys.commitments import Kept
from surveys.disclosure import FLOOR, Fresh, Policy, Reason, Released, ShareBand
from surveys.figures import Instrument
from surveys.gate import Event
from surveys.questions import Dimension, Question
from surveys.tree import UnitTree
from surveys.trends import Change, Published, Series, change_of


@dataclass(frozen=True)
class Line:
    """One question asked in the wave and the figure that speaks for the unit, if any may be shown."""

    dimension: Dimension
    question: Question
    figure: Released | None
    set_on: date | None = None
    """When the level was first set or last moved: between then and now it says that nothing clear has changed."""
    shows_from: float | None = None
    """The smallest shift, in scale points, that would show: as published, or before that as it will about be."""
    waiting: int = 0
    """How many more times the question must be asked before a change can be judged."""
    reworded: bool = False
    """Asked in a new wording for the first time: what was published of the old one is no comparison."""

    @property
    def level(self) -> float | None:
        """Give the level in scale points, None where nothing may be shown."""
        return self.figure.level if self.figure else None

    @property
    def change(self) -> Change:
        """Tell what may be said about the level's change."""
        return change_of(self.figure)


@dataclass(frozen=True)
class UnitEvent:
    """A level that moved: in which unit, for which dimension, from where to where."""

    unit_name: str
    dimension: Dimension
    figure: Released

    @property
    def up(self) -> bool:
        """Tell the direction."""
        return self.figure.event is Event.UP


@dataclass(frozen=True)
class LevelEvent:
    """Clear changes on one level of leaders beneath: how many units moved the same way. No unit is ever named."""

    tier: Tier
    dimension: Dimension
    question_key: str
    up: bool
    units: int


@dataclass(frozen=True)
class Pooled:
    """The unit has no figure of its own: it is told that of the teams shown together at `unit_name`, itself among them."""

    unit_name: str
    teams: int


@dataclass(frozen=True)
class Top:
    """The top level's own example: its figure (scale points), None where none may be shown, and its commitments."""

    level: float | None
    open: int
    kept: Kept


@dataclass(frozen=True)
class Hidden:
    """How many teams at and beneath the unit have no figure of their own."""

    shown_together: int
    not_shown: int


@dataclass(frozen=True)
class Withheld:
    """Why the overall figure is not shown, and the unit with whose teams these people are counted, if with any.

    `asked` is how many people the wave asked at and beneath the unit, where that tells when to expect a figure. It is
    of the roster alone: how many answered is never told, not even by what is said of the next wave.
    """

    reason: Reason
    counted_in: str | None = None
    asked: int | None = None


@dataclass(frozen=True)
class Report:
    """What one wave says about one unit.

    `events` are the unit's own, the overall one first; `events_beneath` counts those sure enough for a list across
    units, by level of leaders. `weakest` and `strongest` stand out beyond noise; `focus` carries the next step, whether
    it does or not; outcomes are none of the three. `cascade` runs from the unit's own leader down, empty for a team.
    `pooled` says that all figures are those of the teams shown together with this one. `kept` stays None until
    commitments have been judged.
    `steady_since` is when the overall level last moved or was first set. `threshold` is the least number of answers
    that is shown; `withheld` is set where the overall figure is not.
    """

    survey_name: str
    unit_id: str
    unit_name: str
    wave_number: int
    opens_on: date
    closes_on: date
    overall: Line
    lines: tuple[Line, ...]
    participation: ShareBand | None
    fresh: Fresh | None
    events: tuple[UnitEvent, ...]
    events_beneath: tuple[LevelEvent, ...]
    weakest: Line | None
    hidden: Hidden
    series: Series | None
    steady_since: date | None
    withheld: Withheld | None = None
    threshold: int = FLOOR
    strongest: Line | None = None
    focus: Line | None = None
    cascade: tuple[Rung, ...] = ()
    pooled: Pooled | None = None
    kept: Kept | None = None
    fresh_course: tuple[Published, ...] = ()
    """The figures of single waves (`fresh` is the newest) for exactly the people behind the overall level."""
    instrument: Instrument | None = None
    """How reliable the questions were, told with the report of a unit at the top."""

    signed: tuple[SignedLevel, ...] = ()
    """Signatures under the charter by level of leaders, told with the report of a unit at the top."""

    resistance: bool = False
    """Whether concerns about change go unheard beyond noise: question 20 clearly fell, or lies clearly below the middle."""
    top: Top | None = None
    """What the top level itself shows, told first with the report of a unit at the top."""

    @property
    def first(self) -> bool:
        """Tell whether this is the unit's first published wave, or the first since a re-organisation."""
        alone = self.series is not None and len(self.series.points) == 1
        return alone or self.overall.change in {Change.FIRST, Change.ANEW}

    @property
    def anew(self) -> bool:
        """Tell whether a new series begins with this wave."""
        return self.first and self.overall.figure is not None and self.overall.figure.cell.series > 1

    @property
    def empty(self) -> bool:
        """Tell whether no figure at all may be shown."""
        return all(line.change is Change.HIDDEN for line in (self.overall, *self.lines))


@dataclass(frozen=True)
class WaveFacts:
    """The wave a report is about: its survey's name, number, dates, questions, and the policy frozen with it."""

    survey_name: str
    number: int
    opens_on: date
    closes_on: date
    questions: tuple[Question, ...]
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True)
class Organisation:
    """Units by id: their names, and how they stand beneath each other, as snapshot at the wave's opening."""

    names: Mapping[str, str]
    tree: UnitTree
    asked: Mapping[str, int] = field(default_factory=dict)
    """How many direct reports of each unit's leader the wave asked."""
