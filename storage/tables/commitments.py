"""Commitments of leaders, their history, and what their teams said of them.

Nothing in these tables comes from one respondent: leaders promise, the clock asks, and the close writes one word.
"""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import number_column


class CommitmentRow(SQLModel, table=True):
    """A commitment as it stands. A unit has one draft at the most."""

    __tablename__ = "commitment"
    __table_args__ = (
        Index("ix_commitment_unit", "unit_id"),
        Index(
            "ix_commitment_draft",
            "unit_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )
    id: int | None = Field(default=None, sa_column=number_column())
    unit_id: str
    holder_id: str
    text: str
    due_on: date
    state: str = Field(index=True)


class CommitmentEventRow(SQLModel, table=True):
    """A line of a commitment's visible history. Append-only."""

    __tablename__ = "commitment_event"
    id: int | None = Field(default=None, sa_column=number_column())
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    step: str
    person_id: str
    day: date
    text: str = ""


class CommitmentAskedRow(SQLModel, table=True):
    """A commitment that a wave asks its team about, frozen when the wave opens."""

    __tablename__ = "commitment_asked"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    commitment_id: int = Field(primary_key=True, foreign_key="commitment.id", index=True)


class JudgedRow(SQLModel, table=True):
    """The published word on a commitment. Append-only; there is one for each and never another."""

    __tablename__ = "ledger_judged"
    commitment_id: int = Field(primary_key=True, foreign_key="commitment.id")
    wave_id: int = Field(foreign_key="wave.id", index=True)
    unit_id: str = Field(index=True)
    outcome: str
