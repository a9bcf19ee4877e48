"""Builder: the n-th four-weekly wave of a survey, as it is before it is stored."""

from datetime import UTC, date, datetime, timedelta

from surveys.disclosure import Policy
from surveys.waves import Wave

FIRST = date(2026, 1, 6)


def planned(survey_id, number=1, **changes):
    opens_on = FIRST + timedelta(days=28 * (number - 1))
    opens_at = datetime(opens_on.year, opens_on.month, opens_on.day, 8, tzinfo=UTC)
    usual = {
        "id": 0,
        "survey_id": survey_id,
        "number": number,
        "opens_on": opens_on,
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=7),
        "question_keys": ("q01.v1", "q23.v1"),
        "policy": Policy(),
    }
    return Wave(**{**usual, **changes})
