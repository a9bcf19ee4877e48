"""Clearing: between a wave's close and its first post the auditor looks for what the close may have left.

It must be quick, for it runs at every close: rows by their key, the key store whole, files up to `QUICK_BYTES`; the
command reads larger ones. Once a post is out the wave counts as cleared.
"""

from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.closing import destroy_spent_keys
from storage import outbox, remnants, roles, waves
from storage.outbox import Owed
from storage.remnants import QUICK_BYTES, Remnant
from surveys.roles import Role
from surveys.waves import Wave, WaveState


def cleared(services: Services, wave_id: int) -> bool:
    """Tell whether a wave's posts may go out. Where something is left, wipe again; if it stays, tell every admin once."""
    with services.database.reading() as session:
        wave = waves.find(session, wave_id)
    if wave.state is WaveState.REPORTED:
        return True
    destroy_spent_keys(services)
    left = _left(services, wave)
    if left:
        services.database.forget_remnants()
        services.keys.database.forget_remnants()
        left = _left(services, wave)
    if left:
        _tell_admins(services, wave, left[0])
    return not left


def _left(services: Services, wave: Wave) -> list[Remnant]:
    return remnants.remnants(services.database, services.keys.database, [wave.id], QUICK_BYTES)


def _tell_admins(services: Services, wave: Wave, found: Remnant) -> None:
    with services.database.transaction() as session:
        notices = [
            Owed(
                key=f"{kinds.REMNANT_NOTICE}/{wave.id}/{admin.person_id}",
                kind=kinds.REMNANT_NOTICE,
                due_at=services.clock(),
                parameters={"person_id": admin.person_id, "wave_number": wave.number, "place": found.place},
            )
            for admin in roles.of(session, Role.ADMIN)
        ]
        outbox.enqueue(session, notices)
