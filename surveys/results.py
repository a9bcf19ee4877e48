"""A result: what one person may read of one unit."""

from dataclasses import dataclass

from surveys.disclosure import FLOOR
from surveys.reports import Report


@dataclass(frozen=True)
class Result:
    """What a counted wave says about a unit; `asked` people are asked about its leader today.

    `report` is None as long as no wave that asked the unit has been counted.
    """

    unit_id: str
    unit_name: str
    asked: int
    threshold: int = FLOOR
    wave_id: int | None = None
    report: Report | None = None
