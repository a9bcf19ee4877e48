"""Questions that admins wrote."""

from sqlmodel import Field, SQLModel


class QuestionRow(SQLModel, table=True):
    """One version of an own question. Versions stay: closed waves were asked in them."""

    __tablename__ = "own_question"
    number: int = Field(primary_key=True)
    version: int = Field(primary_key=True)
    dimension: str
    de: str
    en: str
    next_step_de: str | None = None
    next_step_en: str | None = None
    retired: bool = False
