"""The urn: sealed ballots of open waves (`privacy.md`, S2).

A person's slot is known only through the wave's key: it lets a ballot be replaced and tells who has not answered, to
the key's holder alone. Both boxes of a ballot have one size, whatever they hold. The statements are SQLAlchemy Core:
this is the one path that many people take in the same minute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Insert, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.sealing import SealingKey
from storage.tables import UrnRow


class Part(StrEnum):
    """What a box holds; scores and comment never share one. Whoever puts the pulse off has a box beside the ballot."""

    SCORES = "scores"
    COMMENT = "comment"
    POSTPONED = "postponed"


@dataclass(frozen=True)
class Place:
    """One of a person's places in a wave: scores have one for each instalment, the comment has one for the wave."""

    part: Part
    instalment: int = 1

    @property
    def name(self) -> str:
        """Name it, as the slot does."""
        return self.part if self.instalment == 1 else f"{self.part}/{self.instalment}"


COMMENT = Place(Part.COMMENT)


class Box(NamedTuple):
    """An opened box. `holder` numbers the people of one opening: it lives in memory only, and is no person's id."""

    place: Place
    holder: int
    plaintext: bytes


def scores(instalments: int = 1) -> list[Place]:
    """Give a person's places for scores in a wave of so many instalments."""
    return [Place(Part.SCORES, number) for number in range(1, instalments + 1)]


def put(session: Session, wave_id: int, key: SealingKey, person_id: str, plaintexts: Mapping[Place, bytes]) -> None:
    """Seal a ballot into the person's slots; an earlier one is replaced."""
    put_all(session, wave_id, key, {person_id: plaintexts})


def put_all(session: Session, wave_id: int, key: SealingKey, ballots: Mapping[str, Mapping[Place, bytes]]) -> None:
    """Seal several people's ballots, each into the slots of the person it is named by.

    They are written in the order of the slots, which is random: where a row lies tells neither whose it is nor what
    belongs together, and two processes never wait for each other in a circle.
    """
    plaintext_at = {
        key.slot(place.name, person_id): plaintext
        for person_id, plaintexts in ballots.items()
        for place, plaintext in plaintexts.items()
    }
    rows = [
        {"wave_id": wave_id, "slot": slot, "box": key.seal(plaintext_at[slot], slot)} for slot in sorted(plaintext_at)
    ]
    session.connection().execute(_SEALING[session.get_bind().dialect.name], rows)


def _replacing(insert: sqlite.Insert | postgresql.Insert) -> Insert:
    return insert.on_conflict_do_update(index_elements=["wave_id", "slot"], set_={"box": insert.excluded.box})


_SEALING = {"sqlite": _replacing(sqlite.insert(UrnRow)), "postgresql": _replacing(postgresql.insert(UrnRow))}


def held(
    session: Session, wave_id: int, key: SealingKey, person_id: str, places: Iterable[Place]
) -> dict[Place, bytes]:
    """Open what a person has sealed, to lay new answers over it; nobody else does so until this transaction ends."""
    _wait_for_others(session, key, person_id)
    slots = {key.slot(place.name, person_id): place for place in places}
    rows = session.execute(
        select(col(UrnRow.slot), col(UrnRow.box)).where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot).in_(slots))
    )
    return {slots[slot]: key.open(box, slot) for slot, box in rows}


def _wait_for_others(session: Session, key: SealingKey, person_id: str) -> None:
    """Let one person's submissions pass one by one. An advisory lock is in memory only; a row's would leave a trace."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(key.slot("turn", person_id)[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def withdraw(session: Session, wave_id: int, key: SealingKey, person_id: str, instalments: int = 1) -> bool:
    """Take a person's ballot out again; tell whether there was one."""
    return take_out(session, wave_id, key, person_id, [*scores(instalments), COMMENT])


def take_out(session: Session, wave_id: int, key: SealingKey, person_id: str, places: Iterable[Place]) -> bool:
    """Take out what lies in some of a person's places; tell whether there was anything."""
    slots = [key.slot(place.name, person_id) for place in places]
    ours = delete(UrnRow).where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot).in_(slots))
    return bool(session.scalars(ours.returning(col(UrnRow.wave_id))).all())


def read_part(session: Session, wave_id: int, key: SealingKey, person_id: str, part: Part) -> bytes | None:
    """Open one box of a person's ballot; None where there is none."""
    slot = key.slot(part, person_id)
    box = session.scalar(select(col(UrnRow.box)).where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot) == slot))
    return None if box is None else key.open(box, slot)


def answered(session: Session, wave_id: int, key: SealingKey, person_id: str, instalments: int = 1) -> set[int]:
    """Give the numbers of the instalments for which a person has a ballot in the open wave."""
    number_of = {key.slot(place.name, person_id): place.instalment for place in scores(instalments)}
    found = select(col(UrnRow.slot)).where(col(UrnRow.wave_id) == wave_id, col(UrnRow.slot).in_(number_of))
    return {number_of[slot] for slot in session.scalars(found)}


def has_ballot(session: Session, wave_id: int, key: SealingKey, person_id: str) -> bool:
    """Tell whether a person has a ballot in an open wave that asks everything at once."""
    return bool(answered(session, wave_id, key, person_id))


def open_boxes(
    session: Session, wave_id: int, key: SealingKey, person_ids: Sequence[str], instalments: int = 1
) -> Iterator[Box]:
    """Open every box of a wave, in the order of the slots, which is random.

    Only slots of invited people count: whatever else somebody may have written into the table is passed over.
    """
    places = [*scores(instalments), COMMENT]
    known = {
        key.slot(place.name, person): (place, holder) for holder, person in enumerate(person_ids) for place in places
    }
    rows = session.connection().execute(
        select(col(UrnRow.slot), col(UrnRow.box)).where(col(UrnRow.wave_id) == wave_id).order_by(col(UrnRow.slot)),
        execution_options={"yield_per": 1000},
    )
    for slot, box in rows:
        if (found := known.get(slot)) is not None:
            yield Box(*found, key.open(box, slot))


def empty(session: Session, wave_id: int) -> None:
    """Destroy all ballots of a wave."""
    session.execute(delete(UrnRow).where(col(UrnRow.wave_id) == wave_id))
