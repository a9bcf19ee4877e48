"""How alembic reaches our database: through the `Database` that `storage.migrate` hands it."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 (fills the metadata)

database = context.config.attributes["database"]

with database.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=database.sqlite)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
