"""The gate: a published level that moves only when the change is real (`privacy.md`, P5).

After a change of level the base begins anew with the window that moved it, as in the step-gated scheme of the
reference policy; the standard error is that of a difference of two means under a random wave effect.
"""

from dataclasses import dataclass
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

    `wave_variance` (a) and `answer_variance` (b) are the fitted components, never below these defaults;
    `factor` (c) standard errors are needed, after `start` waves of base.
    """

    wave_variance: float = 0.05
    answer_variance: float = 0.60
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


@dataclass(frozen=True)
class Movement:
    """A gate's verdict on one wave.

    `strength` is |recent − base| in standard errors, and `detectable` the smallest shift, in scale points, that
    would have moved the level; both are None while the base is too short to judge.
    """

    event: Event
    level: float
    previous_level: float | None = None
    strength: float | None = None
    detectable: float | None = None


def advance(gate: Gate, mean: float, n: int, rule: GateRule) -> tuple[Gate, Movement]:
    """Show the gate one wave's mean (scale points, already rounded for release) over `n` answers."""
    current = (mean * n, n)
    if gate.level is None:
        level = round_to(mean, rule.step)
        return Gate(previous=current, level=level), Movement(Event.FIRST, level)
    if gate.previous is None or gate.base_waves < rule.start:
        return _extended(gate, current), Movement(Event.SAME, gate.level, gate.level)
    recent_sum, recent_n = gate.previous[0] + current[0], gate.previous[1] + current[1]
    recent, base = recent_sum / recent_n, gate.base_sum / gate.base_n
    error = rule.standard_error(recent_n, gate.base_n, gate.base_waves)
    strength, detectable = abs(recent - base) / error, rule.factor * error
    if strength < rule.factor:
        return _extended(gate, current), Movement(Event.SAME, gate.level, gate.level, strength, detectable)
    level = round_to(recent, rule.step)
    moved = Gate(gate.previous[0], gate.previous[1], 1, current, level)
    event = Event.UP if recent > base else Event.DOWN
    return moved, Movement(event, level, gate.level, strength, detectable)


def round_to(value: float, step: float) -> float:
    """Round to the nearest multiple of a step."""
    return round(value / step) * step


def _extended(gate: Gate, current: tuple[float, int]) -> Gate:
    if gate.previous is None:
        return Gate(gate.base_sum, gate.base_n, gate.base_waves, current, gate.level)
    previous_sum, previous_n = gate.previous
    return Gate(gate.base_sum + previous_sum, gate.base_n + previous_n, gate.base_waves + 1, current, gate.level)
