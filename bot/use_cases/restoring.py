"""What holds after a backup was restored: nothing is sent again, and no wave is counted twice.

The ballots of waves that were open are not in a backup. Such a wave may have closed since and been published; counted
again, it would publish a second figure of the same people within one window. So it is void.
"""

from datetime import datetime

from bot.services import Services
from bot.use_cases import closing
from storage import journal, outbox, pace, waves
from surveys.journal import OPERATOR, Deed, Entry
from surveys.waves import Wave, WaveState


def settle(services: Services, made_at: datetime) -> list[Wave]:
    """Stop the delivery, give up the waves that were open, and give them; call it before anything else runs."""
    with services.database.transaction() as session:
        pace.stop(session)
        unfinished = waves.in_state(session, WaveState.OPEN)
        subject = made_at.strftime("%Y-%m-%d")
        journal.write(session, Entry(services.clock(), OPERATOR, Deed.BACKUP_RESTORED, subject))
    for wave in unfinished:
        closing.discard(services, wave, Entry(services.clock(), OPERATOR, Deed.WAVE_VOIDED, str(wave.number)))
    with services.database.transaction() as session:
        outbox.doubt(session, made_at)
    return unfinished
