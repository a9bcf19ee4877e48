"""Showing an admin what an employee will get; nothing is stored but the message that is owed."""

import secrets

from bot.services import Services
from bot.use_cases import authoring, kinds
from bot.use_cases.asking import question_keys
from bot.use_cases.questions import bank_of
from bot.use_cases.roles import need_admin
from storage import outbox, survey, waves
from storage.outbox import Owed
from surveys.errors import VorbildError, say
from surveys.schedule import local_date
from surveys.waves import OpenPulse, closing


def owe(services: Services, actor_id: str, name: str) -> str:
    """Owe an admin the preview of a survey; give its name."""
    need_admin(services, actor_id)
    with services.database.transaction() as session:
        each = authoring.named(session, name)
        owed = Owed(
            key=f"{kinds.PREVIEW}/{each.id}/{secrets.token_hex(8)}",
            kind=kinds.PREVIEW,
            due_at=services.clock(),
            parameters={"person_id": actor_id, "survey_id": each.id},
        )
        outbox.enqueue(session, [owed])
        return each.name


def pulse(services: Services, actor_id: str, survey_id: int) -> OpenPulse:
    """Give the next wave of a survey as an employee would meet it if it opened today."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        each = survey.find_or_none(session, survey_id)
        if each is None:
            raise VorbildError(say("This survey does not exist any more. Nothing was stored."))
        keys = question_keys(services, session, each, waves.next_number(session, each.id))
        bank = bank_of(services, session)
    questions = tuple(bank.by_key(key) for key in keys)
    return OpenPulse(0, each.name, questions, closing(each, local_date(services.clock(), each.time_zone)))
