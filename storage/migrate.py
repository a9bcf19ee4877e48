"""Migrations, driven from code: `vorbild migrate`, and every start, bring the schema up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database
from surveys.errors import VorbildError, say


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
    command.upgrade(_config(database), "head")
    return True


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
