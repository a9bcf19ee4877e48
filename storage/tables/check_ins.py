"""Since when somebody leads a unit, and which check-ins on it there were."""

from datetime import date

from sqlmodel import Field, SQLModel


class TermRow(SQLModel, table=True):
    """Since when a unit has the leader it has; no row where that was before the first roster."""

    __tablename__ = "term"
    unit_id: str = Field(primary_key=True)
    leader_id: str
    since: date


class CheckInRow(SQLModel, table=True):
    """A check-in that was asked, or was not because the team is too small; then without a survey."""

    __tablename__ = "check_in"
    unit_id: str = Field(primary_key=True)
    since: date = Field(primary_key=True)
    days: int = Field(primary_key=True)
    on_day: date
    survey_id: int | None = None
