"""Migrations, driven from code: `vorbild migrate`, and every start, bring the schema up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.database import Database
from surveys.errors import VorbildError, say

BEFORE_MIGRATING = ".before-migrating"
"""What is added to the name of the copy that is made before a schema changes."""


def upgrade(database: Database) -> bool:
    """Bring the schema up to date; tell whether anything had to be done. A newer schema than ours is refused."""
    current, newest = revision(database), newest_revision()
    if current == newest:
        return False
    if current is not None and current not in _known():
        raise VorbildError(
            say(
                "The database was written by a newer Vorbild (schema {revision}). Install that version.",
                revision=current,
            )
        )
    if current is not None:
        _copy(database)
    command.upgrade(_config(database), "head")
    return True


def build(database: Database, schema: str) -> None:
    """Build the schema of a revision in an empty database; a revision that this version does not know is refused."""
    if schema not in _known():
        raise VorbildError(
            say("The backup was written by a newer Vorbild (schema {revision}). Install that version.", revision=schema)
        )
    command.upgrade(_config(database), schema)


def _copy(database: Database) -> None:
    """Copy a SQLite file before its schema changes; one copy is kept, that of the last time."""
    path = database.files()[0] if database.files() else None
    if path is None:
        return
    copy = path.with_name(path.name + BEFORE_MIGRATING)
    copy.unlink(missing_ok=True)
    copy.touch(0o600)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})


def revision(database: Database) -> str | None:
    """Give the schema's revision, None for an empty database."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Give the revision that this version of Vorbild works with."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    if head is None:
        raise RuntimeError("no migrations are packaged")
    return head


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def _config(database: Database | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["database"] = database
    return config
