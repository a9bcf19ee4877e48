"""Waves in the database. A unique key per survey and date makes opening a wave safe to try from anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlmodel import Session, SQLModel, col

from storage.bulk import insert_many
from storage.database import insert_for
from storage.instalments import instalment_values, instalments_from
from storage.survey import policy_from, policy_values
from storage.tables import SurveyRow, WaveRow, WaveUnitRow
from surveys.reports import Organisation
from surveys.tree import UnitTree
from surveys.waves import Wave, WaveState, check_step

_WAVE = SQLModel.metadata.tables["wave"]


@dataclass(frozen=True)
class WaveUnit:
    """A unit as it stood when the wave opened, and how many of its leader's direct reports were invited."""

    unit_id: str
    name: str
    leader_id: str
    parent_id: str | None
    invited: int


def plan(session: Session, wave: Wave) -> Wave | None:
    """Claim a wave's date; None when another process, or an earlier try, has it already. The id given is ignored."""
    values = {
        "survey_id": wave.survey_id,
        "number": wave.number,
        "opens_on": wave.opens_on,
        "opens_at": wave.opens_at,
        "closes_at": wave.closes_at,
        "question_keys": list(wave.question_keys),
        "policy": policy_values(wave.policy),
        "state": wave.state,
        "weekly": instalment_values(wave.weekly),
        "kept_until": wave.kept_until,
    }
    claim = insert_for(session, WaveRow).values(values).on_conflict_do_nothing().returning(col(WaveRow.id))
    wave_id = session.scalar(claim)
    return None if wave_id is None else find(session, wave_id)


def find(session: Session, wave_id: int) -> Wave:
    """Give the wave with an id that the database itself handed out."""
    return _from_row(session.get_one(WaveRow, wave_id, populate_existing=True))


def find_or_none(session: Session, wave_id: int) -> Wave | None:
    """Give the wave with an id that came from outside."""
    row = session.get(WaveRow, wave_id)
    return None if row is None else _from_row(row)


def hold(session: Session, wave_id: int) -> Wave | None:
    """Give a wave and keep it from closing until this transaction ends."""
    row = session.execute(_HELD, {"wave": wave_id}).first()
    return None if row is None else _from_row(row)


_HELD = select(_WAVE).where(_WAVE.c.id == bindparam("wave")).with_for_update(read=True)


def take(session: Session, wave_id: int) -> Wave:
    """Give a wave, once all who hold it are done, and let nobody else take or hold it until this transaction ends."""
    return _from_row(session.get_one(WaveRow, wave_id, with_for_update=True, populate_existing=True))


def step(session: Session, wave: Wave, state: WaveState) -> None:
    """Move a wave on in its life, once all who hold it are done; of two that try, one is refused."""
    check_step(take(session, wave.id), state)
    session.execute(update(WaveRow).where(col(WaveRow.id) == wave.id).values(state=state))


def in_state(session: Session, *states: WaveState, survey_id: int | None = None) -> list[Wave]:
    """Give the waves in these states, oldest first."""
    statement = select(WaveRow).where(col(WaveRow.state).in_(states)).order_by(col(WaveRow.opens_at), col(WaveRow.id))
    if survey_id is not None:
        statement = statement.where(col(WaveRow.survey_id) == survey_id)
    return [_from_row(row) for row in session.scalars(statement)]


def of_survey(session: Session, survey_id: int) -> list[Wave]:
    """Give a survey's waves by number."""
    statement = select(WaveRow).where(col(WaveRow.survey_id) == survey_id).order_by(col(WaveRow.number))
    return [_from_row(row) for row in session.scalars(statement)]


def latest_counted(session: Session, unit_id: str) -> Wave | None:
    """Give the last counted wave that asked a unit, of whatever survey but check-ins; None before the first."""
    statement = (
        select(WaveRow)
        .join(WaveUnitRow, col(WaveUnitRow.wave_id) == col(WaveRow.id))
        .join(SurveyRow, col(SurveyRow.id) == col(WaveRow.survey_id))
        .where(col(SurveyRow.check_in).is_(None))
        .where(col(WaveUnitRow.unit_id) == unit_id, col(WaveRow.state).in_([WaveState.CLOSED, WaveState.REPORTED]))
        .order_by(col(WaveRow.closes_at).desc(), col(WaveRow.id).desc())
        .limit(1)
    )
    row = session.scalar(statement)
    return None if row is None else _from_row(row)


def next_number(session: Session, survey_id: int) -> int:
    """Count on from the survey's last wave."""
    return 1 + (session.scalar(select(func.max(WaveRow.number)).where(col(WaveRow.survey_id) == survey_id)) or 0)


def last_opening(session: Session, survey_id: int) -> date | None:
    """Give the local date on which the survey last opened a wave, void ones not counted."""
    counted = select(func.max(WaveRow.opens_on)).where(
        col(WaveRow.survey_id) == survey_id, col(WaveRow.state) != WaveState.VOID
    )
    last: date | None = session.scalar(counted)
    return last


def of_others_since(session: Session, survey_id: int, first: date) -> list[Wave]:
    """Give the waves that other surveys opened on or after a date, void ones not counted."""
    statement = select(WaveRow).where(
        col(WaveRow.survey_id) != survey_id,
        col(WaveRow.opens_on) >= first,
        col(WaveRow.state) != WaveState.VOID,
    )
    return [_from_row(row) for row in session.scalars(statement.order_by(col(WaveRow.opens_on)))]


def set_end(session: Session, wave: Wave, closes_at: datetime) -> None:
    """Bring a wave's end forward."""
    session.execute(update(WaveRow).where(col(WaveRow.id) == wave.id).values(closes_at=closes_at))


def keep_units(session: Session, wave_id: int, units: list[WaveUnit]) -> None:
    """Snapshot the organisation."""
    insert_many(session, WaveUnitRow, ({"wave_id": wave_id, **vars(unit)} for unit in units))


def units_of(session: Session, wave_id: int) -> list[WaveUnit]:
    """Read the snapshot back, by unit id."""
    units = (col(getattr(WaveUnitRow, each.name)) for each in fields(WaveUnit))
    rows = session.execute(select(*units).where(col(WaveUnitRow.wave_id) == wave_id).order_by(col(WaveUnitRow.unit_id)))
    return [WaveUnit(*row) for row in rows]


def unit_of(session: Session, wave_id: int, unit_id: str) -> WaveUnit | None:
    """Read one unit of the snapshot back."""
    row = session.get(WaveUnitRow, (wave_id, unit_id))
    return None if row is None else WaveUnit(row.unit_id, row.name, row.leader_id, row.parent_id, row.invited)


def organisation_of(session: Session, wave_id: int) -> Organisation:
    """Read the snapshot as names and tree."""
    rows = session.execute(
        select(*_SHAPE).where(col(WaveUnitRow.wave_id) == wave_id).order_by(col(WaveUnitRow.unit_id))
    )
    return _organisation(rows)


def around(session: Session, wave_id: int, unit_id: str) -> Organisation:
    """Read of the snapshot what stands beneath a unit, and what above it: fast where the unit is small.

    Of a root it is the whole snapshot, read without walking it.
    """
    in_wave = col(WaveUnitRow.wave_id) == wave_id
    unit = unit_of(session, wave_id, unit_id)
    if unit is not None and unit.parent_id is None:
        return organisation_of(session, wave_id)
    own = select(*_SHAPE).where(in_wave, col(WaveUnitRow.unit_id) == unit_id)
    beneath, above = own.cte(recursive=True), own.cte(recursive=True)
    beneath = beneath.union_all(select(*_SHAPE).where(in_wave, col(WaveUnitRow.parent_id) == beneath.c.unit_id))
    above = above.union_all(select(*_SHAPE).where(in_wave, col(WaveUnitRow.unit_id) == above.c.parent_id))
    return _organisation([*session.execute(select(above)), *session.execute(select(beneath))])


_SHAPE = (col(WaveUnitRow.unit_id), col(WaveUnitRow.name), col(WaveUnitRow.parent_id), col(WaveUnitRow.invited))


def _organisation(rows: Iterable[Any]) -> Organisation:
    units = list(rows)
    return Organisation(
        {id_: name for id_, name, _, _ in units},
        UnitTree({id_: parent for id_, _, parent, _ in units}),
        {id_: invited for id_, _, _, invited in units},
    )


def _from_row(row: WaveRow | Row[Any]) -> Wave:
    if row.id is None:
        raise ValueError("the wave is not stored yet")
    return Wave(
        id=row.id,
        survey_id=row.survey_id,
        number=row.number,
        opens_on=row.opens_on,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        question_keys=tuple(row.question_keys),
        policy=policy_from(row.policy),
        state=WaveState(row.state),
        weekly=instalments_from(row.weekly),
        kept_until=row.kept_until,
    )
