"""One unit's part of the ledger: what its report is composed from, read without the rest of the organisation.

Who stands in a cell is read only where a report needs it: at the top that is a list of the whole organisation, for every
question of every wave.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from storage import instrument
from storage.ledger import released_from, suppressed_from
from storage.tables import LedgerRow, ParticipationRow, SuppressionRow, WaveRow
from surveys.cells import Cell, CellKind
from surveys.figures import Fresh, Reason, Release, Released, ShareBand, SizeBand, Suppressed
from surveys.gate import Event
from surveys.tree import UnitTree
from surveys.trends import Published

_NAMED_MOST = 500
"""Ids named in one statement; a wider unit reads the whole wave's cells and leaves out what is not beneath it."""

_PLAIN = tuple(
    col(column)
    for column in (
        LedgerRow.unit_id,
        LedgerRow.kind,
        LedgerRow.question_key,
        LedgerRow.size,
        LedgerRow.level,
        LedgerRow.previous_level,
        LedgerRow.event,
        LedgerRow.strong,
        LedgerRow.detectable,
        LedgerRow.series,
    )
)
_FRESH = tuple(
    col(column) for column in (LedgerRow.unit_ids, LedgerRow.mean, LedgerRow.low, LedgerRow.high, LedgerRow.favourable)
)


@dataclass(frozen=True)
class Part:
    """A unit's part of what a wave published, and the units whose figures may speak for it: itself, and its pool's."""

    release: Release
    places: frozenset[str]


def part_of(session: Session, wave_id: int, unit_id: str, overall_key: str, tree: UnitTree) -> Part:
    """Read everything a wave published at a unit, and where it is counted with others; beneath it, what levels need.

    Beneath, these are the cells of the overall question, sure events, and the overall figures not shown.
    """
    beneath = set(tree.beneath(unit_id))
    hidden = _hidden(session, wave_id, unit_id, overall_key, beneath)
    places = frozenset({unit_id} | {entry.counted_in.unit_id for entry in hidden if entry.counted_in} - beneath)
    own = select(LedgerRow).where(col(LedgerRow.wave_id) == wave_id, col(LedgerRow.unit_id).in_(places))
    here = [released_from(row) for row in session.scalars(own.order_by(col(LedgerRow.id)))]
    share = session.get(ParticipationRow, (wave_id, unit_id))
    release = Release(
        (*here, *_beneath(session, wave_id, overall_key, beneath - places)),
        tuple(hidden),
        {} if share is None else {unit_id: ShareBand(share.share)},
        instrument.of_wave(session, wave_id),
    )
    return Part(release, places)


def history(session: Session, survey_id: int, unit_ids: Iterable[str], until_wave: int) -> list[Published]:
    """Read the published figures of some units up to a wave, oldest first; cells of levels are named, not listed."""
    numbered = select(col(WaveRow.id), col(WaveRow.number), col(WaveRow.closes_at)).where(
        col(WaveRow.survey_id) == survey_id, col(WaveRow.number) <= until_wave
    )
    waves = {id_: (number, closes_at.astimezone(UTC).date()) for id_, number, closes_at in session.execute(numbered)}
    here = and_(col(LedgerRow.wave_id).in_(waves), col(LedgerRow.unit_id).in_(list(unit_ids)))
    levels = session.execute(select(col(LedgerRow.wave_id), *_PLAIN).where(here, col(LedgerRow.level).is_not(None)))
    own = select(col(LedgerRow.wave_id), *_PLAIN, *_FRESH).where(here, col(LedgerRow.kind) == CellKind.LARGE)
    published = [Published(*waves[id_], _plain(row)) for id_, *row in levels]
    for id_, *row, inside, mean, low, high, favourable in session.execute(own):
        fresh = None if mean is None else Fresh(mean, low, high, favourable)
        published.append(Published(*waves[id_], _plain(row, tuple(inside), fresh)))
    return sorted(published, key=lambda entry: entry.wave_number)


def _beneath(session: Session, wave_id: int, overall_key: str, unit_ids: set[str]) -> Iterator[Released]:
    """Read what levels of leaders are told from: overall figures of cells, and sure events of any question."""
    here = and_(col(LedgerRow.wave_id) == wave_id, _within(LedgerRow, unit_ids))
    kind, overall = col(LedgerRow.kind), col(LedgerRow.question_key) == overall_key
    teams = select(*_PLAIN).where(here, overall, kind == CellKind.TEAM)
    pools = select(*_PLAIN, col(LedgerRow.unit_ids)).where(here, overall, kind == CellKind.POOL)
    sure = select(*_PLAIN).where(here, col(LedgerRow.strong), or_(kind != CellKind.TEAM, ~overall))
    yield from (_plain(row) for row in session.execute(teams) if row[0] in unit_ids)
    yield from (_plain(row, tuple(inside)) for *row, inside in session.execute(pools) if row[0] in unit_ids)
    yield from (_plain(row) for row in session.execute(sure) if row[0] in unit_ids)


_SIZES = {size.value: size for size in SizeBand}
_EVENTS = {event.value: event for event in Event}
_KINDS = {kind.value: kind for kind in CellKind}


def _plain(row: Any, unit_ids: tuple[str, ...] = (), fresh: Fresh | None = None) -> Released:
    """Read a figure; a team's cell is its unit, of other cells the people are known only if they are given."""
    unit_id, kind, key, size, level, previous, event, strong, detectable, series = row
    cell = Cell(unit_id, _KINDS[kind], (unit_id,) if kind == CellKind.TEAM else unit_ids, series)
    return Released(cell, key, _SIZES[size], level, previous, _EVENTS[event], strong, detectable, fresh)


def _hidden(session: Session, wave_id: int, unit_id: str, overall_key: str, beneath: set[str]) -> list[Suppressed]:
    """Read why figures are not shown: all at the unit, the overall ones beneath it.

    Where a narrow unit is counted with others, the cell is read whole, for it speaks for the unit.
    """
    table, in_wave = SuppressionRow, col(SuppressionRow.wave_id) == wave_id
    overall = and_(col(table.question_key) == overall_key, _within(table, beneath))
    if len(beneath) <= _NAMED_MOST:
        whole = select(table).where(in_wave, or_(col(table.unit_id) == unit_id, overall)).order_by(col(table.id))
        return [suppressed_from(row) for row in session.scalars(whole)]
    columns = (table.unit_id, table.question_key, table.reason, table.counted_in_unit_id, table.counted_in_kind)
    rows = session.execute(select(*map(col, columns)).where(in_wave, overall))
    return [
        Suppressed(unit, key, Reason(reason), None if place is None else Cell(place, CellKind(kind), ()))
        for unit, key, reason, place, kind in rows
        if unit in beneath
    ]


def _within(table: type[LedgerRow] | type[SuppressionRow], unit_ids: set[str]) -> ColumnElement[bool]:
    return col(table.unit_id).in_(unit_ids) if len(unit_ids) <= _NAMED_MOST else col(table.wave_id).is_not(None)
