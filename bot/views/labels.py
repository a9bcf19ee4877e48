"""Buttons that look alike, told apart for who hears them: each says what stands above it, too."""

import html
from collections import Counter
from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock
from slack_sdk.models.blocks.basic_components import TextObject

from bot.literal import clip
from bot.views.reading import lines

_LABEL_CHARACTERS = 75


def told_apart(blocks: Sequence[Block]) -> Sequence[Block]:
    """Give a label to each button whose text another one in these blocks has; the blocks themselves are given back.

    It says what stands directly above the button or, where that is alike too, beneath which header it stands.
    """
    alike = Counter(_text(button) for button, _, _ in _buttons(blocks))
    found = [each for each in _buttons(blocks) if alike[_text(each[0])] > 1 and not each[0].accessibility_label]
    labels = Counter(label(_text(button), above) for button, above, _ in found)
    for button, above, header in found:
        told = label(_text(button), above)
        button.accessibility_label = told if labels[told] == 1 else label(_text(button), header)
    return blocks


def label(text: str, about: str) -> str:
    """Say what a button does, and with what."""
    return clip(f"{text}: {about}", _LABEL_CHARACTERS)


def _buttons(blocks: Sequence[Block]) -> Iterator[tuple[ButtonElement, str, str]]:
    """Give every button, the first line of what stands above or beside it, and the header of its section."""
    above = header = ""
    for block in blocks:
        if not isinstance(block, ActionsBlock):
            above = next((line.partition("\n")[0] for line in lines(block)), above)
        header = above if isinstance(block, HeaderBlock) else header
        elements = block.elements if isinstance(block, ActionsBlock) else [getattr(block, "accessory", None)]
        yield from ((each, _bare(above), _bare(header)) for each in elements if isinstance(each, ButtonElement))


def _text(button: ButtonElement) -> str:
    return button.text.text if isinstance(button.text, TextObject) else str(button.text)


def _bare(line: str) -> str:
    return html.unescape(line.replace("*", "").replace("\u2060", ""))
