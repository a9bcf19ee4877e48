"""Tables as CSV: read whatever spreadsheet programs save, and write nothing that they would run."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

from surveys.errors import Problem, ProblemsError, say

_DELIMITERS = ",;\t"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WITHOUT_MARK = ["utf_16_le", "utf_16_be", "cp1252", "latin_1"]


@dataclass(frozen=True)
class TableRow:
    """The cells of a row, stripped, and the line (from 1) where it begins; quoted cells may go on in further lines."""

    line: int
    cells: tuple[str, ...]


def read_table(data: bytes, is_header: Callable[[str], object]) -> Iterator[TableRow]:
    """Give the rows of a CSV file, the header first, empty rows left out.

    UTF-8, UTF-16, Windows-1252 and Latin-1; comma, semicolon or tab, whichever finds more headers in the
    first row. `ProblemsError` for what is no text or no table.
    """
    text = _decode(data)
    delimiter = _delimiter(text, is_header)
    # csv counts the lines it has read: a row begins in the line after the end of the row before.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            row = TableRow(begin, tuple(cell.strip() for cell in cells))
            begin = reader.line_num + 1
            if any(row.cells) and not (row.line == 1 and _names_delimiter(cells)):
                yield row
    except csv.Error:
        message = say("this line cannot be read as CSV. Is there a quotation mark too many or too few?")
        raise nothing_imported([Problem(begin, message)]) from None


def nothing_imported(problems: Sequence[Problem]) -> ProblemsError:
    """Refuse a file as a whole; the problems are put in the order of their lines."""
    message = (
        say("Nothing was imported: {count} problems.", count=len(problems))
        if len(problems) != 1
        else say("Nothing was imported: one problem.")
    )
    return ProblemsError(message, tuple(sorted(problems, key=lambda problem: problem.line)))


def defuse(cell: str) -> str:
    """Give an export's cell so that no spreadsheet program takes it for a formula (OWASP: CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _decode(data: bytes) -> str:
    """Give the text; NUL is refused, for it means that this is no text at all."""
    encoding = _encoding(data)
    text = data.decode(encoding, errors="replace") if encoding else data.decode("latin-1")
    if encoding and "\0" not in text:
        return text
    line = text.count("\n", 0, max(text.find("\0"), 0)) + 1
    message = say("this is not a CSV file. In a spreadsheet program, save it as CSV UTF-8.")
    raise nothing_imported([Problem(line, message)])


def _encoding(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    try:
        if b"\0" not in data:
            data.decode("utf-8")
            return "utf-8"
    except UnicodeDecodeError:
        pass
    best = from_bytes(data, cp_isolation=_WITHOUT_MARK).best()
    return best.encoding if best else None


def _delimiter(text: str, is_header: Callable[[str], object]) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text[:10_000], newline=""), delimiter=delimiter)
        header = next((row for row in rows if any(row) and not _names_delimiter(row)), [])
        return sum(bool(is_header(cell)) for cell in header), len(header)

    return max(_DELIMITERS, key=score)


def _names_delimiter(cells: Sequence[str]) -> bool:
    """Recognise the line `sep=;` that Excel writes for itself."""
    return cells[0].casefold().startswith("sep=")
