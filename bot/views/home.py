"""The Home tab: what one person may see, section by section."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import Action
from bot.views.invitation import invitation
from bot.views.labels import told_apart
from bot.views.privacy import promises, stored
from surveys.privacy import Holdings
from surveys.waves import OpenPulse

BLOCKS_MOST = 100
"""What Slack shows of a Home tab."""


def home(sections: Iterable[Sequence[Block]]) -> View:
    """Set sections one beneath the other, a line between them; an empty one is left out."""
    blocks: list[Block] = []
    for section in sections:
        if section:
            blocks += [DividerBlock(), *section] if blocks else section
    return View(type="home", blocks=told_apart(blocks[:BLOCKS_MOST]))


def open_pulses(pulses: Sequence[OpenPulse], words: Words, *, can_postpone: bool = True) -> list[Block]:
    """Show open pulses, or that there is none; to whoever wants no messages without the buttons that put one off."""
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=words("Open pulses")))]
    for pulse in pulses:
        blocks += invitation(pulse, words, can_postpone=can_postpone).blocks
    if not pulses:
        nothing = words("Nothing to answer right now. When a pulse opens, it appears here and in my messages to you.")
        blocks.append(SectionBlock(text=PlainTextObject(text=nothing)))
    return blocks


def what_happens(holdings: Holdings, words: Words) -> list[Block]:
    """Show what happens with answers, what is stored about this person now, and where a ballot can be taken back."""
    header = HeaderBlock(text=PlainTextObject(text=words("What happens with your answers")))
    return [header, *promises(words), *stored(holdings, words), _more(words)]


def _more(words: Words) -> Block:
    buttons = [
        (Action.MY_DATA, words("What is stored about me now")),
        (Action.JOURNAL, words("Who changed which setting")),
    ]
    return ActionsBlock(
        elements=[ButtonElement(action_id=action, text=PlainTextObject(text=text)) for action, text in buttons]
    )
