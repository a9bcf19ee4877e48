"""The gate: a published level that moves only when the change is real (`privacy.md`, P5).

One wave tells more of who took part in it than of the team: its first level is that of all cells together, unless the
team is apart from them beyond chance. Later the window of the last three waves is held against all before it.

The window that moves a level may be partly old: after a collapse by two points it shows one. So the level is settled
when the window is wholly new: it goes on in the same direction where that window is a whole step beyond it. After a move
window and base begin anew with the newest wave alone. The standard error is that of a difference of
two means under a random wave effect.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

FEW = 8
"""A move of a level with fewer answers in a wave tells more of each who gave them."""


class Event(StrEnum):
    """What a level did at a wave."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True)
class GateRule:
    """When a level moves. Variances are in squared scale points, the step in scale points.

    `wave_variance` (a) is fitted, never below this default; `answer_variance` (b) is not. `factor` (c) standard errors
    are needed after `start` waves of base, `factor_of_few` where fewer than `FEW` answer; `recent` waves are the
    window. A first level differs from that of all cells together where it is `apart` standard errors from it,
    that of a later series `apart_again`: a cell whose people change often is set often, and each time tells.
    """

    wave_variance: float = 0.05
    answer_variance: float = 0.80
    factor: float = 3.2
    factor_of_few: float = 3.35
    start: int = 3
    recent: int = 3
    apart: float = 2.0
    apart_again: float = 3.2
    step: float = 0.5

    def standard_error(self, recent_n: int, base_n: int, base_waves: int) -> float:
        """Give the standard error of (mean of the window) minus (mean of the base), in scale points."""
        between = self.wave_variance / 2 * (1 / self.recent + 1 / base_waves)
        within = self.answer_variance * (1 / recent_n + 1 / base_n)
        return float((between + within) ** 0.5)

    def needed(self, recent_n: int) -> float:
        """Say how many standard errors move a level in whose window so many answered."""
        few = recent_n < FEW * self.recent
        return max(self.factor, self.factor_of_few) if few else self.factor

    def detectable(self, n: int, base_waves: int) -> float:
        """Give the smallest shift, in scale points to one decimal, that moves a level with `n` answers in every wave."""
        window = self.recent * n
        return round(self.needed(window) * self.standard_error(window, base_waves * n, base_waves), 1)

    def first_level(self, mean: float, n: int, whole: float) -> float:
        """Give the level that one wave's mean begins with; `whole` is the mean of all cells in that wave."""
        error = float((self.wave_variance / 2 + self.answer_variance / n) ** 0.5)
        return round_to(mean if abs(mean - whole) >= self.apart * error else whole, self.step)

    def in_series(self, number: int) -> "GateRule":
        """Give the rule for a cell's series: the first, or a later one."""
        return self if number <= 1 else replace(self, apart=self.apart_again)


@dataclass(frozen=True)
class Gate:
    """What is remembered of a cell and question: never published, sealed at rest."""

    base_sum: float = 0.0
    base_n: int = 0
    base_waves: int = 0
    window: tuple[tuple[float, int], ...] = ()
    """Sum and number of answers of the latest waves, which are not base yet; the newest last."""
    level: float | None = None
    settling: int = 0
    """Which way the level moved, while no window is wholly new: 1 up, −1 down, else 0."""


@dataclass(frozen=True)
class Movement:
    """A gate's verdict on one wave.

    `strength` is |recent − base| in standard errors, and `base_waves` counts the waves of the base; both are None
    where there was no base to judge by.
    """

    event: Event
    level: float
    previous_level: float | None = None
    strength: float | None = None
    base_waves: int | None = None


def advance(gate: Gate, mean: float, n: int, rule: GateRule, whole: float) -> tuple[Gate, Movement]:
    """Show the gate one wave's mean (scale points, already rounded for release) over `n` answers.

    `whole` is the mean of all cells in this wave.
    """
    window = (*gate.window, (mean * n, n))
    if gate.level is None:
        level = rule.first_level(mean, n, whole)
        return Gate(window=window, level=level), Movement(Event.FIRST, level)
    full = len(window) >= rule.recent
    if gate.settling and full:
        return _settled(gate, window, rule)
    if not full or gate.base_waves < rule.start:
        return _extended(gate, window, rule), Movement(Event.SAME, gate.level, gate.level)
    (recent, recent_n), base = _mean(window), gate.base_sum / gate.base_n
    strength = abs(recent - base) / rule.standard_error(recent_n, gate.base_n, gate.base_waves)
    if strength < rule.needed(recent_n):
        return _extended(gate, window, rule), Movement(Event.SAME, gate.level, gate.level, strength, gate.base_waves)
    up, level = recent > base, round_to(recent, rule.step)
    moved = Gate(window=window[-1:], level=level, settling=1 if up else -1)
    return moved, Movement(Event.UP if up else Event.DOWN, level, gate.level, strength, gate.base_waves)


def _settled(gate: Gate, window: tuple[tuple[float, int], ...], rule: GateRule) -> tuple[Gate, Movement]:
    """Let a level that moved go on, where the first window that is wholly new lies a step beyond it."""
    (recent, _), before = _mean(window), gate.level or 0.0
    goes_on = (recent - before) * gate.settling >= rule.step
    level = round_to(recent, rule.step) if goes_on else before
    event = (Event.UP if gate.settling > 0 else Event.DOWN) if goes_on else Event.SAME
    return replace(_extended(gate, window, rule), level=level, settling=0), Movement(event, level, before)


def round_to(value: float, step: float) -> float:
    """Round to the nearest multiple of a step."""
    return round(value / step) * step


def _mean(window: tuple[tuple[float, int], ...]) -> tuple[float, int]:
    n = sum(answers for _, answers in window)
    return sum(total for total, _ in window) / n, n


def _extended(gate: Gate, window: tuple[tuple[float, int], ...], rule: GateRule) -> Gate:
    """Let the oldest wave of a full window become base."""
    if len(window) < rule.recent:
        return replace(gate, window=window)
    total, n = window[0]
    base = Gate(gate.base_sum + total, gate.base_n + n, gate.base_waves + 1)
    return replace(base, window=window[1:], level=gate.level)
