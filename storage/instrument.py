"""What every wave told of the instrument itself, in the ledger."""

from sqlalchemy import insert, select
from sqlmodel import Session, col

from storage.tables import InstrumentRow, WaveRow
from surveys.figures import Instrument
from surveys.variance import Components


def append(session: Session, wave_id: int, told: Instrument) -> None:
    """Write what a wave tells, once."""
    session.execute(insert(InstrumentRow).values(wave_id=wave_id, **vars(told)))


def of_wave(session: Session, wave_id: int) -> Instrument | None:
    """Read it back; None where too few people answered."""
    row = session.get(InstrumentRow, wave_id)
    if row is None:
        return None
    return Instrument(row.wave_variance, row.answer_variance, row.alpha, row.icc1, row.icc2, row.rwg)


def components(session: Session, survey_id: int) -> list[Components]:
    """Read the gate's variance components as every wave of a survey fitted them, oldest first."""
    statement = (
        select(col(InstrumentRow.wave_variance), col(InstrumentRow.answer_variance))
        .join(WaveRow, col(WaveRow.id) == col(InstrumentRow.wave_id))
        .where(col(WaveRow.survey_id) == survey_id)
        .order_by(col(WaveRow.number))
    )
    return [Components(wave, answer) for wave, answer in session.execute(statement)]
