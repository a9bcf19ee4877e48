"""The columns of a roster file: their headers in English and German, and the rows beneath them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.errors import Problem, say
from surveys.tables import TableRow, nothing_imported, read_table

_HEADERS = {
    "slack_id": "slackid slackmemberid memberid slackuserid userid mitgliedsid",
    "email": "email mail emailaddress emailadresse",
    "name": "name",
    "unit": "unit team einheit bereich abteilung department",
    "manager": "manager fuehrungskraft vorgesetzte vorgesetzter vorgesetzteperson",
    "language": "language sprache",
    "office": "office location buero standort",
    "away_from": "awayfrom absentfrom abwesendvon abwesendab",
    "away_until": "awayuntil awayto absentuntil abwesendbis",
}
_COLUMNS = {header: column for column, headers in _HEADERS.items() for header in headers.split()}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Sheet:
    """The rows of a file by column, the headers as they are written in it, and what is wrong with them."""

    rows: list[tuple[int, dict[str, str]]]
    headers: Mapping[str, str]
    problems: list[Problem]


def _column(header: str) -> str | None:
    """Recognise a header in any usual spelling: "Slack-ID", "E-Mail", "Führungskraft", "Vorgesetzte/r"."""
    small = unicodedata.normalize("NFC", header).casefold().translate(_UMLAUTS)
    return _COLUMNS.get(re.sub(r"[^a-z]", "", small))


def read_sheet(data: bytes) -> Sheet:
    """Read a file's rows by column; `ProblemsError` if the file or its header cannot be read."""
    table = read_table(data, _column)
    header = next(table, None)
    rows = list(table)
    if header is None or not rows:
        raise nothing_imported(
            [Problem(1, say("there are no people in the file. Expected columns: {columns}.", columns=_expected()))]
        )
    columns = tuple(_column(cell) for cell in header.cells)
    headers = {column: cell for cell, column in zip(header.cells, columns, strict=True) if column}
    problems = _header_problems(header, columns)
    if {"name", "unit", "manager"} - headers.keys() or not {"slack_id", "email"} & headers.keys():
        raise nothing_imported(problems)
    problems += [_too_many_cells(row) for row in rows if any(row.cells[len(columns) :])]
    return Sheet([(row.line, _by_column(columns, row)) for row in rows], headers, problems)


def _by_column(columns: tuple[str | None, ...], row: TableRow) -> dict[str, str]:
    cells = dict.fromkeys((column for column in columns if column), "")
    return cells | {column: cell for column, cell in zip(columns, row.cells, strict=False) if column}


def _too_many_cells(row: TableRow) -> Problem:
    return Problem(row.line, say("this row has more cells than there are columns. Is a quotation mark missing?"))


def _header_problems(header: TableRow, columns: tuple[str | None, ...]) -> list[Problem]:
    problems = []
    for position, (cell, column) in enumerate(zip(header.cells, columns, strict=True)):
        if column is None and cell:
            message = say(
                'the column "{column}" is unknown. Expected columns: {columns}.', column=cell, columns=_expected()
            )
            problems.append(Problem(header.line, message, cell))
        elif column in columns[:position] and column:
            problems.append(Problem(header.line, say('the column "{column}" is there twice.', column=column), cell))
    missing = [column for column in ("name", "unit", "manager") if column not in columns]
    for column in ([] if {"slack_id", "email"} & set(columns) else ["slack_id, email"]) + missing:
        message = say(
            'the column "{column}" is missing. Expected columns: {columns}.', column=column, columns=_expected()
        )
        problems.append(Problem(header.line, message, column))
    return problems


def _expected() -> str:
    return ", ".join(_HEADERS)
