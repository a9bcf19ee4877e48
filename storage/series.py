"""Series in the database: what is remembered of each cell, sealed, so that the next wave knows a re-organisation."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from storage import invitations, waves
from storage.bulk import insert_many
from storage.sealing import SealingKey
from storage.tables import SeriesRow
from surveys.series import Remembered, Running
from surveys.waves import Wave

_TAG_BYTES = 8
_NUMBER_BYTES = 4


def running(session: Session, wave: Wave, key: SealingKey) -> Running:
    """Give what a closing wave numbers its series by: whom it asked about which leader, and what is remembered."""
    leader_of = {unit.unit_id: unit.leader_id for unit in waves.units_of(session, wave.id)}
    pairs = {
        unit_id: frozenset(key.slot("asked", person_id, leader_of[unit_id])[:_TAG_BYTES] for person_id in people)
        for unit_id, people in invitations.members_of(session, wave.id).items()
    }
    return Running(wave.number, pairs, _remembered(session, wave.survey_id, key))


def keep(session: Session, survey_id: int, key: SealingKey, shown: Mapping[str, Remembered]) -> None:
    """Seal what is remembered of the cells that were shown over what was remembered before."""
    rows = (
        {"survey_id": survey_id, "place": place, "box": key.seal(_bytes(one), _place(survey_id, place))}
        for place, one in shown.items()
    )
    insert_many(session, SeriesRow, rows, "(survey_id, place) DO UPDATE SET box = excluded.box")


def _remembered(session: Session, survey_id: int, key: SealingKey) -> dict[str, Remembered]:
    rows = session.scalars(select(SeriesRow).where(col(SeriesRow.survey_id) == survey_id))
    return {row.place: _from_bytes(key.open(row.box, _place(survey_id, row.place))) for row in rows}


def _place(survey_id: int, place: str) -> bytes:
    return f"series/{survey_id}/{place}".encode()


def _bytes(one: Remembered) -> bytes:
    numbers = (number.to_bytes(_NUMBER_BYTES, "big") for number in (one.series, one.begun))
    return b"".join([*numbers, *sorted(one.pairs)])


def _from_bytes(plaintext: bytes) -> Remembered:
    start = 2 * _NUMBER_BYTES
    series, begun = plaintext[:_NUMBER_BYTES], plaintext[_NUMBER_BYTES:start]
    tags = frozenset(plaintext[at : at + _TAG_BYTES] for at in range(start, len(plaintext), _TAG_BYTES))
    return Remembered(int.from_bytes(series, "big"), int.from_bytes(begun, "big"), tags)
