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
from bot.views.report import asked_paragraphs, next_step_paragraphs
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
    paragraphs = [*_standing(result, result.report, words), *_figures(result.report, words)]
    paragraphs.append(Paragraph(text=words("Your leaders see the same figures, and nobody sees more.")))
    header = HeaderBlock(text=PlainTextObject(text=words("What became of the last pulse")))
    return [header, *map(block, paragraphs)]


def _summary(result: Result, words: Words) -> list[Block]:
    report = result.report
    if report is None or result.wave_id is None:
        return [block(Paragraph(text=own.nothing_yet(result.unit_name, words)))]
    standing, figures = _standing(result, report, words), _figures(report, words)
    button = details_button(result.wave_id, result.unit_id, words)
    return [*map(block, (*standing, *figures, *next_step_paragraphs(report, words))), ActionsBlock(elements=[button])]


def _details(result: Result, words: Words, pictures: Pictures) -> Iterator[Block]:
    report = result.report
    if report is None:
        yield block(Paragraph(text=own.nothing_yet(result.unit_name, words)))
        return
    yield from map(block, _standing(result, report, words))
    yield from picture(Kind.SERIES, pictures)
    yield from map(block, _figures(report, words))
    yield from picture(Kind.PROFILE, pictures)
    yield from picture(Kind.LEADERS, pictures)
    yield from map(block, next_step_paragraphs(report, words))
    yield from map(block, _reading(report, words))
    yield block(_not_shown(report, words))


def _standing(result: Result, report: Report, words: Words) -> Iterator[Paragraph]:
    """Say which unit and wave this is, how it stands, and, for a small unit, whose figure it is."""
    yield Paragraph(sentences.place_and_dates(report, words), f"· {sentences.title(report, words)}")
    yield Paragraph(sentences.headline(report, words), sentences.explanation(report, words))
    yield from expectation(result, report, words)


def expectation(result: Result, report: Report, words: Words) -> Iterator[Paragraph]:
    """Say with whom a small unit is shown, and when a figure of its own may come; nothing where it has one."""
    own_figure = own.own_figure(result.asked, result.threshold, words)
    if report.pooled is not None:
        too_few = result.asked < result.threshold
        yield Paragraph(text=sentences.pooled(report, words), last=own_figure if too_few else "")
    elif report.empty and report.withheld is not None:
        yield Paragraph(text=own_figure)


def _figures(report: Report, words: Words) -> Iterator[Paragraph]:
    if not report.empty:
        told = (own.course(report, words), sentences.fresh(report, words))
        yield Paragraph(text=sentences.figures(report, words), last=" ".join(filter(None, told)))
        yield from asked_paragraphs(report, words)


def _reading(report: Report, words: Words) -> Iterator[Paragraph]:
    if not report.empty:
        told = (*own.how_sure(report, words), *reliability(report, words))
        yield Paragraph(words("How sure is this?"), items=tuple(("", text) for text in told))


def _not_shown(report: Report, words: Words) -> Paragraph:
    told = (sentences.not_shown(report, words), sentences.no_rankings(words))
    return Paragraph(words("What is not shown, and why"), items=tuple(("", text) for text in told if text))
