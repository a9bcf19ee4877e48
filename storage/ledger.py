"""The ledger: everything ever published, append-only; with the sealed gates all that remains of a closed wave."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from storage import commitments, instrument
from storage.bulk import insert_many
from storage.sealing import SealingKey
from storage.tables import GateRow, LedgerRow, ParticipationRow, SuppressionRow
from surveys.disclosure import (
    Cell,
    CellKind,
    Fresh,
    GateKey,
    Reason,
    Release,
    Released,
    ShareBand,
    SizeBand,
    Suppressed,
)
from surveys.gate import Event, Gate


def append(session: Session, wave_id: int, release: Release) -> None:
    """Write what a wave publishes, once."""
    insert_many(session, LedgerRow, (_released_values(wave_id, figure) for figure in release.released))
    insert_many(session, SuppressionRow, (_suppressed_values(wave_id, entry) for entry in release.suppressed))
    shares = ({"wave_id": wave_id, "unit_id": unit, "share": share} for unit, share in release.participation.items())
    insert_many(session, ParticipationRow, shares)
    if release.instrument is not None:
        instrument.append(session, wave_id, release.instrument)
    commitments.append_judged(session, wave_id, release.judged)


def of_wave(session: Session, wave_id: int) -> Release:
    """Read back what a wave published."""
    released = session.scalars(select(LedgerRow).where(col(LedgerRow.wave_id) == wave_id).order_by(col(LedgerRow.id)))
    suppressed = session.scalars(
        select(SuppressionRow).where(col(SuppressionRow.wave_id) == wave_id).order_by(col(SuppressionRow.id))
    )
    shares = session.scalars(select(ParticipationRow).where(col(ParticipationRow.wave_id) == wave_id))
    return Release(
        tuple(released_from(row) for row in released),
        tuple(suppressed_from(row) for row in suppressed),
        {row.unit_id: ShareBand(row.share) for row in shares},
        instrument.of_wave(session, wave_id),
        commitments.judged_in(session, wave_id),
    )


def gates(session: Session, survey_id: int, key: SealingKey) -> dict[GateKey, Gate]:
    """Open the remembered gates of a survey."""
    rows = session.execute(
        select(col(GateRow.cell_key), col(GateRow.question_key), col(GateRow.box)).where(
            col(GateRow.survey_id) == survey_id
        )
    )
    return {
        (cell_key, question_key): _gate(key.open(box, _place(survey_id, cell_key, question_key)))
        for cell_key, question_key, box in rows
    }


def keep_gates(session: Session, survey_id: int, key: SealingKey, gates: Mapping[GateKey, Gate]) -> None:
    """Seal the gates' new state over the old."""
    rows = (
        {
            "survey_id": survey_id,
            "cell_key": cell_key,
            "question_key": question_key,
            "box": key.seal(_gate_bytes(gate), _place(survey_id, cell_key, question_key)),
        }
        for (cell_key, question_key), gate in gates.items()
    )
    insert_many(session, GateRow, rows, "(survey_id, cell_key, question_key) DO UPDATE SET box = excluded.box")


def _released_values(wave_id: int, figure: Released) -> dict[str, object]:
    fresh = figure.fresh
    return {
        "wave_id": wave_id,
        "unit_id": figure.cell.unit_id,
        "kind": figure.cell.kind,
        "unit_ids": list(figure.cell.unit_ids),
        "series": figure.cell.series,
        "question_key": figure.question_key,
        "size": figure.size,
        "level": figure.level,
        "previous_level": figure.previous_level,
        "event": figure.event,
        "strong": figure.strong,
        "detectable": figure.detectable,
        "mean": fresh and fresh.mean,
        "low": fresh and fresh.low,
        "high": fresh and fresh.high,
        "favourable": fresh and fresh.favourable,
    }


def released_from(row: LedgerRow) -> Released:
    """Read a published figure."""
    fresh = None
    if row.mean is not None and row.low is not None and row.high is not None and row.favourable is not None:
        fresh = Fresh(row.mean, row.low, row.high, row.favourable)
    return Released(
        Cell(row.unit_id, CellKind(row.kind), tuple(row.unit_ids), row.series),
        row.question_key,
        SizeBand(row.size),
        row.level,
        row.previous_level,
        Event(row.event),
        row.strong,
        row.detectable,
        fresh,
    )


def _suppressed_values(wave_id: int, entry: Suppressed) -> dict[str, object]:
    cell = entry.counted_in
    return {
        "wave_id": wave_id,
        "unit_id": entry.unit_id,
        "question_key": entry.question_key,
        "reason": entry.reason,
        "counted_in_unit_id": cell and cell.unit_id,
        "counted_in_kind": cell and cell.kind,
        "counted_in_unit_ids": cell and list(cell.unit_ids),
    }


def suppressed_from(row: SuppressionRow) -> Suppressed:
    """Read why a figure was not published."""
    cell = None
    if row.counted_in_unit_id is not None and row.counted_in_kind is not None:
        cell = Cell(row.counted_in_unit_id, CellKind(row.counted_in_kind), tuple(row.counted_in_unit_ids or ()))
    return Suppressed(row.unit_id, row.question_key, Reason(row.reason), cell)


def _place(survey_id: int, cell_key: str, question_key: str) -> bytes:
    return f"gate/{survey_id}/{cell_key}/{question_key}".encode()


GATE_BYTES = 224


def _gate_bytes(gate: Gate) -> bytes:
    return json.dumps(vars(gate)).encode().ljust(GATE_BYTES)


def _gate(plaintext: bytes) -> Gate:
    state = json.loads(plaintext)
    window = _window(state)
    return Gate(**state, window=window)


def _window(state: dict[str, Any]) -> tuple[tuple[float, int], ...]:
    """Take the latest waves out of a gate's state; there was one of them, `previous`, when windows had two waves."""
    previous = state.pop("previous", None)
    waves = state.pop("window", [] if previous is None else [previous])
    return tuple((total, n) for total, n in waves)
