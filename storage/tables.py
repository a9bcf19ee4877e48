"""The tables, and why identity and content never meet in them.

People stand in `person` and `invitation`; answers stand sealed in `urn`, under a slot that only the wave's key, kept in
another database, can connect with a person. Nothing a person caused carries a time, an order or a sequence number:
`urn` has no rowid, and whether somebody answered is known only through the key, which dies when the wave closes.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Identity,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Refuse naive times; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Give an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _json() -> Column[Any]:
    return Column(JSON, nullable=False)


def _instant(*, index: bool = False) -> Column[Any]:
    return Column(Instant, nullable=False, index=index)


def _number() -> Column[Any]:
    """Make a growing number: for what admins and the clock cause, never for what a respondent causes."""
    return Column(BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


class DeploymentRow(SQLModel, table=True):
    """What this installation is: its id, and a check value that knows the right VORBILD_SECRET."""

    __tablename__ = "deployment"
    name: str = Field(primary_key=True)
    value: str


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
    active: bool = True


class UnitRow(SQLModel, table=True):
    """An organisational unit of today."""

    __tablename__ = "unit"
    id: str = Field(primary_key=True)
    name: str
    leader_id: str
    parent_id: str | None = None


class SurveyRow(SQLModel, table=True):
    """A survey as an admin set it up; `cadence` is in words, as in `surveys.schedule`."""

    __tablename__ = "survey"
    id: int | None = Field(default=None, sa_column=_number())
    name: str = Field(unique=True)
    cadence: str
    opens: time
    days_open: int
    starts_on: date
    channels: dict[str, str] = Field(sa_column=_json())
    languages: list[str] = Field(sa_column=_json())
    audience: list[str] = Field(sa_column=_json())
    policy: dict[str, Any] = Field(sa_column=_json())
    state: str
    time_zone: str


class WaveRow(SQLModel, table=True):
    """A wave. Unique by survey and local date: however many processes tick, it exists once."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("survey_id", "opens_on"), UniqueConstraint("survey_id", "number"))
    id: int | None = Field(default=None, sa_column=_number())
    survey_id: int = Field(foreign_key="survey.id")
    number: int
    opens_on: date
    opens_at: datetime = Field(sa_column=_instant())
    closes_at: datetime = Field(sa_column=_instant())
    question_keys: list[str] = Field(sa_column=_json())
    policy: dict[str, Any] = Field(sa_column=_json())
    state: str = Field(index=True)


class WaveUnitRow(SQLModel, table=True):
    """The organisation as it stood when the wave opened."""

    __tablename__ = "wave_unit"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    unit_id: str = Field(primary_key=True)
    name: str
    leader_id: str
    parent_id: str | None = None
    invited: int


class InvitationRow(SQLModel, table=True):
    """Person × wave: the state of delivery, never content. Nothing here changes because somebody answers."""

    __tablename__ = "invitation"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    person_id: str = Field(primary_key=True)
    unit_id: str
    channel_id: str | None = None
    message_ts: str | None = None


class UrnRow(SQLModel, table=True):
    """A sealed box in its slot. No rowid, no time, no person; both columns look random without the wave's key."""

    __tablename__ = "urn"
    __table_args__ = {"sqlite_with_rowid": False}
    wave_id: int = Field(primary_key=True)
    slot: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class GateRow(SQLModel, table=True):
    """What the gate remembers of a cell and question, sealed under the application key."""

    __tablename__ = "gate"
    survey_id: int = Field(primary_key=True)
    cell_key: str = Field(primary_key=True)
    question_key: str = Field(primary_key=True)
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LedgerRow(SQLModel, table=True):
    """A published figure. Append-only: triggers refuse UPDATE and DELETE."""

    __tablename__ = "ledger"
    __table_args__ = (UniqueConstraint("wave_id", "unit_id", "kind", "question_key"),)
    id: int | None = Field(default=None, sa_column=_number())
    wave_id: int = Field(foreign_key="wave.id")
    unit_id: str
    kind: str
    unit_ids: list[str] = Field(sa_column=_json())
    question_key: str
    size: str
    level: float | None = None
    previous_level: float | None = None
    event: str
    strong: bool
    detectable: float | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    favourable: int | None = None


class SuppressionRow(SQLModel, table=True):
    """A figure that was not published, and why. Append-only."""

    __tablename__ = "ledger_suppression"
    __table_args__ = (UniqueConstraint("wave_id", "unit_id", "question_key", "reason"),)
    id: int | None = Field(default=None, sa_column=_number())
    wave_id: int = Field(foreign_key="wave.id")
    unit_id: str
    question_key: str
    reason: str
    counted_in_unit_id: str | None = None
    counted_in_kind: str | None = None
    counted_in_unit_ids: list[str] | None = Field(default=None, sa_column=Column(JSON))


class ParticipationRow(SQLModel, table=True):
    """A published participation band. Append-only."""

    __tablename__ = "ledger_participation"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    unit_id: str = Field(primary_key=True)
    share: str


class CommentRow(SQLModel, table=True):
    """A released comment: a random id, its cell and wave, nothing else."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_cell", "wave_id", "unit_id"), {"sqlite_with_rowid": False})
    id: str = Field(primary_key=True)
    wave_id: int = Field(foreign_key="wave.id")
    unit_id: str
    text: str


class OutboxRow(SQLModel, table=True):
    """A message owed to Slack: kind and parameters, never rendered text. `marker` is opaque and travels with it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"), Index("ix_outbox_lease", "state", "lease_until"))
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    kind: str
    parameters: dict[str, Any] = Field(sa_column=_json())
    wave_id: int | None = Field(default=None, index=True)
    due_at: datetime = Field(sa_column=_instant())
    expires_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    state: str
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    remedy: str | None = None


class JournalRow(SQLModel, table=True):
    """A change of settings: who, when, what. Never content."""

    __tablename__ = "journal"
    id: int | None = Field(default=None, sa_column=_number())
    at: datetime = Field(sa_column=_instant())
    actor_id: str
    action: str
    subject: str
    details: dict[str, Any] = Field(sa_column=_json())
