"""Messages owed to Slack."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import Instant, instant_column, json_column


class OutboxRow(SQLModel, table=True):
    """A message owed to Slack: kind and parameters, never rendered text. `marker` is opaque and travels with it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"), Index("ix_outbox_lease", "state", "lease_until"))
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    kind: str
    parameters: dict[str, Any] = Field(sa_column=json_column())
    wave_id: int | None = Field(default=None, index=True)
    due_at: datetime = Field(sa_column=instant_column())
    expires_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    state: str
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    tried_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    remedy: str | None = None
