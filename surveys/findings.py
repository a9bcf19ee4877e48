"""What the auditor finds, and the promises it holds a publication to.

The promises are constants here, so that a policy that was tampered with does not lower what is audited.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from surveys.cells import CellKind
from surveys.errors import Message, say
from surveys.figures import Evidence, Released

LEAST_PEOPLE = 5
LEAST_FOR_FRESH = 50
LEAST_FOR_FINE = 20
LEAST_ANSWERS = 4
LEAST_STEP = 0.5
SMALL_CELLS = {CellKind.TEAM, CellKind.POOL}


class FindingKind(StrEnum):
    """What is wrong with a publication."""

    OVERLAP = "overlap"
    TOO_FEW = "too few"
    NOT_OF_CELLS = "not of cells"
    MISPLACED = "misplaced"
    TOO_FINE = "too fine"
    UNEXPLAINED = "unexplained"
    CERTAIN = "certain"
    ISOLATED = "isolated"
    TOO_OFTEN = "too often"


_SENTENCES = {
    FindingKind.OVERLAP: say(
        "{unit}, {question}: two published groups share people; subtracting them isolates others."
    ),
    FindingKind.TOO_FEW: say("{unit}, {question}: a published group, or the difference of two, is too small."),
    FindingKind.NOT_OF_CELLS: say("{unit}, {question}: a wider figure is not a union of published cells."),
    FindingKind.MISPLACED: say("{unit}, {question}: a figure stands at a unit that does not hold its people."),
    FindingKind.TOO_FINE: say("{unit}, {question}: a figure is finer than the policy allows."),
    FindingKind.UNEXPLAINED: say("{unit}, {question}: a figure does not follow from the rounded sums."),
    FindingKind.CERTAIN: say("{unit}, {question}: somebody is left with fewer than 4 of 5 possible answers."),
    FindingKind.ISOLATED: say(
        "{unit}, {question}: the difference from the wave before tells what those who joined or left said."
    ),
    FindingKind.TOO_OFTEN: say("{unit}, {question}: the same people were asked the same within 28 days."),
}


@dataclass(frozen=True)
class Finding:
    """A breach, or what could become one: the post is held."""

    kind: FindingKind
    unit_id: str
    question_key: str

    @classmethod
    def of(cls, kind: FindingKind, figure: Released) -> "Finding":
        """Accuse a figure."""
        return cls(kind, figure.cell.unit_id, figure.question_key)

    @property
    def message(self) -> Message:
        """Say what is wrong, in a sentence."""
        return Message(_SENTENCES[self.kind].template, {"unit": self.unit_id, "question": self.question_key})


_Item = TypeVar("_Item", Released, Evidence)


def by_question(items: Iterable[_Item]) -> dict[str, list[_Item]]:
    """Sort figures, or what is known of them, by their question."""
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(item.question_key, []).append(item)
    return found
