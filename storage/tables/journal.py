"""Changes of settings."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_column, json_column, number_column


class JournalRow(SQLModel, table=True):
    """A change of settings: who, when, what. Never content."""

    __tablename__ = "journal"
    id: int | None = Field(default=None, sa_column=number_column())
    at: datetime = Field(sa_column=instant_column())
    actor_id: str
    action: str
    subject: str
    details: dict[str, Any] = Field(sa_column=json_column())
