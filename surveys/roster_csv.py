"""The roster as a CSV file: read whole, or refused with every problem, its line and its column.

| column | German headers | what it holds |
|---|---|---|
| `slack_id` | slack-id | the Slack member ID, such as U024BE7LH; one of `slack_id` and `email` is needed |
| `email` | e-mail | the address known to the workspace |
| `name` | name | |
| `unit` | einheit, team, bereich | the unit in which a person works, *or that they lead* |
| `manager` | führungskraft, vorgesetzte | the manager's Slack ID or address; empty for the top leader |
| `language` | sprache | German or English (de, en); may be empty or missing |
| `office` | büro, standort | free text; may be empty or missing |

Who leads which unit follows from the managers: see `roster_units`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.errors import Message, Problem, say
from surveys.roster import Person, Roster
from surveys.roster_units import Entry, build_units
from surveys.tables import TableRow, nothing_imported, read_table
from surveys.texts import Locale

_HEADERS = {
    "slack_id": "slackid slackmemberid memberid slackuserid userid mitgliedsid",
    "email": "email mail emailaddress emailadresse",
    "name": "name",
    "unit": "unit team einheit bereich abteilung department",
    "manager": "manager fuehrungskraft vorgesetzte vorgesetzter vorgesetzteperson",
    "language": "language sprache",
    "office": "office location buero standort",
}
_COLUMNS = {header: column for column, headers in _HEADERS.items() for header in headers.split()}
_LOCALES = {
    "de": Locale.DE,
    "en": Locale.EN,
    "german": Locale.DE,
    "deutsch": Locale.DE,
    "english": Locale.EN,
    "englisch": Locale.EN,
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class _Sheet:
    """The rows of a file by column, the headers as they are written in it, and what is wrong with them."""

    rows: list[tuple[int, dict[str, str]]]
    headers: Mapping[str, str]
    problems: list[Problem]


def read_rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Give each row's line and its cells by column; `ProblemsError` if the file or its header cannot be read."""
    sheet = _read(data)
    if sheet.problems:
        raise nothing_imported(sheet.problems)
    return sheet.rows


def parse_roster(data: bytes, directory: Mapping[str, str]) -> Roster:
    """Read a roster; `ProblemsError` names everything that is wrong.

    `directory` gives the Slack id for each address (in small letters) of the workspace.
    """
    sheet = _read(data)
    reader = _Reader(directory, sheet.headers, list(sheet.problems))
    entries = [entry for line, cells in sheet.rows if (entry := reader.entry(line, cells))]
    reader.link(entries)
    complete = not reader.unclear and len(entries) == len(sheet.rows)
    structure = build_units(entries, complete=complete)
    problems = reader.problems + [reader.headed(problem) for problem in structure.problems]
    if problems:
        raise nothing_imported(problems)
    return Roster({entry.id: _person(entry, structure.unit_of[entry.id]) for entry in entries}, structure.units)


def _person(entry: Entry, unit_id: str | None) -> Person:
    return Person(entry.id, entry.name, unit_id, entry.locale, None, entry.office, entry.email)


def _column(header: str) -> str | None:
    """Recognise a header in any usual spelling: "Slack-ID", "E-Mail", "Führungskraft", "Vorgesetzte/r"."""
    small = unicodedata.normalize("NFC", header).casefold().translate(_UMLAUTS)
    return _COLUMNS.get(re.sub(r"[^a-z]", "", small))


def _read(data: bytes) -> _Sheet:
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
    return _Sheet([(row.line, _by_column(columns, row)) for row in rows], headers, problems)


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


def _one_line(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _expected() -> str:
    return ", ".join(_HEADERS)


@dataclass
class _Reader:
    """Reads rows one after the other and collects what is wrong. `unclear`: somebody's manager is not known."""

    directory: Mapping[str, str]
    headers: Mapping[str, str]
    problems: list[Problem]
    unclear: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each person who could be read."""
    mentioned: dict[str, int] = field(default_factory=dict)
    """The first line of each Slack id and address as written, whether or not its row could be read."""

    def headed(self, problem: Problem) -> Problem:
        """Name the column as the file does."""
        return Problem(problem.line, problem.message, self.headers.get(problem.column or "", problem.column))

    def note(self, line: int, message: Message, column: str) -> None:
        self.problems.append(self.headed(Problem(line, message, column)))

    def entry(self, line: int, cells: Mapping[str, str]) -> Entry | None:
        """Read a row; None if it is not clear who it is about or where they work."""
        self._check_texts(line, cells)
        locale = self._locale(line, cells.get("language", ""))
        first = self._mentioned_before(line, cells)
        id_ = self._identify(line, cells)
        if first or id_ in self.lines:
            said = {"name": cells["name"], "first": first or self.lines[id_ or ""], "second": line}
            message = say("{name} is in the list twice: in lines {first} and {second}.", **said)
            self.note(line, message, "slack_id" if cells.get("slack_id") else "email")
            return None
        if id_ is None or not cells["unit"]:
            return None
        self.lines[id_] = line
        email, office = cells.get("email", "").casefold() or None, cells.get("office") or None
        name, unit = (_one_line(cells[column]) for column in ("name", "unit"))
        return Entry(line, id_, name, unit, cells["manager"], email, locale, office)

    def _mentioned_before(self, line: int, cells: Mapping[str, str]) -> int | None:
        ids = (cells.get("slack_id", "").upper(), cells.get("email", "").casefold())
        return next((first for id_ in ids if id_ and (first := self.mentioned.setdefault(id_, line)) != line), None)

    def _check_texts(self, line: int, cells: Mapping[str, str]) -> None:
        for column in ("name", "unit"):
            if not cells[column]:
                self.note(line, say("the cell is empty."), column)
        for column, cell in cells.items():
            if len(cell) > _MOST_CHARACTERS:
                self.note(line, say("the cell is longer than {most} characters.", most=_MOST_CHARACTERS), column)

    def _identify(self, line: int, cells: Mapping[str, str]) -> str | None:
        given, email = cells.get("slack_id", "").upper(), cells.get("email", "").casefold()
        known = self.directory.get(email)
        if given and not re.fullmatch(r"[UW][A-Z0-9]{1,30}", given):
            self.note(line, say('"{id}" is not a Slack member ID such as U024BE7LH.', id=given[:40]), "slack_id")
        elif given and known and given != known:
            message = say('the address "{email}" belongs to another member than {id}.', email=email, id=given)
            self.note(line, message, "email")
        elif not given and not email:
            self.note(line, say("the cell is empty."), "slack_id" if "slack_id" in cells else "email")
        elif not given and not known:
            self.note(line, say('no one in this workspace has the address "{email}".', email=email[:100]), "email")
        else:
            return given or known
        return None

    def _locale(self, line: int, cell: str) -> Locale | None:
        locale = _LOCALES.get(re.split(r"[-_ ]", cell.casefold())[0])
        if locale or not cell:
            return locale
        message = say(
            'the language "{language}" is unknown. Write German or English, or leave it empty.', language=cell[:40]
        )
        self.note(line, message, "language")
        return None

    def link(self, entries: Iterable[Entry]) -> None:
        """Find the manager of everyone, among the ids and addresses of the list."""
        by_email = {entry.email: entry.id for entry in entries if entry.email}
        for entry in entries:
            if not entry.manager:
                continue
            named = entry.manager.casefold()
            found = (entry.manager.upper(), by_email.get(named), self.directory.get(named))
            entry.manager_id = next((id_ for id_ in found if id_ in self.lines and id_ != entry.id), None)
            if entry.manager_id is None:
                self.unclear = True
                self._note_manager(entry, themselves=entry.id in found)

    def _note_manager(self, entry: Entry, *, themselves: bool) -> None:
        """Say that a manager is unknown, unless they stand in a row whose own problem is named already."""
        cell = entry.manager
        if themselves:
            message = say("{name} is their own manager. Leave the cell empty for the top leader.", name=entry.name)
            self.note(entry.line, message, "manager")
        elif not {cell.upper(), cell.casefold()} & self.mentioned.keys():
            self.note(entry.line, say('the manager "{manager}" is not in the list.', manager=cell[:100]), "manager")
