"""Triggers that keep the ledger append-only, in the words of each database."""

TABLES = ("ledger", "ledger_suppression", "ledger_participation")
_ACTIONS = ("update", "delete")


def statements(dialect: str) -> list[str]:
    """Give the DDL that makes the database itself refuse to change what was published."""
    if dialect == "sqlite":
        return [_sqlite(table, action) for table in TABLES for action in _ACTIONS]
    function = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    return [function, *(_postgresql(table) for table in TABLES)]


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
