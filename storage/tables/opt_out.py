"""Who wants no messages about pulses."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class OptOutRow(SQLModel, table=True):
    """Somebody who has opted out, by a tag that only VORBILD_SECRET makes of them. No person, no time, no rowid."""

    __tablename__ = "opt_out"
    __table_args__ = {"sqlite_with_rowid": False}
    tag: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
