"""Contribution cards, and changes of them that people propose."""

from datetime import date

from sqlmodel import Field, SQLModel

from storage.tables.columns import number_column


class CardRow(SQLModel, table=True):
    """What a unit does for whom."""

    __tablename__ = "card"
    unit_id: str = Field(primary_key=True)
    customers: str
    promise: str
    result: str
    roles: str
    improve: str
    changed_on: date


class CardProposalRow(SQLModel, table=True):
    """A change that somebody proposes, with their name: no answer, and shown to the whole unit."""

    __tablename__ = "card_proposal"
    id: int | None = Field(default=None, sa_column=number_column())
    unit_id: str = Field(index=True)
    part: str
    text: str
    person_id: str
    basis: str
    state: str
    decided_on: date | None = None
