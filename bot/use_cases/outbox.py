"""The outbox as delivery uses it: each step its own short transaction."""

from datetime import timedelta

from bot.services import Services
from bot.use_cases import inviting, kinds, reporting
from bot.use_cases.inviting import Place
from storage import outbox
from storage.outbox import Message


def claim(services: Services, limit: int) -> list[Message]:
    """Take messages that are due."""
    with services.database.transaction() as session:
        return outbox.claim(session, services.clock(), limit)


def sent(services: Services, message: Message, place: Place | None) -> None:
    """Note a delivery and what follows from it, together: a kill in between would send again."""
    with services.database.transaction() as session:
        outbox.sent(session, message.id)
        if message.kind == kinds.INVITATION and place is not None:
            inviting.note_place(
                services, session, message.parameters["wave_id"], message.parameters["person_id"], place
            )
        elif message.kind == kinds.TREND_POST:
            reporting.note_reported(session, message.parameters["wave_id"])


def retry(services: Services, message_id: str, wait: timedelta) -> None:
    """Put a message back for later."""
    with services.database.transaction() as session:
        outbox.retry(session, message_id, services.clock() + wait)


def dead(services: Services, message_id: str, remedy: str) -> None:
    """Give a message up, with Slack's error code."""
    with services.database.transaction() as session:
        outbox.dead(session, message_id, remedy)
