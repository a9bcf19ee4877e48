"""How alembic reaches our database: through the `Database` that `storage.migrate` hands it."""

from alembic import context
from sqlalchemy import func, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 (fills the metadata)

database = context.config.attributes["database"]

ONE_AT_A_TIME = 0x566F7262  # any number of ours: processes that start together queue here on PostgreSQL

with database.engine.connect() as connection:
    if database.sqlite:  # altering a table means making it anew, which its foreign keys would forbid
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=database.sqlite)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if database.sqlite:
        connection.connection.cursor().execute("PRAGMA foreign_keys=ON")
