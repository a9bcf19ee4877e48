"""The urn: sealed ballots of open waves (`privacy.md`, S2).

A person's slot is known only through the wave's key: it lets a ballot be replaced and tells who has not answered, to
the key's holder alone. Both boxes of a ballot have one size, whatever they hold. The statements are SQLAlchemy Core:
this is the one path that many people take in the same minute.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from sqlalchemy import delete, exists, select
from sqlmodel import Session, col

from storage.database import insert_for
from storage.sealing import SealingKey
from storage.tables import UrnRow


class Part(StrEnum):
    """What a box holds; scores and comment never share one."""

    SCORES = "scores"
    COMMENT = "comment"


def put(session: Session, wave_id: int, key: SealingKey, person_id: str, plaintexts: dict[Part, bytes]) -> None:
    """Seal a ballot into the person's slots; an earlier one is replaced."""
    insert = insert_for(session, UrnRow)
    rows = [
        {"wave_id": wave_id, "slot": (slot := key.slot(part, person_id)), "box": key.seal(plaintext, slot)}
        for part, plaintext in plaintexts.items()
    ]
    statement = insert.on_conflict_do_update(index_elements=["wave_id", "slot"], set_={"box": insert.excluded.box})
    session.connection().execute(statement, rows)


def withdraw(session: Session, wave_id: int, key: SealingKey, person_id: str) -> bool:
    """Take a person's ballot out again; tell whether there was one."""
    slots = [key.slot(part, person_id) for part in Part]
    ours = delete(UrnRow).where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot).in_(slots))
    return bool(session.scalars(ours.returning(col(UrnRow.wave_id))).all())


def read_part(session: Session, wave_id: int, key: SealingKey, person_id: str, part: Part) -> bytes | None:
    """Open one box of a person's ballot; None where there is none."""
    slot = key.slot(part, person_id)
    box = session.scalar(select(col(UrnRow.box)).where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot) == slot))
    return None if box is None else key.open(box, slot)


def has_ballot(session: Session, wave_id: int, key: SealingKey, person_id: str) -> bool:
    """Tell whether a person has a ballot in the open wave."""
    slot = key.slot(Part.SCORES, person_id)
    return bool(session.scalar(select(exists().where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot) == slot))))


def open_boxes(
    session: Session, wave_id: int, key: SealingKey, person_ids: Sequence[str]
) -> Iterator[tuple[Part, bytes]]:
    """Open every box of a wave, in the order of the slots, which is random.

    Only slots of invited people count: whatever else somebody may have written into the table is passed over.
    """
    part_of = {key.slot(part, person_id): part for person_id in person_ids for part in Part}
    rows = session.connection().execute(
        select(col(UrnRow.slot), col(UrnRow.box)).where(col(UrnRow.wave_id) == wave_id).order_by(col(UrnRow.slot)),
        execution_options={"yield_per": 1000},
    )
    for slot, box in rows:
        if (part := part_of.get(slot)) is not None:
            yield part, key.open(box, slot)


def empty(session: Session, wave_id: int) -> None:
    """Destroy all ballots of a wave."""
    session.execute(delete(UrnRow).where(col(UrnRow.wave_id) == wave_id))
