"""Interview sheets; the candidate is a code, and all of it is deleted after thirty days."""

from datetime import date
from typing import Any

from sqlmodel import Field, SQLModel

from storage.tables.columns import json_column


class InterviewRow(SQLModel, table=True):
    """Who asked whom for a sheet on a candidate."""

    __tablename__ = "interview"
    code: str = Field(primary_key=True)
    asker_id: str
    asked: list[str] = Field(sa_column=json_column())
    opened_on: date
    closed: bool = False


class SheetRow(SQLModel, table=True):
    """What one interviewer saw, with their name: this is no anonymous survey, and the form says so."""

    __tablename__ = "interview_sheet"
    code: str = Field(primary_key=True, foreign_key="interview.code")
    person_id: str = Field(primary_key=True)
    points: dict[str, Any] = Field(sa_column=json_column())
    note: str
