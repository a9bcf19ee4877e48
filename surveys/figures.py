"""What leaves disclosure control: figures released, and figures suppressed with the reason.

Only `surveys.disclosure` makes them; whoever shows, stores or audits figures reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.cells import Cell
from surveys.gate import Event
from surveys.judging import Judged


class SizeBand(StrEnum):
    """How many answered, as a band."""

    UNDER_5 = "under 5"
    FIVE_TO_7 = "5-7"
    EIGHT_TO_11 = "8-11"
    TWELVE_OR_MORE = "12+"

    @classmethod
    def of(cls, n: int) -> "SizeBand":
        """Choose the band of a number of respondents."""
        return cls.UNDER_5 if n < 5 else cls.FIVE_TO_7 if n < 8 else cls.EIGHT_TO_11 if n < 12 else cls.TWELVE_OR_MORE


class ShareBand(StrEnum):
    """Which share of the invited answered, as a band."""

    UNDER_HALF = "under 50 %"
    HALF_TO_THREE_QUARTERS = "50-75 %"
    OVER_THREE_QUARTERS = "over 75 %"

    @classmethod
    def of(cls, respondents: int, invited: int) -> "ShareBand":
        """Choose the band of a participation."""
        share = respondents / invited
        if share < 0.5:
            return cls.UNDER_HALF
        return cls.HALF_TO_THREE_QUARTERS if share <= 0.75 else cls.OVER_THREE_QUARTERS


class Reason(StrEnum):
    """Why a figure is not shown."""

    TOO_FEW = "too few answers"
    TOO_FEW_JUDGED = "too few could judge"
    REORGANISED = "re-organised again"


@dataclass(frozen=True, slots=True)
class Fresh:
    """A figure of one wave alone, of 100 people or more: mean and 95 % interval in scale points, to one decimal.

    The interval rests on the organisation's answer variance, not on the spread among these people, which would prove
    unanimity. `favourable` is the share of 4 and 5 in whole per cent, kept between 10 and 90 and strictly inside what
    the cells' rounded sums allow, for the same reason.
    """

    mean: float
    low: float
    high: float
    favourable: int


@dataclass(frozen=True, slots=True)
class Released:
    """A figure that may be shown: a gated level, or a fresh figure for a large cell.

    `level`, `previous_level` and `detectable` are in scale points. `detectable` is the smallest shift that would have
    moved the level, None while there are too few waves to judge; `strong` marks an event sure enough to stand in a
    list across units (P11). How close a figure came to moving never leaves.
    """

    cell: Cell
    question_key: str
    size: SizeBand
    level: float | None = None
    previous_level: float | None = None
    event: Event = Event.SAME
    strong: bool = False
    detectable: float | None = None
    fresh: Fresh | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A figure that is not shown, why, and in which cell these people are counted instead, if in any."""

    unit_id: str
    question_key: str
    reason: Reason
    counted_in: Cell | None = None


@dataclass(frozen=True)
class Instrument:
    """What a wave tells of the instrument itself, over everybody who stands in a cell: 100 people or more.

    `wave_variance` and `answer_variance` are the gate's components (squared scale points); alpha, ICC(1), ICC(2) and
    the mean rwg(j) of the teams are told to two decimals with coded ends, None where they are not defined.
    """

    wave_variance: float
    answer_variance: float
    alpha: float | None = None
    icc1: float | None = None
    icc2: float | None = None
    rwg: float | None = None


@dataclass(frozen=True)
class Release:
    """Everything one wave publishes; `instrument` where enough people answered, `judged` of commitments that were due."""

    released: tuple[Released, ...]
    suppressed: tuple[Suppressed, ...]
    participation: Mapping[str, ShareBand]
    instrument: Instrument | None = None
    judged: tuple[Judged, ...] = ()

    @property
    def cells(self) -> frozenset[Cell]:
        """Give the sets of people behind the levels it shows."""
        return frozenset(figure.cell for figure in self.released if figure.level is not None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The most an outsider could work out about a cell and question: how many answered, and the band of their sum.

    It is what the auditor reasons from, before anything is published; it is never shown or stored.
    """

    cell: Cell
    question_key: str
    n: int
    low: int
    high: int


GateKey = tuple[str, str]
"""A cell's key and a question's key."""
