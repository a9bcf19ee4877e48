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
| `away_from`, `away_until` | abwesend von, abwesend bis | days of absence such as 2026-12-24 or 24.12.2026; may be empty or missing |

A person may stand in two rows with the same manager and different units: they are asked once, counted in the unit in
which their manager is.

Who leads which unit follows from the managers: see `roster_units`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from surveys.calendars import Absence, check_absence, parse_day
from surveys.errors import Message, Problem, VorbildError, say
from surveys.roster import Person, Roster
from surveys.roster_columns import read_sheet
from surveys.roster_units import Entry, build_units
from surveys.tables import nothing_imported
from surveys.texts import Locale

_LOCALES = {
    "de": Locale.DE,
    "en": Locale.EN,
    "german": Locale.DE,
    "deutsch": Locale.DE,
    "english": Locale.EN,
    "englisch": Locale.EN,
}
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class ReadRoster:
    """What a file holds: the roster, and absences by person, None without columns for them."""

    roster: Roster
    absences: Mapping[str, tuple[Absence, ...]] | None


def read_rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Give each row's line and its cells by column; `ProblemsError` if the file or its header cannot be read."""
    sheet = read_sheet(data)
    if sheet.problems:
        raise nothing_imported(sheet.problems)
    return sheet.rows


def parse_roster(data: bytes, directory: Mapping[str, str]) -> Roster:
    """Read a roster without its absences: see `read_roster`."""
    return read_roster(data, directory).roster


def read_roster(data: bytes, directory: Mapping[str, str], members: Collection[str] = ()) -> ReadRoster:
    """Read a roster; `ProblemsError` names everything that is wrong.

    `directory` gives the Slack id for each address (in small letters) of the workspace, `members` all Slack ids of it;
    when there are none, ids are taken as they are.
    """
    sheet = read_sheet(data)
    reader = _Reader(directory, members, sheet.headers, list(sheet.problems))
    entries = [entry for line, cells in sheet.rows if (entry := reader.entry(line, cells))]
    entries = reader.link(entries)
    complete = not reader.unclear and len(entries) == len(sheet.rows) - reader.second_rows
    structure = build_units(entries, complete=complete)
    problems = reader.problems + [reader.headed(problem) for problem in structure.problems]
    if problems:
        raise nothing_imported(problems)
    roster = Roster({entry.id: _person(entry, structure.unit_of[entry.id]) for entry in entries}, structure.units)
    return ReadRoster(roster, reader.absences if "away_from" in sheet.headers else None)


def _person(entry: Entry, unit_id: str | None) -> Person:
    return Person(entry.id, entry.name, unit_id, entry.locale, None, entry.office, entry.email)


def _one_line(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


@dataclass
class _Reader:
    """Reads rows one after the other and collects what is wrong. `unclear`: somebody's manager is not known."""

    directory: Mapping[str, str]
    members: Collection[str]
    headers: Mapping[str, str]
    problems: list[Problem]
    unclear: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each person who could be read."""
    mentioned: dict[str, int] = field(default_factory=dict)
    """The first line of each Slack id and address as written, whether or not its row could be read."""
    absences: dict[str, tuple[Absence, ...]] = field(default_factory=dict)
    read: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    """The rows of each person: more than one for who works in several units."""
    second_rows: int = 0

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
        if id_ in self.lines and self._works_elsewhere(line, id_ or "", cells):
            return None
        if first or id_ in self.lines:
            said = {"name": cells["name"], "first": first or self.lines[id_ or ""], "second": line}
            message = say("{name} is in the list twice: in lines {first} and {second}.", **said)
            self.note(line, message, "slack_id" if cells.get("slack_id") else "email")
            return None
        if id_ is None or not cells["unit"]:
            return None
        self.lines[id_] = line
        self.absences[id_] = self._absences(line, cells)
        email, office = cells.get("email", "").casefold() or None, cells.get("office") or None
        name, unit = (_one_line(cells[column]) for column in ("name", "unit"))
        entry = Entry(line, id_, name, unit, cells["manager"], email, locale, office)
        self.read[id_].append(entry)
        return entry

    def _works_elsewhere(self, line: int, id_: str, cells: Mapping[str, str]) -> bool:
        """Recognise a further row of the same person: the same manager, and another unit."""
        first, *others = self.read[id_]
        unit = _one_line(cells["unit"])
        units = {row.unit.casefold() for row in (first, *others)}
        if not unit or unit.casefold() in units or cells["manager"].casefold() != first.manager.casefold():
            return False
        self.second_rows += 1
        self.read[id_].append(replace(first, line=line, unit=unit))
        return True

    def _absences(self, line: int, cells: Mapping[str, str]) -> tuple[Absence, ...]:
        columns = ("away_from", "away_until")
        if not any(cells.get(column) for column in columns):
            return ()
        first, last = (self._day(line, column, cells.get(column, "")) for column in columns)
        if first is None or last is None:
            return ()
        try:
            return (check_absence(first, last),)
        except VorbildError as refused:
            self.note(line, refused.message, "away_until")
            return ()

    def _day(self, line: int, column: str, cell: str) -> date | None:
        day = parse_day(cell)
        if day is not None:
            return day
        message = say('"{date}" is not a date such as 2026-12-24 or 24.12.2026.', date=cell[:40])
        self.note(line, message if cell else say("the cell is empty."), column)
        return None

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
        elif given and self.members and given not in self.members:
            self.note(line, say('no one in this workspace has the Slack ID "{id}".', id=given), "slack_id")
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

    def link(self, entries: Sequence[Entry]) -> list[Entry]:
        """Find the manager of everyone, among the ids and addresses of the list, and the unit they are counted in."""
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
        return [self._counted_in(entry) for entry in entries]

    def _counted_in(self, entry: Entry) -> Entry:
        """Of somebody's rows choose that of the unit in which their manager is, else the first."""
        rows, managers = self.read[entry.id], self.read.get(entry.manager_id or "", [])
        units = {row.unit.casefold() for row in managers}
        chosen = next((row for row in rows if row.unit.casefold() in units), rows[0])
        chosen.manager_id = entry.manager_id
        return chosen

    def _note_manager(self, entry: Entry, *, themselves: bool) -> None:
        """Say that a manager is unknown, unless they stand in a row whose own problem is named already."""
        cell = entry.manager
        if themselves:
            message = say("{name} is their own manager. Leave the cell empty for the top leader.", name=entry.name)
            self.note(entry.line, message, "manager")
        elif not {cell.upper(), cell.casefold()} & self.mentioned.keys():
            self.note(entry.line, say('the manager "{manager}" is not in the list.', manager=cell[:100]), "manager")
