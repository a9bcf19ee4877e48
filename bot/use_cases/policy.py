"""The policy of a survey: its threshold can be raised, nothing else can be changed, and all staff can read that it was."""

from bot.services import Services
from bot.use_cases import authoring
from bot.use_cases.roles import need_admin
from storage import journal, survey
from surveys.journal import Deed, Entry
from surveys.planning import Overview
from surveys.policy import raised
from surveys.settings import Setting


def raise_threshold(services: Services, actor_id: str, name: str, threshold: int) -> Overview:
    """Raise the least number of answers behind a figure, from the next wave on; an open wave keeps what it began with."""
    need_admin(services, actor_id, Deed.THRESHOLD_RAISED)
    survey_id = authoring.overview(services, actor_id, name).survey.id
    with services.database.transaction() as session:
        (each,) = (held for held in survey.hold_all(session) if held.id == survey_id)
        survey.set_policy(session, survey_id, raised(each.policy, threshold))
        details = {"changes": {Setting.THRESHOLD: [str(each.policy.threshold), str(threshold)]}}
        journal.write(session, Entry(services.clock(), actor_id, Deed.THRESHOLD_RAISED, each.name, details))
    return authoring.overview(services, actor_id, name)
