"""The attack on who asked for later: whoever stands in other rows than everybody else has done something else."""

import re
from collections import Counter

from sqlalchemy import Connection, inspect, text

_WORD = re.compile(r"[\w-]+")


def rows_naming(connection: Connection, people: list[str]) -> dict[str, list[str]]:
    """Give every row of every table that names one of these people, by person."""
    found: dict[str, list[str]] = {person: [] for person in people}
    for table in inspect(connection).get_table_names():
        for row in connection.execute(text(f"SELECT * FROM {table}")):
            for person in set(_WORD.findall(str(row))) & set(people):
                found[person].append(f"{table}: {row}")
    return {person: sorted(rows) for person, rows in found.items()}


def standing_out(connection: Connection, people: list[str]) -> set[str]:
    """Name those who stand in other tables, or in more or fewer rows, than most do."""
    places = {
        person: tuple(sorted(Counter(row.partition(":")[0] for row in rows).items()))
        for person, rows in rows_naming(connection, people).items()
    }
    ((usual, _),) = Counter(places.values()).most_common(1)
    return {person for person in people if places[person] != usual}
