"""Comments: released only among enough others, in random order, with nothing beside them (`privacy.md`, P8, S7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from surveys.tree import UnitTree

ANSWERS_LEAST = 8
COMMENTS_LEAST = 3


@dataclass(frozen=True)
class Comment:
    """What somebody wrote, and the mark of the receipt that its author holds; empty where there is none."""

    text: str
    mark: bytes = b""


@dataclass(frozen=True)
class CommentCell:
    """Comments shown together at a unit, shuffled."""

    unit_id: str
    comments: tuple[Comment, ...]


def release_comments(
    comments: Mapping[str, Sequence[Comment]],
    respondents: Mapping[str, int],
    tree: UnitTree,
    random: Random,
    threshold: int = ANSWERS_LEAST,
) -> list[CommentCell]:
    """Pool comments bottom up until a cell has 8 answers and 3 comments; what is left at a root is not shown.

    A higher `threshold` of the policy holds for comments too.
    `comments` and `respondents` are by the unit in which people are counted.
    """
    cells: list[CommentCell] = []
    carried: dict[str, tuple[int, list[Comment]]] = {}
    for unit_id in tree.bottom_up():
        answers, written = respondents.get(unit_id, 0), list(comments.get(unit_id, ()))
        for child in tree.children(unit_id):
            child_answers, child_written = carried[child]
            answers, written = answers + child_answers, written + child_written
        if answers >= max(ANSWERS_LEAST, threshold) and len(written) >= COMMENTS_LEAST:
            random.shuffle(written)
            cells.append(CommentCell(unit_id, tuple(written)))
            answers, written = 0, []
        carried[unit_id] = (answers, written)
    return cells
