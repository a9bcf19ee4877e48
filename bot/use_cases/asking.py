"""Whom and what the next wave of a survey asks."""

from collections import Counter

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.questions import bank_of
from storage import audiences
from surveys.audiences import people_asked, sizes_asked
from surveys.questions import fixed_questionnaire, questionnaire
from surveys.roster import Person, Roster
from surveys.survey import Survey


def audience(session: Session, each: Survey, everyone: Roster) -> list[Person]:
    """Name the people a survey asks, as far as they have a leader to speak about."""
    if each.check_in is not None:
        return [person for person in everyone.members(each.check_in) if person.invitable]
    return people_asked(each.audience, each.groups, audiences.members(session, each.groups), everyone)


def sizes(session: Session, each: Survey, tree: Roster) -> Counter[str]:
    """Count the people a survey asks by unit, without reading them: `tree` needs units only."""
    known = audiences.sizes(session)
    if each.check_in is not None:
        return Counter({each.check_in: known.get(each.check_in, 0)})
    members = audiences.units_of_members(session, each.groups)
    return sizes_asked(each.audience, each.groups, members, known, tree)


def question_keys(services: Services, session: Session, each: Survey, number: int) -> tuple[str, ...]:
    """Name the questions of a survey's wave: its fixed set, or those whose turn it is."""
    bank = bank_of(services, session)
    asked = fixed_questionnaire(bank, each.questions) if each.questions else questionnaire(bank, number)
    return tuple(question.key for question in asked)
