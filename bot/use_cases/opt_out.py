"""Opting out of all messages about pulses, and back in. Nobody is told, and nothing shows it: no count, no journal.

Whoever has opted out is asked like everybody: they have an invitation, can answer in the Home tab, and count in the
participation. Their messages are owed like everybody's too, and only at sending nothing is sent.
"""

from bot.services import Services
from storage import opt_out


def set_out(services: Services, person_id: str, *, out: bool) -> None:
    """Opt out or back in; again changes nothing."""
    with services.database.transaction() as session:
        opt_out.keep(session, services.keys.settings, person_id, out=out)


def is_out(services: Services, person_id: str) -> bool:
    """Tell whether somebody has opted out."""
    with services.database.reading() as session:
        return opt_out.is_out(session, services.keys.settings, person_id)
