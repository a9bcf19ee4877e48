"""Kinds of column that several tables have."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Identity,
    Integer,
)
from sqlalchemy.types import TypeDecorator


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


def json_column() -> Column[Any]:
    """Make a column for lists and mappings."""
    return Column(JSON, nullable=False)


def instant_column(*, index: bool = False) -> Column[Any]:
    """Make a column for instants in UTC."""
    return Column(Instant, nullable=False, index=index)


def number_column() -> Column[Any]:
    """Make a growing number: for what admins and the clock cause, never for what a respondent causes."""
    return Column(BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)
