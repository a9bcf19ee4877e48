"""The gate: a published level that moves only when the change is real (`privacy.md`, P5).

The window that moves a level may be half old: after a collapse by two points it shows one. So the level is settled a
wave later, when the window is wholly new: it goes on in the same direction where that window is a whole step beyond
it. After a move the base begins anew with the newest wave alone. The standard error is that of a difference of two
means under a random wave effect.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


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
    are needed, after `start` waves of base.
    """

    wave_variance: float = 0.05
    answer_variance: float = 0.80
    factor: float = 3.0
    start: int = 3
    step: float = 0.5

    def standard_error(self, recent_n: int, base_n: int, base_waves: int) -> float:
        """Give the standard error of (mean of the last two waves) minus (mean of the base), in scale points."""
        between = self.wave_variance / 2 * (1 / 2 + 1 / base_waves)
        within = self.answer_variance * (1 / recent_n + 1 / base_n)
        return float((between + within) ** 0.5)


@dataclass(frozen=True)
class Gate:
    """What is remembered of a cell and question: never published, sealed at rest."""

    base_sum: float = 0.0
    base_n: int = 0
    base_waves: int = 0
    previous: tuple[float, int] | None = None
    level: float | None = None
    settling: int = 0
    """Which way the level moved a wave ago: 1 up, −1 down, 0 when it did not."""


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


def advance(gate: Gate, mean: float, n: int, rule: GateRule) -> tuple[Gate, Movement]:
    """Show the gate one wave's mean (scale points, already rounded for release) over `n` answers."""
    current = (mean * n, n)
    if gate.level is None:
        level = round_to(mean, rule.step)
        return Gate(previous=current, level=level), Movement(Event.FIRST, level)
    if gate.previous is None:
        return _extended(gate, current), Movement(Event.SAME, gate.level, gate.level)
    recent_n = gate.previous[1] + n
    recent = (gate.previous[0] + current[0]) / recent_n
    if gate.settling:
        return _settled(gate, current, recent, rule)
    if gate.base_waves < rule.start:
        return _extended(gate, current), Movement(Event.SAME, gate.level, gate.level)
    base = gate.base_sum / gate.base_n
    strength = abs(recent - base) / rule.standard_error(recent_n, gate.base_n, gate.base_waves)
    if strength < rule.factor:
        return _extended(gate, current), Movement(Event.SAME, gate.level, gate.level, strength, gate.base_waves)
    up, level = recent > base, round_to(recent, rule.step)
    moved = Gate(previous=current, level=level, settling=1 if up else -1)
    return moved, Movement(Event.UP if up else Event.DOWN, level, gate.level, strength, gate.base_waves)


def _settled(gate: Gate, current: tuple[float, int], recent: float, rule: GateRule) -> tuple[Gate, Movement]:
    """Let a level that moved a wave ago go on, where the first window that is wholly new lies a step beyond it."""
    before = gate.level or 0.0
    goes_on = (recent - before) * gate.settling >= rule.step
    level = round_to(recent, rule.step) if goes_on else before
    event = (Event.UP if gate.settling > 0 else Event.DOWN) if goes_on else Event.SAME
    return replace(_extended(gate, current), level=level, settling=0), Movement(event, level, before)


def round_to(value: float, step: float) -> float:
    """Round to the nearest multiple of a step."""
    return round(value / step) * step


def _extended(gate: Gate, current: tuple[float, int]) -> Gate:
    if gate.previous is None:
        return Gate(gate.base_sum, gate.base_n, gate.base_waves, current, gate.level)
    previous_sum, previous_n = gate.previous
    return Gate(gate.base_sum + previous_sum, gate.base_n + previous_n, gate.base_waves + 1, current, gate.level)
