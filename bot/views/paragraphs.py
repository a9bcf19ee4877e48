"""Paragraphs: a bold lead, a text, what is listed beneath; as Block Kit and as plain text.

Everything stands in rich text, whose texts Slack shows as they are: no mention, link, markup or emoji in a
name can act.
"""

from dataclasses import dataclass

from slack_sdk.models.blocks import (
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
)


@dataclass(frozen=True)
class Paragraph:
    """A bold lead, a text after it, and what is listed beneath.

    What is `tabled` may be shown as a table in place of its items.
    """

    lead: str = ""
    text: str = ""
    items: tuple[tuple[str, str], ...] = ()
    last: str = ""
    tabled: bool = False


def block(paragraph: Paragraph) -> RichTextBlock:
    """Show a paragraph in Slack."""
    elements: list[RichTextElement] = []
    if paragraph.lead or paragraph.text:
        elements.append(_section(paragraph.lead, paragraph.text))
    if paragraph.items:
        elements.append(RichTextListElement(style="bullet", elements=[_section(*item) for item in paragraph.items]))
    if paragraph.last:
        elements.append(_section("", paragraph.last))
    return RichTextBlock(elements=elements)


def _section(lead: str, text: str) -> RichTextSectionElement:
    bold = [_text(lead, bold=True)] if lead else []
    between = " " if lead and text else ""
    return RichTextSectionElement(elements=[*bold, *([_text(between + text)] if text else [])])


def _text(text: str, *, bold: bool = False) -> RichTextElementParts.Text:
    return RichTextElementParts.Text(text=text, style=RichTextElementParts.TextStyle(bold=True) if bold else None)


def plain(paragraph: Paragraph) -> str:
    """Show a paragraph in a terminal."""
    lines = [" ".join(filter(None, (paragraph.lead, paragraph.text)))]
    lines += [f"  - {' '.join(filter(None, item))}" for item in paragraph.items]
    return "\n".join(filter(None, [*lines, paragraph.last]))
