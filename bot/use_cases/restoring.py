"""What holds after a backup was restored: nothing is sent again, and no wave is counted twice.

The ballots of waves that were open are not in a backup. Such a wave may have closed since and been published; counted
again, it would publish a second figure of the same people within one window. So it is void.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.services import Services
from bot.use_cases import closing, erasure
from storage import deployment, journal, outbox, pace, waves
from surveys.journal import OPERATOR, Deed, Entry
from surveys.waves import Wave, WaveState


@dataclass(frozen=True)
class Settled:
    """The waves that were given up, and who was erased before but leads a unit in the backup."""

    given_up: list[Wave]
    still_leading: list[str]


def settle(services: Services, made_at: datetime) -> Settled:
    """Stop the delivery, give up the waves that were open, and erase again whoever was erased since the backup.

    Call it before anything else runs; after a kill, again: the mark of a half-finished restore goes last.
    """
    with services.database.transaction() as session:
        pace.stop(session)
        outbox.doubt(session, made_at)
        unfinished = waves.in_state(session, WaveState.OPEN)
    for wave in unfinished:
        closing.discard(services, wave, Entry(services.clock(), OPERATOR, Deed.WAVE_VOIDED, str(wave.number)))
    leading = erasure.erase_again(services)
    with services.database.transaction() as session:
        subject = made_at.strftime("%Y-%m-%d")
        journal.write(session, Entry(services.clock(), OPERATOR, Deed.BACKUP_RESTORED, subject))
        deployment.end_restoring(session)
    return Settled(unfinished, leading)
