"""Instalments in the database: laid out with their wave, and where the later ones' messages are in Slack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from storage.invitations import Invitation
from storage.tables import InstalmentMessageRow
from surveys.instalments import Instalment


def instalment_values(weekly: Iterable[Instalment]) -> list[dict[str, Any]]:
    """Lay instalments out for storage, in their order."""
    return [{"opens_at": each.opens_at.isoformat(), "question_keys": list(each.question_keys)} for each in weekly]


def instalments_from(values: Sequence[Mapping[str, Any]]) -> tuple[Instalment, ...]:
    """Read instalments back."""
    return tuple(
        Instalment(number, datetime.fromisoformat(each["opens_at"]), tuple(each["question_keys"]))
        for number, each in enumerate(values, start=1)
    )


def delivered(session: Session, invitation: Invitation, instalment: int, channel_id: str, message_ts: str) -> None:
    """Remember where the message of a later instalment is, so that it too can say at close that the pulse is closed."""
    session.merge(
        InstalmentMessageRow(
            wave_id=invitation.wave_id,
            person_id=invitation.person_id,
            instalment=instalment,
            channel_id=channel_id,
            message_ts=message_ts,
        )
    )


def messages_of(session: Session, wave_id: int) -> list[tuple[str, int]]:
    """Name the delivered messages of a wave's later instalments: person id and number, in that order."""
    columns = col(InstalmentMessageRow.person_id), col(InstalmentMessageRow.instalment)
    rows = session.execute(select(*columns).where(col(InstalmentMessageRow.wave_id) == wave_id).order_by(*columns))
    return [(person_id, number) for person_id, number in rows]


def place_of(session: Session, wave_id: int, person_id: str, instalment: int) -> tuple[str, str] | None:
    """Give channel and ts of the message of a later instalment."""
    row = session.get(InstalmentMessageRow, (wave_id, person_id, instalment))
    return None if row is None else (row.channel_id, row.message_ts)
