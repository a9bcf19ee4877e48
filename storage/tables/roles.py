"""Who is named admin or viewer."""

from sqlmodel import Field, SQLModel


class RoleRow(SQLModel, table=True):
    """An appointment. One that was withdrawn stays, inactive: the settings' first admins must not come back with it."""

    __tablename__ = "role"
    person_id: str = Field(primary_key=True)
    role: str = Field(primary_key=True)
    named_by: str
    confirmed_by: str | None = None
    active: bool = True
