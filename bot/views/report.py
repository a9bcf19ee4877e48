"""The trend post: what one wave says about one unit, as Block Kit and as plain text.

Slack refuses a message whose blocks hold about 11,000 characters (undocumented, seen in
slackapi/bolt-js issues 2509 and 2867); the caps below keep the longest post under 8,000.
"""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    InteractiveElement,
    PlainTextObject,
)

from bot import report_sentences as sentences
from bot.cascade_sentences import level_event_sentence
from bot.charter_sentences import signature_sentences
from bot.commitment_sentences import example
from bot.i18n import Words
from bot.literal import clip, name
from bot.reading_places import where_to_read
from bot.result_sentences import outlook
from bot.views.escape import escape
from bot.views.paragraphs import Paragraph, block, plain
from bot.views.pictures import NONE, Kind, Pictures, illustrated, picture
from bot.views.post import Post
from surveys.reports import Report

MOST_EVENTS = 5
FALLBACK_CHARACTERS = 1000


def trend_post(
    report: Report,
    comments: int,
    words: Words,
    *,
    pictures: Pictures = NONE,
    buttons: Sequence[InteractiveElement] = (),
) -> Post:
    """Show a report in a leadership channel; pictures are files already uploaded to Slack."""
    opening, *rest = _paragraphs(report, comments, words)
    blocks: list[Block] = [block(opening)]
    blocks += picture(Kind.SERIES, pictures)
    blocks += illustrated(rest, pictures)
    blocks += picture(Kind.LEADERS, pictures)
    if buttons:
        blocks.append(ActionsBlock(elements=list(buttons)))
    blocks.append(ContextBlock(elements=[PlainTextObject(text=line, emoji=False) for line in _footer(report, words)]))
    return Post(_fallback(report, words), blocks)


def report_as_text(report: Report, comments: int, words: Words) -> str:
    """Show the same for a terminal: paragraphs with empty lines between them."""
    paragraphs = [plain(paragraph) for paragraph in _paragraphs(report, comments, words)]
    return "\n\n".join([*paragraphs, "\n".join(_footer(report, words))])


def _fallback(report: Report, words: Words) -> str:
    """Say it in one line; Slack reads a fallback as mrkdwn."""
    line = (
        f"{sentences.title(report, words)} · {sentences.headline(report, words)} {sentences.explanation(report, words)}"
    )
    return escape(clip(line, FALLBACK_CHARACTERS))


def _paragraphs(report: Report, comments: int, words: Words) -> Iterator[Paragraph]:
    yield Paragraph(sentences.title(report, words), f"· {sentences.place_and_dates(report, words)}")
    yield from _top(report, words)
    yield from _signed(report, words)
    more = tuple(("", sentences.event_sentence(event, report, words)) for event in report.events[1:])
    last = sentences.pooled(report, words) or outlook(report, words)
    yield Paragraph(sentences.headline(report, words), sentences.explanation(report, words), more, last=last)
    yield from told_paragraphs(report, comments, words)


def _top(report: Report, words: Words) -> Iterator[Paragraph]:
    """Begin with the top's own example: its figure and its commitments."""
    if report.top is not None:
        yield Paragraph(words("The top level itself:"), example(report.top, words))


def _signed(report: Report, words: Words) -> Iterator[Paragraph]:
    """Say how many leaders have signed the charter, level by level from the top."""
    if report.signed:
        items = tuple(("", text) for text in signature_sentences(report.signed, words))
        yield Paragraph(words("Charter, signed by"), items=items)


def told_paragraphs(report: Report, comments: int, words: Words) -> Iterator[Paragraph]:
    """Say what stands beneath the headline: figures, dimensions, clear changes beneath, comments."""
    if not report.empty:
        yield Paragraph("", sentences.figures(report, words), last=sentences.fresh(report, words))
        yield from asked_paragraphs(report, words)
        yield from next_step_paragraphs(report, words)
        yield from _events_beneath(report, words)
    yield from _comments(comments, words)


def asked_paragraphs(report: Report, words: Words) -> Iterator[Paragraph]:
    """List the dimensions asked with their figures."""
    figures, shared = sentences.dimension_figures(report.lines, words)
    names = [name(words.text(line.dimension.name)) for line in report.lines]
    if names:
        yield Paragraph(
            words("Asked this time"), items=tuple(zip(names, figures, strict=True)), last=shared, tabled=True
        )
    for text in where_to_read((line.dimension.key for line in report.lines), words):
        yield Paragraph(text=text)


def next_step_paragraphs(report: Report, words: Words) -> Iterator[Paragraph]:
    """Name the dimension to work on and its one concrete step."""
    if report.focus:
        lead = " ".join(filter(None, (sentences.strongest(report, words), sentences.weakest(report, words))))
        yield Paragraph(lead, sentences.next_step(report.focus, words))
    if report.resistance:
        yield Paragraph(words("Concerns about change"), sentences.answer_resistance(words))
    if kept := sentences.promises_kept(report, words):
        yield Paragraph(text=kept)


def _events_beneath(report: Report, words: Words) -> Iterator[Paragraph]:
    """Count clear changes by level of leaders, the top first: no unit is named, so none is ranked."""
    events = report.events_beneath[:MOST_EVENTS]
    items = tuple(("", level_event_sentence(event, report, words)) for event in events)
    more = len(report.events_beneath) - MOST_EVENTS
    last = words.many("One more changed clearly.", "{count} more changed clearly.", more) if more > 0 else ""
    if items:
        yield Paragraph(words("Clear changes beneath"), items=items, last=last)


def _comments(comments: int, words: Words) -> Iterator[Paragraph]:
    """Say how many there are, and quote none: what stands in a message could be neither withdrawn nor forgotten."""
    if comments:
        text = words.many(
            "One comment. Leaders of this unit read and answer it under “Comments”.",
            "{count} comments. Leaders of this unit read and answer them under “Comments”.",
            comments,
        )
        yield Paragraph(words("What people wrote:"), text)


def _footer(report: Report, words: Words) -> list[str]:
    hidden = "" if report.empty else sentences.not_shown(report, words)
    return [line for line in (hidden, sentences.no_rankings(words)) if line]
