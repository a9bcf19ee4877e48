"""An export as a page: one file without links to anywhere, that reads on a screen and prints well."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from bot import report_sentences as sentences
from bot import result_sentences as own
from bot.cascade_sentences import tier
from bot.charts import Picture, series_chart
from bot.i18n import Words
from bot.literal import capital, name
from surveys.reports import Line, Report
from surveys.scores import index


def as_html(reports: Sequence[Report], words: Words) -> bytes:
    """Write the newest report of each unit given, one beneath the other, each beginning on a page of its own."""
    title = sentences.title(reports[0], words) if reports else words("Results")
    style = files("bot").joinpath("export_page.css").read_text(encoding="utf-8")
    body = "".join(part for report in reports for part in _article(report, words))
    page = (
        f'<!doctype html>\n<html lang="{words.locale}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n"
        f"<footer>{_paragraph(words('Published figures only: nothing in this file leads to a person, and no exact number of answers is in it.'))}"
        "</footer>\n</body>\n</html>\n"
    )
    return page.encode()


def _article(report: Report, words: Words) -> Iterator[str]:
    yield f"<article>\n<p class=place>{escape(sentences.title(report, words))} · {escape(sentences.place_and_dates(report, words))}</p>\n"
    yield f"<h1>{escape(sentences.headline(report, words))}</h1>\n"
    yield _paragraph(sentences.explanation(report, words), sentences.pooled(report, words))
    if report.overall.figure is not None:
        yield _picture(series_chart(report, words))
    if not report.empty:
        for told in (sentences.figures(report, words), own.course(report, words), sentences.fresh(report, words)):
            yield _paragraph(told)
        yield from _dimensions(report, words)
        yield from _cascade(report, words)
        yield _list(words("How sure is this?"), own.how_sure(report, words))
    hidden = (sentences.not_shown(report, words), sentences.no_rankings(words))
    yield _list(words("What is not shown, and why"), filter(None, hidden))
    yield "</article>\n"


def _dimensions(report: Report, words: Words) -> Iterator[str]:
    if not report.lines:
        return
    head = (words("Dimension"), words("Index (0–100)"), words("Change"))
    rows = "".join(_row(line, words) for line in report.lines)
    yield f"<h2>{escape(words('Asked this time'))}</h2>\n<table>\n<thead><tr><th>{escape(head[0])}</th>"
    yield f"<th colspan=2>{escape(head[1])}</th><th>{escape(head[2])}</th></tr></thead>\n<tbody>{rows}</tbody>\n</table>\n"
    if report.focus:
        lead = " ".join(filter(None, (sentences.strongest(report, words), sentences.weakest(report, words))))
        yield f"<p><strong>{escape(lead)}</strong> {escape(sentences.next_step(report.focus, words))}</p>\n"


def _row(line: Line, words: Words) -> str:
    figure = "–" if line.level is None else sentences.index_of(line.level, words)
    change = " ".join(filter(None, (sentences.change_words(line.change, words), sentences.uncertainty(line, words))))
    return (
        f"<tr><th scope=row>{escape(capital(name(words.text(line.dimension.name))))}</th><td>{_bar(line.level)}</td>"
        f"<td class=figure>{escape(figure)}</td><td>{escape(change)}</td></tr>\n"
    )


def _bar(level: float | None) -> str:
    """Draw a level as a bar; the number beside it says the same."""
    return "" if level is None else f'<span class=bar aria-hidden=true><i style="width:{index(level):.1f}%"></i></span>'


def _cascade(report: Report, words: Words) -> Iterator[str]:
    if not any(rung.level is not None for rung in report.cascade):
        return
    head = (words("Leaders"), words("Rated by"), words("Index (0–100)"))
    rows = "".join(
        f"<tr><th scope=row>{escape(capital(tier(rung.tier, words)))}</th><td>{escape(capital(tier(rung.rated_by, words)))}</td>"
        f"<td>{_bar(rung.level)}</td><td class=figure>{'–' if rung.level is None else sentences.index_of(rung.level, words)}</td></tr>\n"
        for rung in report.cascade
    )
    yield f"<h2>{escape(words('From the top'))}</h2>\n<table>\n<thead><tr><th>{escape(head[0])}</th><th>{escape(head[1])}</th>"
    yield f"<th colspan=2>{escape(head[2])}</th></tr></thead>\n<tbody>{rows}</tbody>\n</table>\n"


def _picture(picture: Picture) -> str:
    data = b64encode(picture.png).decode()
    return f'<img src="data:image/png;base64,{data}" alt="{escape(picture.alt)}">\n'


def _list(heading: str, items: Iterable[str]) -> str:
    return f"<h2>{escape(heading)}</h2>\n<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>\n"


def _paragraph(*parts: str) -> str:
    text = " ".join(filter(None, parts))
    return f"<p>{escape(text)}</p>\n" if text else ""
