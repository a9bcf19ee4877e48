"""Leadership channels that cannot be posted to: the post waits, and every admin hears once what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from storage import outbox, roles, survey, waves
from storage.outbox import Message, Owed
from surveys.roles import Role
from surveys.waves import Wave

ARCHIVED = "is_archived"
UNIT_GONE = "unit_gone"
_NOT_THERE = {"not_in_channel", "channel_not_found"}
_MENDABLE = {ARCHIVED, *_NOT_THERE}
TRY_AGAIN = timedelta(hours=6)
_TRIES_MOST = 28 * 4
"""A window long; then the next wave's post is newer."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a channel: `code` is Slack's, or `UNIT_GONE`."""

    survey_name: str
    unit_name: str
    channel_id: str
    code: str


def can_wait(message: Message, code: str) -> bool:
    """Tell whether somebody can mend what keeps a trend post from its channel."""
    return message.kind == kinds.TREND_POST and code in _MENDABLE and message.attempts < _TRIES_MOST


def wait(session: Session, message: Message, code: str, now: datetime) -> None:
    """Try the post again later, and tell the admins, once for each channel and trouble."""
    outbox.retry(session, message.id, now + TRY_AGAIN, remedy=code)
    tell_admins(session, message.parameters["wave_id"], message.parameters["unit_id"], code, now)


def owed_posts(session: Session, wave: Wave, unit_ids: Iterable[str], now: datetime) -> list[Owed]:
    """Owe the trend post of each unit that a survey names a channel for; of one that is gone the admins hear instead."""
    channels, known = survey.find(session, wave.survey_id).channels, set(unit_ids)
    for unit_id in channels.keys() - known:
        tell_admins(session, wave.id, unit_id, UNIT_GONE, now)
    return [
        Owed(
            key=f"{kinds.TREND_POST}/{wave.id}/{unit_id}",
            kind=kinds.TREND_POST,
            due_at=now,
            parameters={"wave_id": wave.id, "unit_id": unit_id, "channel_id": channel_id},
        )
        for unit_id, channel_id in channels.items()
        if unit_id in known
    ]


def tell_admins(session: Session, wave_id: int, unit_id: str, code: str, now: datetime) -> None:
    """Owe every admin one message about a channel."""
    notices = [
        Owed(
            key=f"{kinds.CHANNEL_NOTICE}/{wave_id}/{unit_id}/{code}/{admin.person_id}",
            kind=kinds.CHANNEL_NOTICE,
            due_at=now,
            parameters={"person_id": admin.person_id, "wave_id": wave_id, "unit_id": unit_id, "code": code},
        )
        for admin in roles.of(session, Role.ADMIN)
    ]
    outbox.enqueue(session, notices)


def trouble(services: Services, wave_id: int, unit_id: str, code: str) -> Trouble:
    """Say which survey, unit and channel a notice is about."""
    with services.database.reading() as session:
        each = survey.find(session, waves.find(session, wave_id).survey_id)
        names = waves.organisation_of(session, wave_id).names
        return Trouble(each.name, names.get(unit_id, unit_id), each.channels.get(unit_id, ""), code)
