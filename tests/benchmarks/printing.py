"""Tables that people outside the team can read, headed by the machine and the versions they were measured with."""

import os
import platform
import sqlite3
from importlib.metadata import version

from rich import box
from rich.console import Console
from rich.table import Table as RichTable

LIBRARIES = ("numpy", "scipy", "sqlalchemy", "cryptography", "psycopg")
WIDTH = 140


class Table:
    """Rows under a caption."""

    def __init__(self, caption: str, columns: tuple[str, ...]) -> None:
        self.caption, self.columns = caption, columns
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: str) -> None:
        """Add a row."""
        self.rows.append(cells)


def head() -> str:
    """Name the machine and the versions."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {libraries}"
    )


def verdict(measured: float, most: float) -> str:
    """Say whether a number keeps its limit."""
    return "kept" if measured <= most else "MISSED"


def show(*parts: Table | str) -> None:
    """Print texts and tables as they come."""
    console = Console(width=WIDTH)
    for part in parts:
        if isinstance(part, str):
            console.print(part)
            continue
        console.print(f"\n{part.caption}")
        rich = RichTable(*part.columns, box=box.SIMPLE)
        for row in part.rows:
            rich.add_row(*row)
        console.print(rich)
