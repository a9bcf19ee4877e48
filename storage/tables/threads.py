"""Anonymous threads beneath released comments."""

from datetime import date

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel


class ThreadRow(SQLModel, table=True):
    """The conversation that a receipt opens. `mark` is the receipt's HMAC under a pepper that the key store holds.

    It names a comment, never an author; what is withdrawn keeps the mark alone, to be told so.
    """

    __tablename__ = "thread"
    __table_args__ = {"sqlite_with_rowid": False}
    mark: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    wave_id: int = Field(foreign_key="wave.id", index=True)
    unit_id: str
    comment_id: str = Field(unique=True)
    state: str
    reported: bool = False


class ThreadEntryRow(SQLModel, table=True):
    """Something said in a thread, by either side: sealed under the thread's pepper, all of one size.

    The day is that of the batch with which it is seen, and the only time; ids are random.
    """

    __tablename__ = "thread_entry"
    __table_args__ = (Index("ix_thread_entry_batch", "pending", "appears_on"), {"sqlite_with_rowid": False})
    id: str = Field(primary_key=True)
    wave_id: int = Field(foreign_key="wave.id", index=True)
    comment_id: str = Field(index=True)
    appears_on: date
    pending: bool
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
