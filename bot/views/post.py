"""A message as Slack takes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block


@dataclass(frozen=True)
class Post:
    """Blocks, and the text that stands in where blocks cannot be shown."""

    text: str
    blocks: Sequence[Block]
