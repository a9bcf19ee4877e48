"""The pace of delivery."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_column


class PaceRow(SQLModel, table=True):
    """When the next message may go, for all processes together."""

    __tablename__ = "pace"
    name: str = Field(primary_key=True)
    next_at: datetime = Field(sa_column=instant_column())
