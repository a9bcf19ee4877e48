"""The window of publication: within it nobody is asked the same question twice (`privacy.md`, P1).

What holds it is the database and, apart from it, the key store: neither an early close nor a second survey, another
name or a restored backup asks the same people again too soon.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.asking import audience, question_keys
from storage import invitations, roster, survey, waves
from surveys.errors import VorbildError, say
from surveys.questions import number_of
from surveys.roster import Person
from surveys.survey import Survey
from surveys.waves import Wave, WaveState, asks_again


def last_opening(services: Services, session: Session, each: Survey) -> date | None:
    """Give the survey's last opening. The key store remembers too: a restored backup may have forgotten one."""
    known = [waves.last_opening(session, each.id), services.keys.last_opening(each.id)]
    return max((day for day in known if day is not None), default=None)


@dataclass(frozen=True)
class Earlier:
    """A wave that asked some of these people the same: its survey's id and its local date."""

    survey_id: int
    opens_on: date


def asked_too_recently(
    services: Services, session: Session, each: Survey, opens_on: date, people: list[Person], keys: Sequence[str]
) -> Earlier | None:
    """Find another survey's wave that asks some of these people the same question within the window."""
    first = opens_on - timedelta(days=each.policy.window_days - 1)
    same = [wave for wave in waves.of_others_since(session, each.id, first) if asks_again(keys, wave)]
    asked = {person.id for person in people}
    found = next((wave for wave in reversed(same) if not asked.isdisjoint(_asked_by(session, wave))), None)
    return (
        _remembered(services, each, first, keys, asked) if found is None else Earlier(found.survey_id, found.opens_on)
    )


def _remembered(
    services: Services, each: Survey, first: date, question_keys: Sequence[str], people: set[str]
) -> Earlier | None:
    """Ask the key store: a restored database may have forgotten a wave, and with it whom it asked."""
    numbers = {number_of(key) for key in question_keys}
    same = [entry for entry in services.keys.asked_by_others(each.id, first) if not numbers.isdisjoint(entry.numbers)]
    tags = services.keys.tags(people) if same else frozenset()
    found = next((entry for entry in reversed(same) if not tags.isdisjoint(entry.people)), None)
    return None if found is None else Earlier(found.survey_id, found.opens_on)


def _asked_by(session: Session, wave: Wave) -> list[str]:
    """Name the people a wave asks; a planned one has not invited them yet."""
    if wave.state is WaveState.PLANNED:
        return [person.id for person in audience(session, survey.find(session, wave.survey_id), roster.load(session))]
    return invitations.people_of(session, wave.id)


def refuse_if_asked_too_recently(
    services: Services, session: Session, each: Survey, opens_on: date, people: list[Person]
) -> None:
    """Refuse to open a wave, and say from which day on it may."""
    keys = question_keys(services, session, each, waves.next_number(session, each.id))
    other = asked_too_recently(services, session, each, opens_on, people, keys)
    if other is not None:
        known = survey.find_or_none(session, other.survey_id)
        raise VorbildError(
            say(
                "“{other}” asked some of these people the same question on {day}. Within {count} days nobody is asked "
                "twice, so that nobody can be singled out; choose other people, or a day from {soonest} on.",
                other=say("a survey of before") if known is None else known.name,
                day=other.opens_on,
                count=each.policy.window_days,
                soonest=other.opens_on + timedelta(days=each.policy.window_days),
            )
        )
