"""Rosters that wait for an admin's confirmation."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_column


class ProposalRow(SQLModel, table=True):
    """A roster that waits for a click, compressed; deleted when it is confirmed or discarded, or a day old."""

    __tablename__ = "roster_proposal"
    id: str = Field(primary_key=True)
    made_by: str
    made_at: datetime = Field(sa_column=instant_column())
    origin: str
    base: str
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
