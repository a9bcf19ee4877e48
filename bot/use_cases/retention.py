"""The nightly forgetting, by the deadlines that `/pulse privacy` names."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services import Services
from storage import deployment, retention
from surveys.retention import FIGURE_MONTHS, months_after
from surveys.schedule import local_date

_TURN = "forgotten_on"


@dataclass(frozen=True)
class Forgotten:
    """How many rows were deleted; of figures how many waves."""

    invitations: int = 0
    messages: int = 0
    figures: int = 0
    commitments: int = 0
    records: int = 0
    people: int = 0


def forget_if_due(services: Services) -> Forgotten | None:
    """Delete what is past its time, once a day; of several processes one does it, the others get None."""
    now, keeps = services.clock(), services.retention
    today = local_date(now, services.time_zone)
    old = months_after(today, -FIGURE_MONTHS)
    with services.database.transaction() as session:
        if not deployment.take_turn(session, _TURN, today.isoformat()):
            return None
        forgotten = Forgotten(
            retention.forget_invitations(session, now - timedelta(days=keeps.invitation_days)),
            retention.forget_messages(session, now - timedelta(days=keeps.message_days)),
            retention.forget_figures(session, today),
            retention.forget_commitments(session, old - timedelta(days=1)),
            retention.forget_records(session, today - timedelta(days=keeps.record_days)),
            retention.forget_people(session),
        )
    services.keys.forget_asked(old)
    return forgotten
