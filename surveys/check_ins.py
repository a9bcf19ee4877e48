"""Check-ins: what a team is asked 30 and 90 days after somebody has become its leader."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from surveys.policy import FLOOR
from surveys.roster import Roster

QUESTIONS = (7, 14, 22)
MILESTONES = (30, 90)
"""Days after which a team is asked."""
DAYS_OPEN = 7
WAITS = timedelta(days=28)
"""How long a check-in may wait for questions that collide with a pulse; then it is given up."""
LEAST_PEOPLE = FLOOR
BETWEEN_TERMS = timedelta(days=84)
"""How long a unit's next leader must wait after a check-in on the one before: else each new one would give fresh figures."""


@dataclass(frozen=True)
class Term:
    """Since when somebody leads a unit, as the rosters tell."""

    unit_id: str
    leader_id: str
    since: date


def milestone_due(term: Term, today: date, done: Collection[int]) -> int | None:
    """Give the days after which a check-in is due now, None where none is, or it was asked or given up already."""
    passed = today - term.since
    due = (days for days in MILESTONES if timedelta(days=days) <= passed <= timedelta(days=days) + WAITS)
    return next((days for days in due if days not in done), None)


def new_terms(before: Roster, after: Roster, today: date) -> list[Term]:
    """Say who becomes leader of what with a new roster.

    The first roster tells nothing new. A unit that only appears under another name has no new leader: whoever led one
    that is gone keeps their people.
    """
    if not before.units:
        return []
    moved_on = {unit.leader_id for unit in before.units.values() if unit.id not in after.units}
    terms = []
    for unit in after.units.values():
        known = before.units.get(unit.id)
        if known is None and unit.leader_id in moved_on:
            continue
        if known is None or known.leader_id != unit.leader_id:
            terms.append(Term(unit.id, unit.leader_id, today))
    return terms


def questions_left(taken: Iterable[int]) -> tuple[int, ...]:
    """Give the questions that nobody was or will be asked within the window."""
    asked = set(taken)
    return tuple(number for number in QUESTIONS if number not in asked)
