"""Triggers that keep the ledger append-only, in the words of each database."""

from collections.abc import Iterable

from surveys.erasure import ERASED

FIRST = ("ledger", "ledger_suppression", "ledger_participation")
TABLES = (*FIRST, "ledger_instrument", "commitment_event", "ledger_judged")
_ACTIONS = ("update", "delete")
_HISTORY = ("id", "commitment_id", "step", "day", "text")


def statements(dialect: str) -> list[str]:
    """Give the DDL of the first schema: what the guards need, and the guards of the ledger's first tables."""
    function = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    return [*([] if dialect == "sqlite" else [function]), *guards(dialect, FIRST)]


def guards(dialect: str, tables: Iterable[str]) -> list[str]:
    """Give the DDL that makes the database itself refuse to change what was published in these tables."""
    if dialect == "sqlite":
        return [_sqlite(table, action) for table in tables for action in _ACTIONS]
    return [_postgresql(table) for table in tables]


def erasable(dialect: str) -> list[str]:
    """Give the DDL that lets one change of a commitment's history through: that a person who was erased is not named."""
    same = " AND ".join(f"NEW.{column} = OLD.{column}" for column in _HISTORY)
    change = f"NOT (NEW.person_id = '{ERASED}' AND {same})"
    if dialect == "sqlite":
        return [
            "DROP TRIGGER commitment_event_no_update",
            (
                f"CREATE TRIGGER commitment_event_no_update BEFORE UPDATE ON commitment_event WHEN {change} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            ),
        ]
    return [
        "DROP TRIGGER commitment_event_append_only ON commitment_event",
        (
            "CREATE TRIGGER commitment_event_append_only BEFORE DELETE OR TRUNCATE ON commitment_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        (
            f"CREATE TRIGGER commitment_event_no_update BEFORE UPDATE ON commitment_event FOR EACH ROW WHEN ({change}) "
            "EXECUTE FUNCTION refuse_change()"
        ),
    ]


def names(dialect: str) -> set[str]:
    """Name the triggers."""
    if dialect == "sqlite":
        return {f"{table}_no_{action}" for table in TABLES for action in _ACTIONS}
    return {f"{table}_append_only" for table in TABLES} | {"commitment_event_no_update"}


def _sqlite(table: str, action: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    )


def _postgresql(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
