"""Absences and the holidays of offices: they postpone messages and are used for nothing else."""

from datetime import date

from sqlmodel import Field, SQLModel


class AbsenceRow(SQLModel, table=True):
    """Days on which somebody is away; never why. Deleted when they are over."""

    __tablename__ = "absence"
    person_id: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    starts_on: date = Field(primary_key=True)
    ends_on: date


class OfficeRow(SQLModel, table=True):
    """An office, by its name in small letters, and the region whose holidays are kept there."""

    __tablename__ = "office"
    key: str = Field(primary_key=True)
    name: str
    region: str
