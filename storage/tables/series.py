"""Cells as they were last shown, sealed."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class SeriesRow(SQLModel, table=True):
    """What is remembered of a cell to know a re-organisation, sealed under the application key: whom it asked, in tags."""

    __tablename__ = "series"
    survey_id: int = Field(primary_key=True, foreign_key="survey.id")
    place: str = Field(primary_key=True)
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
