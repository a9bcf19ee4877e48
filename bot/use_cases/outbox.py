"""The outbox as delivery uses it: each step its own short transaction.

What became of a message is noted only by whoever holds it: a worker that comes back after its lease changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import inviting, kinds, postponing, reporting, unreachable, voice_posts, working_time
from bot.use_cases.inviting import Place, SentFile
from storage import outbox, pace
from storage.outbox import Message, Owed
from storage.pace import Places

SWEEP_AFTER = timedelta(minutes=10)
_ROUNDS = 20


@dataclass(frozen=True)
class Batch:
    """Claimed messages, and when each may go: the first at `places.first`, the others one interval apart."""

    messages: list[Message]
    places: Places
    stopped: bool

    @property
    def no_place_yet(self) -> bool:
        """Tell whether others have taken all places for now."""
        return not self.places.count and not self.stopped


def claim(
    services: Services, most: int, interval: timedelta, moment: datetime, lease: timedelta = outbox.LEASE
) -> Batch:
    """Take messages that are due, as many as the shared pace has places for; none while delivery is stopped.

    `moment` is the machine's time, which alone the pace heeds.
    """
    with services.database.transaction() as session:
        stopped, found = pace.stopped(session), pace.places(session, moment, interval, most)
        messages = [] if stopped or not found.count else _for_people_at_work(services, session, found.count, lease)
        if messages:
            pace.take(session, found, len(messages))
        return Batch(messages, found, stopped)


def _for_people_at_work(services: Services, session: Session, most: int, lease: timedelta) -> list[Message]:
    """Claim messages; those whose reader is not at work now are put off, a limited number at once."""
    for _ in range(_ROUNDS):
        due = outbox.claim(session, services.clock(), most, lease)
        at_work = [message for message in due if not _waits(services, session, message)]
        if at_work or not due:
            return at_work
    return []


def _waits(services: Services, session: Session, message: Message) -> bool:
    return working_time.put_off(services, session, message) or postponing.put_off(services, session, message)


def sent(services: Services, message: Message, place: Place | SentFile | None) -> None:
    """Note a delivery and what follows from it, together: a kill in between would send again."""
    with services.database.transaction() as session:
        if not outbox.held(session, message):
            return
        if message.kind == kinds.POSTPONED:
            postponing.settle(services, session, message)
            return
        outbox.sent(session, message.id)
        if message.kind == kinds.REMINDER:
            outbox.level(session, message.id)
            return
        if isinstance(place, SentFile):
            outbox.enqueue(session, [_file_end(services, message, place)])
            return
        if place is not None and message.unsure:
            outbox.enqueue(session, [_sweep(message, place, services.clock())])
        if message.kind == kinds.INVITATION and place is not None:
            inviting.note_place(services, session, message.parameters, place)
        elif message.kind == kinds.TREND_POST:
            reporting.note_reported(session, message.parameters["wave_id"])
        elif message.kind == kinds.VOICE_POST and place is not None:
            voice_posts.note_place(session, message, place)


def retry(services: Services, message: Message, wait: timedelta) -> None:
    """Put a message back for later; one that may have arrived stays unsure."""
    with services.database.transaction() as session:
        if outbox.held(session, message):
            (outbox.unsure if message.unsure else outbox.retry)(session, message.id, services.clock() + wait)


def unsure(services: Services, message: Message, wait: timedelta) -> None:
    """Note that Slack may have a message, and that after a while somebody should look."""
    with services.database.transaction() as session:
        if outbox.held(session, message):
            outbox.unsure(session, message.id, services.clock() + wait)


def expired(services: Services, message: Message) -> None:
    """Note that a message that was looked for is not in Slack, and comes too late to be sent."""
    with services.database.transaction() as session:
        if outbox.held(session, message):
            outbox.expired(session, message.id)


def dead(services: Services, message: Message, remedy: str) -> None:
    """Give a message up, with Slack's error code; a post whose channel an admin can mend waits instead."""
    with services.database.transaction() as session:
        if not outbox.held(session, message):
            return
        if unreachable.can_wait(message, remedy):
            unreachable.wait(session, message, remedy, services.clock())
        else:
            outbox.dead(session, message.id, remedy)
            if message.kind == kinds.VOICE_POST:
                voice_posts.channel_lost(session, message, remedy, services.clock())


def patience(services: Services, moment: datetime) -> None:
    """Let no process send before a moment of the machine's time."""
    with services.database.transaction() as session:
        pace.wait_until(session, moment)


def stop_delivery(services: Services) -> None:
    """Send nothing more until told to go on."""
    with services.database.transaction() as session:
        pace.stop(session)


def resume_delivery(services: Services) -> bool:
    """Let delivery go on; tell whether it had been stopped."""
    with services.database.transaction() as session:
        return pace.resume(session)


def _file_end(services: Services, message: Message, sent_file: SentFile) -> Owed:
    """Owe the deletion of a file once it is old: whoever wants to keep it has saved it by then."""
    return Owed(
        key=f"{kinds.FILE_END}/{message.id}",
        kind=kinds.FILE_END,
        due_at=services.clock() + timedelta(days=services.retention.export_days),
        parameters={"file_id": sent_file.file_id},
    )


def _sweep(message: Message, place: Place, now: datetime) -> Owed:
    """Owe a second look, in case a lost request was only slow and its message arrived after all."""
    return Owed(
        key=f"{kinds.SWEEP}/{message.id}",
        kind=kinds.SWEEP,
        due_at=now + SWEEP_AFTER,
        parameters={
            "channel_id": place.channel_id,
            "message_id": message.id,
            "tried_at": message.tried_at.isoformat(),
        },
    )
