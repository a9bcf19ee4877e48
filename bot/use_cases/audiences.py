"""Keeping up with who is in the user groups and channels that surveys ask: Slack knows, we ask it again and again."""

from collections.abc import Iterable

from bot.services import Services
from storage import audiences, survey
from surveys.audiences import GroupRef
from surveys.survey import SurveyState


def wanted(services: Services) -> list[GroupRef]:
    """Name the groups that surveys ask which have not ended."""
    with services.database.reading() as session:
        running = [each for each in survey.all_of(session) if each.state is not SurveyState.ENDED]
    return list(dict.fromkeys(group for each in running for group in each.groups))


def note_members(services: Services, group: GroupRef, person_ids: Iterable[str]) -> None:
    """Note who is in a group now, but for those who were erased; open waves keep whom they invited."""
    there = set(person_ids)
    there -= services.keys.erased(there)
    with services.database.transaction() as session:
        audiences.replace(session, group, there)
