"""A leader's own report, as a direct message: the trend post's figures, worded for one person."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, InteractiveElement, PlainTextObject

from bot import report_sentences as sentences
from bot import result_sentences as own
from bot.i18n import Words
from bot.literal import clip, name
from bot.views.comments import comments_button
from bot.views.commitments import commit_button
from bot.views.escape import escape
from bot.views.paragraphs import Paragraph, block
from bot.views.pictures import NONE, Kind, Pictures, illustrated, picture
from bot.views.post import Post
from bot.views.report import FALLBACK_CHARACTERS, told_paragraphs
from bot.views.results import details_button, expectation
from surveys.results import Result

MOST_UNITS = 5


def leader_post(
    result: Result, comments: int, others: Sequence[Result], words: Words, *, pictures: Pictures = NONE
) -> Post:
    """Tell a leader about their unit, and in a line each about further units they lead."""
    report = result.report
    if report is None:
        text = own.nothing_yet(result.unit_name, words)
        return Post(escape(text), [block(Paragraph(text=text))])
    blocks: list[Block] = [block(paragraph) for paragraph in _opening(result, words)]
    blocks += picture(Kind.SERIES, pictures)
    blocks += illustrated(told_paragraphs(report, comments, words), pictures)
    blocks += picture(Kind.LEADERS, pictures)
    blocks += [block(paragraph) for paragraph in _others(others, words)]
    blocks.append(ActionsBlock(elements=_buttons(result, comments, others, words)))
    blocks.append(ContextBlock(elements=[PlainTextObject(text=line, emoji=False) for line in _footer(words)]))
    line = f"{words('Your unit: {unit}', unit=name(result.unit_name))} · {sentences.headline(report, words)} {sentences.explanation(report, words)}"
    return Post(escape(clip(line, FALLBACK_CHARACTERS)), blocks)


def _opening(result: Result, words: Words) -> Iterator[Paragraph]:
    report = result.report
    if report is None or result.report is None:
        return
    lead = words("Your unit: {unit}", unit=name(result.unit_name))
    dates = words.span(report.opens_on, report.closes_on)
    yield Paragraph(lead, f"· {sentences.title(report, words)} · {dates}")
    more = tuple(("", sentences.event_sentence(event, report, words)) for event in report.events[1:])
    yield Paragraph(sentences.headline(report, words), sentences.explanation(report, words), more)
    yield from expectation(result, report, words)


def _others(others: Sequence[Result], words: Words) -> Iterator[Paragraph]:
    reports = [result.report for result in others[:MOST_UNITS] if result.report is not None]
    items = tuple((name(report.unit_name), sentences.headline(report, words)) for report in reports)
    if items:
        yield Paragraph(words("Your other units"), items=items)


def _buttons(result: Result, comments: int, others: Sequence[Result], words: Words) -> list[InteractiveElement]:
    place = result.wave_id or 0, result.unit_id
    first = [details_button(*place, words), commit_button(result.unit_id, words)]
    first += [*([comments_button(*place, words)] if comments else [])]
    more = [
        details_button(each.wave_id or 0, each.unit_id, words, unit_name=each.unit_name) for each in others[:MOST_UNITS]
    ]
    return [*first, *more]


def _footer(words: Words) -> list[str]:
    yours = words(
        "This message goes to you because you lead this unit. Your team sees the same figures in its Home tab."
    )
    return [yours, sentences.no_rankings(words)]
