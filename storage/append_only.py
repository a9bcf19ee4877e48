"""Triggers that keep the ledger append-only, in the words of each database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.erasure import ERASED

FIRST = ("ledger", "ledger_suppression", "ledger_participation")
TABLES = (*FIRST, "ledger_instrument", "commitment_event", "ledger_judged")
_ACTIONS = ("update", "delete")
_HISTORY = ("id", "commitment_id", "step", "day", "text")
OF_WAVES = (*FIRST, "ledger_instrument", "ledger_judged")
"""What is deleted with its wave. One that is added later needs a migration of its own that lets it be deleted."""
_FROZEN = "NEW.kept_until IS NOT OLD.kept_until"
_SQLITE_OVER = "(SELECT kept_until FROM wave WHERE id = OLD.wave_id) < date('now')"
_SQLITE_OLD = "OLD.day < date('now', '-36 months')"
_POSTGRESQL_OVER = "EXISTS (SELECT 1 FROM wave WHERE id = OLD.wave_id AND kept_until < CURRENT_DATE)"
_POSTGRESQL_OLD = "OLD.day < CURRENT_DATE - INTERVAL '36 months'"
_TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) BEFORE (?P<actions>[\w ]+?) ON (?:\w+\.)?(?P<table>\w+) (?P<runs>.*)", re.IGNORECASE
)
_CALLED = re.compile(r"EXECUTE FUNCTION (?:\w+\.)?(\w+)\(\)")
_RAISE = "RAISE EXCEPTION 'the ledger is append-only';"


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


def deletable(dialect: str) -> list[str]:
    """Give the DDL that lets a row be deleted when its time is over, by the database's own clock, and never before.

    Of figures that is after the day which was frozen with their wave, and which nothing can change; of a commitment's
    history 36 months.
    """
    if dialect == "sqlite":
        return [
            statement
            for table, over in {**dict.fromkeys(OF_WAVES, _SQLITE_OVER), "commitment_event": _SQLITE_OLD}.items()
            for statement in (
                f"DROP TRIGGER {table}_no_delete",
                _sqlite(table, "delete", f"WHEN NOT coalesce({over}, 0) "),
            )
        ] + [_sqlite("wave", "delete"), _sqlite("wave", "update", f"WHEN {_FROZEN} ", of=" OF kept_until")]
    return [
        _function("refuse_early_deletion", f"IF {_POSTGRESQL_OVER} THEN RETURN OLD; END IF; {_RAISE}"),
        _function("refuse_young_deletion", f"IF {_POSTGRESQL_OLD} THEN RETURN OLD; END IF; {_RAISE}"),
        *(statement for table in OF_WAVES for statement in _postgresql_deletable(table, "UPDATE OR TRUNCATE", "early")),
        *_postgresql_deletable("commitment_event", "TRUNCATE", "young"),
        _postgresql("wave", "DELETE OR TRUNCATE"),
        (
            "CREATE TRIGGER wave_no_update BEFORE UPDATE OF kept_until ON wave FOR EACH ROW "
            f"WHEN ({_FROZEN.replace('IS NOT', 'IS DISTINCT FROM')}) EXECUTE FUNCTION refuse_change()"
        ),
    ]


@dataclass(frozen=True)
class Guard:
    """What a trigger does: before which actions, on which table, for each row or statement, and what it runs."""

    before: str
    table: str
    runs: str


def guards_of_today(dialect: str) -> dict[str, Guard]:
    """Give every trigger of today's schema by name: what audits compare with what is there."""
    given = [*guards(dialect, TABLES), *erasable(dialect), *deletable(dialect)]
    bodies = {name: body for name, body in map(_body, statements(dialect) + given) if name}
    return {name: guard for name, guard in (read(statement, bodies) for statement in given) if guard is not None}


def read(ddl: str, bodies: Mapping[str, str]) -> tuple[str, Guard | None]:
    """Read a trigger off the DDL that makes it, or that a database shows; of functions their bodies are compared."""
    match = _TRIGGER.match(" ".join(ddl.split()))
    if match is None:
        return "", None
    actions = " ".join(sorted(match["actions"].replace(" OR ", "|").split("|")))
    called = _CALLED.search(match["runs"])
    runs = match["runs"] if called is None else match["runs"][: called.start()] + bodies.get(called[1], "?")
    return match["name"], Guard(actions, match["table"], re.sub(r"[()\s\"]|::\w+", "", runs).lower())


def _body(statement: str) -> tuple[str, str]:
    match = re.match(r"CREATE FUNCTION (\w+)\(\).*\$\$(.*)\$\$", statement)
    return (match[1], match[2]) if match else ("", "")


def _sqlite(table: str, action: str, when: str = "", of: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()}{of} ON {table} {when}"
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    )


def _postgresql(table: str, actions: str = "UPDATE OR DELETE OR TRUNCATE") -> str:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE {actions} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _postgresql_deletable(table: str, never: str, kind: str) -> list[str]:
    return [
        f"DROP TRIGGER {table}_append_only ON {table}",
        _postgresql(table, never),
        (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION refuse_{kind}_deletion()"
        ),
    ]


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
