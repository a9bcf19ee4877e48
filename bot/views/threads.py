"""A comment and what was said beneath it, as both sides see it: rich text, whose texts Slack shows as they are."""

from collections.abc import Iterator, Mapping

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)

from bot.i18n import Words
from bot.literal import clip, literal, name
from surveys.errors import say
from surveys.threads import Entry, Kind, Thread, ThreadState

ENTRIES_MOST = 30
"""What a modal shows of a thread, the newest: one block each, so that a hundred are never reached."""
TEXT_CHARACTERS = 2000
_ACTS = {
    Kind.THANKS: say("thank you"),
    Kind.WORKING: say("working on it"),
    Kind.DETAIL: say("please tell me more"),
    Kind.CLOSE: say("conversation closed"),
    Kind.REPORT: say("misuse reported to the admins"),
    Kind.WITHDRAW: say("comment withdrawn"),
}


def comment(thread: Thread, words: Words) -> Block:
    """Show what was written, or that it is withdrawn."""
    if thread.state is ThreadState.WITHDRAWN:
        return plain(words("This comment was withdrawn. Nothing can be added to it any more."))
    return RichTextBlock(elements=[_quote(thread.comment, TEXT_CHARACTERS)])


def said(thread: Thread, names: Mapping[str, str], author: str, words: Words) -> Iterator[Block]:
    """Show what was said, one block an entry; `author` is what its reader calls the author."""
    earlier = len(thread.entries) - ENTRIES_MOST
    if earlier > 0:
        yield hint(words.many("One earlier entry is not shown.", "{count} earlier entries are not shown.", earlier))
    for entry in thread.entries[-ENTRIES_MOST:]:
        yield RichTextBlock(elements=_entry(entry, names, author, words))


def in_brief(thread: Thread, names: Mapping[str, str], author: str, words: Words, most: int) -> Block | None:
    """Show the newest of what was said in one block; None where there is nothing."""
    elements = [part for entry in thread.entries[-most:] for part in _entry(entry, names, author, words)]
    return RichTextBlock(elements=elements) if elements else None


def plain(text: str) -> Block:
    """Show a sentence as it is."""
    return SectionBlock(text=PlainTextObject(text=text, emoji=False))


def marked(text: str) -> Block:
    """Show a sentence with marks of ours; whatever people wrote in it is escaped."""
    return SectionBlock(text=MarkdownTextObject(text=text))


def hint(text: str) -> Block:
    """Show a sentence in small print."""
    return ContextBlock(elements=[PlainTextObject(text=text, emoji=False)])


def _entry(entry: Entry, names: Mapping[str, str], author: str, words: Words) -> list[RichTextElement]:
    who = (name(names.get(entry.by, "")) or words("A leader")) if entry.of_leader else author
    act = _ACTS.get(entry.kind)
    lead = who if act is None else f"{who}: {words.message(act)}"
    elements: list[RichTextElement] = [
        RichTextSectionElement(elements=[_bold(lead), _text(f" · {_when(entry, words)}")])
    ]
    return [*elements, _quote(entry.text, TEXT_CHARACTERS)] if entry.text else elements


def _when(entry: Entry, words: Words) -> str:
    day = "" if entry.appears_on is None else words.day(entry.appears_on)
    return words("appears on {day}", day=day) if entry.pending else day


def _quote(text: str, most: int) -> RichTextQuoteElement:
    return RichTextQuoteElement(elements=[_text(clip(literal(text), most) or "–")])


def _text(text: str) -> RichTextElementParts.Text:
    return RichTextElementParts.Text(text=text)


def _bold(text: str) -> RichTextElementParts.Text:
    return RichTextElementParts.Text(text=text, style=RichTextElementParts.TextStyle(bold=True))
