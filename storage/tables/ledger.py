"""Everything ever published, and the sealed gates."""

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import json_column, number_column


class GateRow(SQLModel, table=True):
    """What the gate remembers of a cell and question, sealed under the application key."""

    __tablename__ = "gate"
    survey_id: int = Field(primary_key=True)
    cell_key: str = Field(primary_key=True)
    question_key: str = Field(primary_key=True)
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LedgerRow(SQLModel, table=True):
    """A published figure. Append-only: triggers refuse UPDATE and DELETE."""

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("wave_id", "unit_id", "kind", "question_key"),
        Index("ix_ledger_level", "wave_id", "question_key", "kind"),
        Index("ix_ledger_sure", "wave_id", sqlite_where=text("strong = 1"), postgresql_where=text("strong")),
    )
    id: int | None = Field(default=None, sa_column=number_column())
    wave_id: int = Field(foreign_key="wave.id")
    unit_id: str
    kind: str
    unit_ids: list[str] = Field(sa_column=json_column())
    series: int = 1
    question_key: str
    size: str
    level: float | None = None
    previous_level: float | None = None
    event: str
    strong: bool
    detectable: float | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    favourable: int | None = None


class SuppressionRow(SQLModel, table=True):
    """A figure that was not published, and why. Append-only."""

    __tablename__ = "ledger_suppression"
    __table_args__ = (
        UniqueConstraint("wave_id", "unit_id", "question_key", "reason"),
        Index("ix_ledger_suppression_question", "wave_id", "question_key"),
    )
    id: int | None = Field(default=None, sa_column=number_column())
    wave_id: int = Field(foreign_key="wave.id")
    unit_id: str
    question_key: str
    reason: str
    counted_in_unit_id: str | None = None
    counted_in_kind: str | None = None
    counted_in_unit_ids: list[str] | None = Field(default=None, sa_column=Column(JSON))


class ParticipationRow(SQLModel, table=True):
    """A published participation band. Append-only."""

    __tablename__ = "ledger_participation"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    unit_id: str = Field(primary_key=True)
    share: str


class InstrumentRow(SQLModel, table=True):
    """What a wave told of the instrument itself, over 100 people or more. Append-only."""

    __tablename__ = "ledger_instrument"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    wave_variance: float
    answer_variance: float
    alpha: float | None = None
    icc1: float | None = None
    icc2: float | None = None
    rwg: float | None = None
