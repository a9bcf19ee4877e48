"""People and units as they stand today."""

from sqlalchemy import true
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """Somebody of the roster, or once of it."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    email: str | None = None
    unit_id: str | None = Field(default=None, index=True)
    locale: str | None = None
    time_zone: str | None = None
    office: str | None = None
    slack_locale: str | None = None
    chosen_locale: str | None = None
    active: bool = True
    invitable: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class UnitRow(SQLModel, table=True):
    """An organisational unit of today."""

    __tablename__ = "unit"
    id: str = Field(primary_key=True)
    name: str
    leader_id: str
    parent_id: str | None = None
