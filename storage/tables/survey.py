"""Surveys."""

from datetime import date, time
from typing import Any

from sqlmodel import Field, SQLModel

from storage.tables.columns import json_column, number_column


class SurveyRow(SQLModel, table=True):
    """A survey as an admin set it up; `cadence` is in words, as in `surveys.schedule`."""

    __tablename__ = "survey"
    id: int | None = Field(default=None, sa_column=number_column())
    name: str = Field(unique=True)
    cadence: str
    opens: time
    days_open: int
    starts_on: date
    channels: dict[str, str] = Field(sa_column=json_column())
    languages: list[str] = Field(sa_column=json_column())
    audience: list[str] = Field(sa_column=json_column())
    policy: dict[str, Any] = Field(sa_column=json_column())
    state: str
    time_zone: str
    groups: list[str] = Field(sa_column=json_column())
    questions: list[int] = Field(sa_column=json_column())
    reminder: bool = False
    version: int = 1
    working_days: list[int] = Field(sa_column=json_column())
    working_begins: time
    working_ends: time
    weekly: bool = False
    check_in: str | None = None


class GroupMemberRow(SQLModel, table=True):
    """Somebody in a user group or channel that a survey asks, as Slack last told."""

    __tablename__ = "group_member"
    group: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
