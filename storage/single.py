"""One bot on one SQLite file: a lock that the system takes back when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from storage.database import Database
from surveys.errors import VorbildError, say


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold a SQLite file for one bot; refuse where another holds it. Any number may share a PostgreSQL."""
    path = make_url(database.url).database if database.sqlite else None
    if not path or path == ":memory:":
        yield
        return
    lock = os.open(f"{path}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise VorbildError(
            say("Another Vorbild is running on {path}. Stop it first; several at once need PostgreSQL.", path=path)
        ) from None
    try:
        yield
    finally:
        os.close(lock)
