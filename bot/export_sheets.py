"""An export as a table: one row for each figure a wave published, and one for each that it did not, with the reason."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO

from bot.i18n import Words
from bot.report_sentences import change_words
from bot.use_cases.export import PublishedWave
from surveys.disclosure import CellKind, Reason, Released, ShareBand, SizeBand, Suppressed
from surveys.errors import say
from surveys.scores import index, index_shift
from surveys.tables import defuse
from surveys.texts import Locale
from surveys.trends import change_of

Cell = str | float | date | None

_COLUMNS = (
    say("Wave"),
    say("Opened"),
    say("Closed"),
    say("Unit"),
    say("Shown as"),
    say("Teams"),
    say("Dimension"),
    say("Question"),
    say("Answers"),
    say("Index (0–100)"),
    say("Index before"),
    say("Change"),
    say("A shift below would not show (points)"),
    say("This wave alone (0–100)"),
    say("From"),
    say("To"),
    say("Favourable (%)"),
    say("Participation"),
    say("Not shown because"),
    say("Counted in"),
    say("Index beside other units"),
)
_KINDS = {
    CellKind.TEAM: say("team"),
    CellKind.POOL: say("small teams together"),
    CellKind.ALL: say("all teams at and beneath"),
    CellKind.LARGE: say("100 or more together"),
}
_REASONS = {Reason.TOO_FEW: say("too few answers"), Reason.TOO_FEW_JUDGED: say("too few could judge")}
_SHARES = {
    ShareBand.UNDER_HALF: say("under 50 %"),
    ShareBand.HALF_TO_THREE_QUARTERS: say("50 to 75 %"),
    ShareBand.OVER_THREE_QUARTERS: say("over 75 %"),
}
_SIZES = {
    SizeBand.UNDER_5: say("under 5"),
    SizeBand.FIVE_TO_7: say("5 to 7"),
    SizeBand.EIGHT_TO_11: say("8 to 11"),
    SizeBand.TWELVE_OR_MORE: say("12 or more"),
}


def as_csv(waves: Iterable[PublishedWave], words: Words) -> bytes:
    """Write a CSV file as spreadsheets of the language read it: German with semicolons and decimal commas."""
    target = StringIO()
    german = words.locale is Locale.DE
    writer = csv.writer(target, delimiter=";" if german else ",")
    writer.writerow(headers(words))
    for row in rows(waves, words):
        writer.writerow([_written(cell, german=german) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(waves: Iterable[PublishedWave], words: Words) -> bytes:
    """Write a workbook with one sheet, its header frozen and its columns filtered."""
    from xlsxwriter import Workbook

    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(words("Published figures"))
        bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, headers(words), bold)
        last = 0
        for last, row in enumerate(rows(waves, words), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(last, column, cell, day)
                elif cell is not None:
                    sheet.write(last, column, defuse(cell) if isinstance(cell, str) else cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(_COLUMNS) - 1)
        sheet.set_column(0, len(_COLUMNS) - 1, 16)
    return target.getvalue()


def headers(words: Words) -> list[str]:
    """Name the columns."""
    return [words.message(column) for column in _COLUMNS]


def rows(waves: Iterable[PublishedWave], words: Words) -> Iterator[list[Cell]]:
    """Give the rows, wave by wave and unit by unit in the order of the organisation: nothing is ranked."""
    for wave in waves:
        places = {unit_id: place for place, unit_id in enumerate(wave.unit_names)}
        shown = [figure for figure in wave.release.released if figure.cell.unit_id in places]
        hidden = [entry for entry in wave.release.suppressed if entry.unit_id in places]
        entries: list[Released | Suppressed] = [*shown, *hidden]
        for entry in sorted(entries, key=lambda each: places[_unit_of(each)]):
            yield _shown(entry, wave, words) if isinstance(entry, Released) else _hidden(entry, wave, words)


def _unit_of(entry: Released | Suppressed) -> str:
    return entry.cell.unit_id if isinstance(entry, Released) else entry.unit_id


def _shown(figure: Released, wave: PublishedWave, words: Words) -> list[Cell]:
    fresh, unit_id = figure.fresh, figure.cell.unit_id
    share = wave.release.participation.get(unit_id)
    return [
        *_place(unit_id, wave),
        words.message(_KINDS[figure.cell.kind]),
        len(figure.cell.unit_ids),
        *_asked(figure.question_key, wave, words),
        words.message(_SIZES[figure.size]),
        _rounded(figure.level),
        _rounded(figure.previous_level),
        None if figure.level is None else change_words(change_of(figure), words),
        None if figure.detectable is None else round(index_shift(figure.detectable)),
        *([None] * 4 if fresh is None else [*map(_rounded, (fresh.mean, fresh.low, fresh.high)), fresh.favourable]),
        None if share is None else words.message(_SHARES[share]),
        None,
        None,
        _rounded(wave.beside.get((figure.cell.key, figure.question_key))),
    ]


def _hidden(entry: Suppressed, wave: PublishedWave, words: Words) -> list[Cell]:
    counted = entry.counted_in
    place = None if counted is None else wave.unit_names.get(counted.unit_id)
    reason = words.message(_REASONS[entry.reason])
    return [
        *_place(entry.unit_id, wave),
        None,
        None,
        *_asked(entry.question_key, wave, words),
        *[None] * 10,
        reason,
        place,
        None,
    ]


def _place(unit_id: str, wave: PublishedWave) -> list[Cell]:
    return [wave.number, wave.opened_on, wave.closed_on, wave.unit_names[unit_id]]


def _asked(question_key: str, wave: PublishedWave, words: Words) -> list[Cell]:
    question, dimension = wave.questions[question_key]
    return [words.text(dimension.name), words.text(question.text)]


def _rounded(level: float | None) -> float | None:
    return None if level is None else round(index(level), 2)


def _written(cell: Cell, *, german: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return defuse(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    text = f"{cell:g}"
    return text.replace(".", ",") if german else text
