"""Waves, whom they ask, and the sealed ballots of the open ones."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_column, json_column, number_column


class WaveRow(SQLModel, table=True):
    """A wave. Unique by survey and local date: however many processes tick, it exists once.

    Its row stays for good, so that none is counted twice; its figures may be deleted after `kept_until`, which no
    statement changes.
    """

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("survey_id", "opens_on"), UniqueConstraint("survey_id", "number"))
    id: int | None = Field(default=None, sa_column=number_column())
    survey_id: int = Field(foreign_key="survey.id")
    number: int
    opens_on: date
    opens_at: datetime = Field(sa_column=instant_column())
    closes_at: datetime = Field(sa_column=instant_column())
    question_keys: list[str] = Field(sa_column=json_column())
    policy: dict[str, Any] = Field(sa_column=json_column())
    state: str = Field(index=True)
    weekly: list[dict[str, Any]] = Field(sa_column=json_column())
    kept_until: date = Field(sa_column_kwargs={"server_default": "9999-12-31"})


class WaveUnitRow(SQLModel, table=True):
    """The organisation as it stood when the wave opened."""

    __tablename__ = "wave_unit"
    __table_args__ = (Index("ix_wave_unit_parent", "wave_id", "parent_id"),)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    unit_id: str = Field(primary_key=True)
    name: str
    leader_id: str
    parent_id: str | None = None
    invited: int


class InvitationRow(SQLModel, table=True):
    """Person × wave: the state of delivery, never content. Nothing here changes because somebody answers."""

    __tablename__ = "invitation"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    person_id: str = Field(primary_key=True)
    unit_id: str
    channel_id: str | None = None
    message_ts: str | None = None


class UrnRow(SQLModel, table=True):
    """A sealed box in its slot. No rowid, no time, no person; both columns look random without the wave's key."""

    __tablename__ = "urn"
    __table_args__ = {"sqlite_with_rowid": False}
    wave_id: int = Field(primary_key=True)
    slot: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
