"""The question bank as a file: read whole, or refused with every problem and its line.

The file is TOML: `[[dimension]]` tables (`key`, `name.de`, `name.en`, `next_step.de`, `next_step.en`, `next_step.formal`
for German that says "Sie", and `outcome = true` for a result rather than a lever) and `[[question]]` tables (`number`, `dimension`, `de`, `en`, and `version` from 2 on).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from surveys.errors import Message, Problem, ProblemsError, say
from surveys.questions import ANCHOR, Bank, Dimension, Question
from surveys.texts import Text

__all__ = ["Bank", "load_bank", "parse_bank"]

_Words = Annotated[str, Field(min_length=1, max_length=1000)]
_Count = Annotated[int, Field(ge=1, le=9999)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)


class _Languages(_Table):
    de: _Words
    en: _Words
    formal: _Words | None = None

    def text(self) -> Text:
        return Text(self.de, self.en, self.formal or "")


class _DimensionTable(_Table):
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: _Languages
    next_step: _Languages
    outcome: bool = False


class _QuestionTable(_Table):
    number: _Count
    dimension: _Words
    de: _Words
    en: _Words
    version: _Count = 1


_TABLES: Mapping[str, type[_Table]] = {"dimension": _DimensionTable, "question": _QuestionTable}


def load_bank() -> Bank:
    """Read the bank that ships with the package."""
    return parse_bank((files("surveys") / "bank.toml").read_text(encoding="utf-8"))


def parse_bank(source: str) -> Bank:
    """Read a bank from TOML; `ProblemsError` names everything that is wrong, each with its line."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    document = _Document(_toml(source), _Lines.of(source))
    problems = sorted(document.problems(), key=lambda problem: problem.line)
    if problems:
        raise _refused(problems)
    dimensions = (_DimensionTable.model_validate(table) for table in document.data["dimension"])
    questions = (_QuestionTable.model_validate(table) for table in document.data["question"])
    return Bank(
        {row.key: Dimension(row.key, row.name.text(), row.next_step.text(), row.outcome) for row in dimensions},
        tuple(
            Question(row.number, row.dimension, Text(row.de, row.en), row.version)
            for row in sorted(questions, key=lambda row: row.number)
        ),
    )


def _refused(problems: list[Problem]) -> ProblemsError:
    message = say("The question bank was not changed. Problems found: {count}.", count=len(problems))
    return ProblemsError(message, tuple(problems))


def _toml(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else source.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise _refused([Problem(line, say("this is not valid TOML: {reason}.", reason=reason))]) from None
    except RecursionError:
        raise _refused([Problem(1, say("this is nested too deeply to be a question bank."))]) from None


@dataclass(frozen=True)
class _Lines:
    """Where each key of the n-th table of a name stands; tomllib does not say."""

    tables: Mapping[tuple[str, int], int]
    keys: Mapping[tuple[str, int, str], int]

    @classmethod
    def of(cls, source: str) -> "_Lines":
        tables: dict[tuple[str, int], int] = {}
        keys: dict[tuple[str, int, str], int] = {}
        table, counts = ("", 0), dict[str, int]()
        for line, text in enumerate(source.split("\n"), start=1):
            if header := re.match(r"\s*\[\[?\s*([\w-]+)\s*\]", text):
                name = header[1]
                table = (name, counts.get(name, 0))
                counts[name] = table[1] + 1
                tables.setdefault(table, line)
            elif key := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", text):
                keys.setdefault((*table, key[1]), line)
        return cls(tables, keys)

    def find(self, table: str, position: int, key: str) -> int:
        """Give the line of a dotted key; where it is missing, of its nearest parent, of its table, or the first."""
        parts = key.split(".")
        dotted = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        lines = [self.keys.get((table, position, name)) for name in dotted]
        return next((line for line in (*lines, self.tables.get((table, position))) if line), 1)


@dataclass(frozen=True)
class _Document:
    """A parsed file and the places of its keys."""

    data: Mapping[str, Any]
    lines: _Lines
    _seen: dict[tuple[str, object], int] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        for name in self.data.keys() - _TABLES.keys():
            line = self.lines.tables.get((name, 0)) or self.lines.find("", 0, name)
            yield Problem(
                line, say('the name "{key}" is unknown; expected: {expected}.', key=name, expected=_expected())
            )
        for name in _TABLES:
            for position, table in enumerate(self._tables(name)):
                yield from self._wrong_keys(name, position, table)
                yield from self._repeated(name, position, table)
        yield from self._unknown_dimensions()
        if ANCHOR not in self._values("question", "number"):
            yield Problem(1, say("question {anchor} is missing; every wave asks it.", anchor=ANCHOR), "number")

    def _tables(self, name: str) -> list[Any]:
        tables = self.data.get(name, [])
        return tables if isinstance(tables, list) else [tables]

    def _values(self, name: str, key: str) -> list[object]:
        return [table.get(key) for table in self._tables(name) if isinstance(table, dict)]

    def _wrong_keys(self, name: str, position: int, table: object) -> Iterator[Problem]:
        if not isinstance(self.data[name], list):
            yield Problem(self.lines.find(name, 0, ""), say("write [[{table}]] in double brackets.", table=name))
        try:
            _TABLES[name].model_validate(table)
        except ValidationError as error:
            for detail in error.errors():
                key = ".".join(map(str, detail["loc"]))
                yield Problem(self.lines.find(name, position, key), _explain(key, detail), key or None)

    def _repeated(self, name: str, position: int, table: object) -> Iterator[Problem]:
        key = "number" if name == "question" else "key"
        value = table.get(key) if isinstance(table, dict) else None
        if not isinstance(value, int | str):
            return
        line = self.lines.find(name, position, key)
        first = self._seen.setdefault((name, value), line)
        if first != line:
            yield Problem(line, say('"{value}" already stands in line {first}.', value=value, first=first), key)

    def _unknown_dimensions(self) -> Iterator[Problem]:
        known = self._values("dimension", "key")
        for position, dimension in enumerate(self._values("question", "dimension")):
            if isinstance(dimension, str) and dimension.strip() and dimension.strip() not in known:
                line = self.lines.find("question", position, "dimension")
                yield Problem(line, say('there is no dimension "{dimension}".', dimension=dimension), "dimension")


def _expected() -> str:
    return ", ".join(f"[[{name}]]" for name in _TABLES)


def _explain(key: str, detail: ErrorDetails) -> Message:
    """Say in a sentence what pydantic found."""
    bounds = say('"{key}" must be a number from 1 to 9999.', key=key)
    most = detail.get("ctx", {}).get("max_length")
    sentences = {
        "missing": say('the key "{key}" is missing.', key=key),
        "extra_forbidden": say('the key "{key}" is unknown.', key=key),
        "string_too_short": say('the text of "{key}" is empty.', key=key),
        "string_too_long": say('the text of "{key}" is longer than {most} characters.', key=key, most=most),
        "string_pattern_mismatch": say('"{key}" may have small letters, digits and underscores only.', key=key),
        "string_type": say('"{key}" must be text in quotation marks.', key=key),
        "int_type": say('"{key}" must be a whole number.', key=key),
        "bool_type": say('"{key}" must be true or false.', key=key),
        "greater_than_equal": bounds,
        "less_than_equal": bounds,
    }
    return sentences.get(detail["type"], say("this must be a table with keys and values."))
