"""The nightly forgetting, by the deadlines that `/pulse privacy` names."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services import Services
from storage import deployment, retention
from surveys.schedule import local_date

_TURN = "forgotten_on"


@dataclass(frozen=True)
class Forgotten:
    """How many rows were deleted."""

    invitations: int
    messages: int
    people: int


def forget_if_due(services: Services) -> Forgotten | None:
    """Delete what is past its time, once a day; of several processes one does it, the others get None."""
    now, keeps = services.clock(), services.retention
    today = local_date(now, services.time_zone).isoformat()
    with services.database.transaction() as session:
        if not deployment.take_turn(session, _TURN, today):
            return None
        return Forgotten(
            retention.forget_invitations(session, now - timedelta(days=keeps.invitation_days)),
            retention.forget_messages(session, now - timedelta(days=keeps.message_days)),
            retention.forget_people(session),
        )
