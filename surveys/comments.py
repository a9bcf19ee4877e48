"""Comments: released only among enough others, in random order, with nothing beside them (`privacy.md`, P8, S7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from surveys.tree import UnitTree

ANSWERS_LEAST = 8
COMMENTS_LEAST = 3


@dataclass(frozen=True)
class CommentCell:
    """Comments shown together at a unit, shuffled."""

    unit_id: str
    texts: tuple[str, ...]


def release_comments(
    comments: Mapping[str, Sequence[str]], respondents: Mapping[str, int], tree: UnitTree, random: Random
) -> list[CommentCell]:
    """Pool comments bottom up until a cell has 8 answers and 3 comments; what is left at a root is not shown.

    `comments` and `respondents` are by the unit in which people are counted.
    """
    cells: list[CommentCell] = []
    carried: dict[str, tuple[int, list[str]]] = {}
    for unit_id in tree.bottom_up():
        answers, texts = respondents.get(unit_id, 0), list(comments.get(unit_id, ()))
        for child in tree.children(unit_id):
            child_answers, child_texts = carried[child]
            answers, texts = answers + child_answers, texts + child_texts
        if answers >= ANSWERS_LEAST and len(texts) >= COMMENTS_LEAST:
            random.shuffle(texts)
            cells.append(CommentCell(unit_id, tuple(texts)))
            answers, texts = 0, []
        carried[unit_id] = (answers, texts)
    return cells
