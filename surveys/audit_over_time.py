"""The auditor over time: what a manager works out from two waves who knows who joined and who left between them.

Suppose everybody else answered as before: then the difference of two sums is what the newcomers said. A figure gives its
sum to within its grain times the number of people. Where both grains together are finer than four of the five possible
answers of one person, the difference isolates somebody; also where the same question comes back too soon.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from surveys.cells import CellKind
from surveys.figures import GateKey, Release, Released, SizeBand
from surveys.findings import LEAST_ANSWERS, LEAST_FOR_FRESH, Finding, FindingKind
from surveys.gate import Event, round_to
from surveys.policy import WINDOW_DAYS
from surveys.questions import number_of

_GRAINS = (0.5, 0.25, 0.1)
_LEAST_OF = {SizeBand.UNDER_5: 1, SizeBand.FIVE_TO_7: 5, SizeBand.EIGHT_TO_11: 8, SizeBand.TWELVE_OR_MORE: 12}
_LEAST_FOR_ROLL_UP = 10
_HAIR = 1e-9


@dataclass(frozen=True)
class PublishedWave:
    """A wave as it was published: when it opened, whom it asked per unit, and its figures."""

    opens_on: date
    members: Mapping[str, frozenset[str]]
    release: Release


def differences(waves: Sequence[PublishedWave]) -> Iterator[Finding]:
    """Find figures whose difference from the wave before isolates those who joined or left; oldest wave first."""
    before: dict[GateKey, tuple[PublishedWave, Released]] = {}
    for wave in waves:
        for figure in wave.release.released:
            key = (figure.cell.key, figure.question_key)
            if key in before and _isolates(*before[key], wave, figure):
                yield Finding.of(FindingKind.ISOLATED, figure)
            before[key] = (wave, figure)


def too_often(waves: Sequence[PublishedWave]) -> Iterator[Finding]:
    """Find questions that were put to the same people twice within the window, whatever the survey; oldest wave first."""
    for place, wave in enumerate(waves):
        for earlier in waves[:place]:
            if (wave.opens_on - earlier.opens_on).days < WINDOW_DAYS and _shares_people(wave, earlier):
                told = {number_of(figure.question_key) for figure in earlier.release.released}
                again = (each for each in wave.release.released if number_of(each.question_key) in told)
                yield from (Finding.of(FindingKind.TOO_OFTEN, figure) for figure in again)


def _isolates(earlier: PublishedWave, old: Released, later: PublishedWave, new: Released) -> bool:
    changed = _people(earlier, old) ^ _people(later, new)
    return 1 <= len(changed) < LEAST_ANSWERS and _grain(old) + _grain(new) < LEAST_ANSWERS - 1


def _grain(figure: Released) -> float:
    """Say how wide the sums are that a figure may stand for; one that stayed says nothing of its wave."""
    if figure.fresh is not None:
        return LEAST_FOR_FRESH * _step(figure.fresh.mean)
    if figure.level is None or figure.event is Event.SAME:
        return float("inf")
    least = _LEAST_FOR_ROLL_UP if figure.cell.kind is CellKind.ALL else _LEAST_OF[figure.size]
    return least * _step(figure.level)


def _step(value: float) -> float:
    return next((step for step in _GRAINS if abs(round_to(value, step) - value) < _HAIR), 0.0)


def _people(wave: PublishedWave, figure: Released) -> frozenset[str]:
    return frozenset().union(*(wave.members.get(unit, frozenset()) for unit in figure.cell.unit_ids))


def _shares_people(one: PublishedWave, other: PublishedWave) -> bool:
    everybody = frozenset().union(*one.members.values())
    return not everybody.isdisjoint(frozenset().union(*other.members.values()))
