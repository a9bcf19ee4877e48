"""Results for one person: the details of a report in a modal, a leader's own unit and an employee's team in the Home tab."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot import report_sentences as sentences
from bot import result_sentences as own
from bot.i18n import Words
from bot.instrument_sentences import reliability
from bot.literal import clip, name
from bot.views.ids import Action, Callback
from bot.views.metadata import unit_place
from bot.views.paragraphs import Paragraph, block
from bot.views.pictures import NONE, Kind, Pictures, picture
from surveys.reports import Report
from surveys.results import Result

_HEADER_CHARACTERS = 150
_BUTTON_CHARACTERS = 75


def details_button(wave_id: int, unit_id: str, words: Words, *, unit_name: str = "") -> ButtonElement:
    """Open the details of one wave and unit; the unit is named where several buttons stand side by side."""
    text = words("Details: {unit}", unit=unit_name) if unit_name else words("Details")
    return ButtonElement(
        action_id=f"{Action.DETAILS}/{unit_id}"[:255] if unit_name else Action.DETAILS,
        text=PlainTextObject(text=clip(text, _BUTTON_CHARACTERS)),
        value=unit_place(wave_id, unit_id),
    )


def details_modal(result: Result, words: Words, pictures: Pictures = NONE) -> View:
    """Show all that may be told of a unit: pictures follow as soon as Slack has them."""
    return View(
        type="modal",
        callback_id=Callback.DETAILS,
        title=PlainTextObject(text=words("Results")),
        close=PlainTextObject(text=words("Close")),
        blocks=list(_details(result, words, pictures)),
    )


def my_unit(results: Sequence[Result], words: Words) -> list[Block]:
    """Show a leader the units they lead, in the Home tab."""
    blocks: list[Block] = []
    for result in results:
        header = words("My unit: {unit}", unit=name(result.unit_name))
        blocks.append(HeaderBlock(text=PlainTextObject(text=clip(header, _HEADER_CHARACTERS), emoji=False)))
        blocks += _summary(result, words)
    return blocks


def my_team(result: Result | None, words: Words) -> list[Block]:
    """Show an employee what became of the last pulse in their own unit; nothing before the first was counted."""
    if result is None or result.report is None:
        return []
    shown = result.report
    paragraphs = [*_standing(result, words), *_figures(shown, words)]
    paragraphs.append(Paragraph(text=words("Your leaders see the same figures, and nobody sees more.")))
    header = HeaderBlock(text=PlainTextObject(text=words("What became of the last pulse")))
    return [header, *map(block, paragraphs)]


def _summary(result: Result, words: Words) -> list[Block]:
    if result.report is None or result.wave_id is None:
        return [block(Paragraph(text=own.nothing_yet(result.unit_name, words)))]
    shown = result.report
    paragraphs = [*_standing(result, words), *_figures(shown, words), *_next_step(shown, words)]
    button = details_button(result.wave_id, result.unit_id, words)
    return [*map(block, paragraphs), ActionsBlock(elements=[button])]


def _details(result: Result, words: Words, pictures: Pictures) -> Iterator[Block]:
    if result.report is None:
        yield block(Paragraph(text=own.nothing_yet(result.unit_name, words)))
        return
    shown = result.report
    for paragraph in _standing(result, words):
        yield block(paragraph)
    yield from picture(Kind.SERIES, pictures)
    for paragraph in _figures(shown, words):
        yield block(paragraph)
    yield from picture(Kind.PROFILE, pictures)
    yield from picture(Kind.LEADERS, pictures)
    for paragraph in (*_next_step(shown, words), *_reading(shown, words), *_not_shown(result, words)):
        yield block(paragraph)


def _standing(result: Result, words: Words) -> Iterator[Paragraph]:
    """Say which unit and wave this is, how it stands, and, for a small unit, whose figure it is."""
    if result.report is None:
        return
    yield Paragraph(sentences.place_and_dates(result.report, words), f"· {sentences.title(result.report, words)}")
    shown = result.report
    yield Paragraph(sentences.headline(shown, words), sentences.explanation(shown, words))
    yield from expectation(result, words)


def expectation(result: Result, words: Words) -> Iterator[Paragraph]:
    """Say with whom a small unit is shown, and when a figure of its own may come; nothing where it has one."""
    report, too_few = result.report, result.asked < result.threshold
    if report is not None and report.pooled is not None:
        yield Paragraph(
            text=sentences.pooled(report, words),
            last=own.own_figure(result.asked, result.threshold, words) if too_few else "",
        )
    elif report is not None and report.empty and report.withheld is not None:
        yield Paragraph(text=own.own_figure(result.asked, result.threshold, words))


def _figures(report: Report, words: Words) -> Iterator[Paragraph]:
    if report.empty:
        return
    told = (own.course(report, words), sentences.fresh(report, words))
    yield Paragraph(text=sentences.figures(report, words), last=" ".join(filter(None, told)))
    asked = tuple(
        (name(words.text(line.dimension.name)), sentences.dimension_figure(line, words)) for line in report.lines
    )
    if asked:
        yield Paragraph(words("Asked this time"), items=asked, tabled=True)


def _next_step(report: Report, words: Words) -> Iterator[Paragraph]:
    if report.focus:
        lead = " ".join(filter(None, (sentences.strongest(report, words), sentences.weakest(report, words))))
        yield Paragraph(lead, sentences.next_step(report.focus, words))


def _reading(report: Report, words: Words) -> Iterator[Paragraph]:
    if not report.empty:
        told = (*own.how_sure(report, words), *reliability(report, words))
        yield Paragraph(words("How sure is this?"), items=tuple(("", text) for text in told))


def _not_shown(result: Result, words: Words) -> Iterator[Paragraph]:
    report = result.report
    hidden = "" if report is None else sentences.not_shown(report, words)
    items = tuple(("", text) for text in (hidden, sentences.no_rankings(words)) if text)
    yield Paragraph(words("What is not shown, and why"), items=items)
