"""Buttons that look alike, told apart for who hears them: each says what stands above it, too."""

import html
from collections import Counter
from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement
from slack_sdk.models.blocks.basic_components import TextObject

from bot.literal import clip
from bot.views.reading import lines

_LABEL_CHARACTERS = 75


def told_apart(blocks: Sequence[Block]) -> Sequence[Block]:
    """Give a label to each button whose text another one in these blocks has; the blocks themselves are given back."""
    buttons = list(_buttons(blocks))
    alike = Counter(_text(button) for button, _ in buttons)
    for button, above in buttons:
        if alike[_text(button)] > 1 and not button.accessibility_label:
            button.accessibility_label = label(_text(button), above)
    return blocks


def label(text: str, about: str) -> str:
    """Say what a button does, and with what."""
    return clip(f"{text}: {about}", _LABEL_CHARACTERS)


def _buttons(blocks: Sequence[Block]) -> Iterator[tuple[ButtonElement, str]]:
    """Give every button, and the first line of what stands above or beside it."""
    above = ""
    for block in blocks:
        if not isinstance(block, ActionsBlock):
            above = next((line.partition("\n")[0] for line in lines(block)), above)
        elements = block.elements if isinstance(block, ActionsBlock) else [getattr(block, "accessory", None)]
        yield from ((each, _bare(above)) for each in elements if isinstance(each, ButtonElement))


def _text(button: ButtonElement) -> str:
    return button.text.text if isinstance(button.text, TextObject) else str(button.text)


def _bare(line: str) -> str:
    return html.unescape(line.replace("*", "").replace("\u2060", ""))
