"""Released comments."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CommentRow(SQLModel, table=True):
    """A released comment: a random id, its cell and wave, nothing else."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_cell", "wave_id", "unit_id"), {"sqlite_with_rowid": False})
    id: str = Field(primary_key=True)
    wave_id: int = Field(foreign_key="wave.id")
    unit_id: str
    text: str
