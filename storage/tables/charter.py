"""The charter's versions and who has signed them."""

from datetime import date

from sqlmodel import Field, SQLModel


class CharterRow(SQLModel, table=True):
    """One version of the charter. Versions stay for a while: leaders signed them."""

    __tablename__ = "charter"
    version: int = Field(primary_key=True)
    promise_de: str
    promise_en: str
    asks_de: str
    asks_en: str
    state: str
    superseded_on: date | None = None


class SignatureRow(SQLModel, table=True):
    """That a leader has signed a version: a public act of theirs, no answer. When is not kept."""

    __tablename__ = "charter_signature"
    version: int = Field(primary_key=True, foreign_key="charter.version")
    person_id: str = Field(primary_key=True)
