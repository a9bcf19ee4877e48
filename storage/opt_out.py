"""Who has opted out of messages about pulses: kept by tags, so that the database tells it to nobody."""

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.database import insert_for
from storage.sealing import SealingKey
from storage.tables import OptOutRow


def is_out(session: Session, key: SealingKey, person_id: str) -> bool:
    """Tell whether somebody has opted out."""
    return session.get(OptOutRow, _tag(key, person_id)) is not None


def keep(session: Session, key: SealingKey, person_id: str, *, out: bool) -> None:
    """Opt somebody out, or back in; again changes nothing."""
    tag = _tag(key, person_id)
    if out:
        session.execute(insert_for(session, OptOutRow).values(tag=tag).on_conflict_do_nothing())
    else:
        session.execute(delete(OptOutRow).where(col(OptOutRow.tag) == tag))


def _tag(key: SealingKey, person_id: str) -> bytes:
    return key.slot("opted out", person_id)
