"""A message as Slack takes it, and what somebody hears of it who has it read out."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.literal import clip
from bot.views.reading import lines

_WHOLE_CHARACTERS = 3900


@dataclass(frozen=True)
class Post:
    """Blocks, and a text in their stead: what a notification begins with."""

    text: str
    blocks: Sequence[Block]

    @property
    def whole(self) -> str:
        """Say all that the blocks say, the text first: screen readers read a message's text, not its blocks."""
        told = [self.text]
        for line in (line for block in self.blocks for line in lines(block)):
            if _bare(line) not in _bare(" ".join(told)):
                told.append(line)
        return clip("\n".join(told), _WHOLE_CHARACTERS)


def _bare(line: str) -> str:
    return " ".join(line.replace("*", " ").split())
