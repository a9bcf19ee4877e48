"""One respondent's answers: checked against the questionnaire, and laid out in two plaintexts of one fixed size.

Scores and comment travel apart, and each is padded to `BOX_BYTES`: what is sealed tells nothing by its length, and
everybody who answers leaves both, a comment written or not.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.comments import Comment
from surveys.errors import VorbildError, say
from surveys.judging import Judgement
from surveys.scales import Answer
from surveys.tallies import Tallies

BOX_BYTES = 2048
COMMENT_BYTES = 1800
"""What a comment may take in UTF-8; with the unit's id and a mark it always fits the box."""
UNIT_BYTES = 200
MARK_BYTES = 32
"""The mark of a receipt; drawn at random for those who hold none, so that nothing differs."""
_LENGTH = 2
_FIELDS = 3
_ID = 5
_CHOICES = tuple(Answer)


@dataclass(frozen=True)
class Ballot:
    """Answers by question key, an optional comment, and by id what is said of the commitments that were due."""

    answers: Mapping[str, Answer]
    comment: str = ""
    judgements: Mapping[int, Judgement] = field(default_factory=dict)


def check(ballot: Ballot, question_keys: Sequence[str]) -> Ballot:
    """Refuse a ballot that does not answer exactly this questionnaire; give it back with a tidy comment."""
    if set(ballot.answers) != set(question_keys):
        raise VorbildError(say("These answers belong to another questionnaire. Please open the pulse again."))
    if any(answer not in _CHOICES for answer in ballot.answers.values()):
        raise VorbildError(say("One of the answers is not on the scale. Please open the pulse again."))
    answers = {key: Answer(answer) for key, answer in ballot.answers.items()}
    return Ballot(answers, tidy(ballot.comment), ballot.judgements)


def tidy(comment: str) -> str:
    """Normalise a comment to what can be stored whole; refuse what is too long.

    Lone surrogates and control characters (but line breaks) are dropped: no person types them on purpose.
    """
    kept = "".join(c for c in comment if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    size = len(kept.encode())
    if size > COMMENT_BYTES:
        raise VorbildError(
            say(
                "Your text is too long by about {count} characters. Please shorten it; what you entered is still here.",
                count=size - COMMENT_BYTES,
            )
        )
    return kept


def encode_scores(ballot: Ballot, unit_id: str, question_keys: Sequence[str]) -> bytes:
    """Lay out unit, answers in the questionnaire's order, and judgements, in `BOX_BYTES` bytes."""
    answers = bytes(ballot.answers[key] for key in question_keys)
    judgements = b"".join(id_.to_bytes(_ID, "big") + bytes([said]) for id_, said in ballot.judgements.items())
    return _padded(_field(unit_id.encode()) + _field(answers) + _field(judgements))


def decode_scores(plaintext: bytes, question_keys: Sequence[str]) -> tuple[str, dict[str, Answer]]:
    """Read back unit id and answers."""
    unit, values, _ = _fields(plaintext)
    return unit.decode(), {key: _CHOICES[value] for key, value in zip(question_keys, values, strict=True)}


def decode_judgements(plaintext: bytes) -> dict[int, Judgement]:
    """Read back what is said of commitments; none in boxes of before there were any."""
    _, _, said = _fields(plaintext)
    entries = (said[start : start + _ID + 1] for start in range(0, len(said), _ID + 1))
    return {int.from_bytes(entry[:_ID], "big"): Judgement(entry[_ID]) for entry in entries}


def encode_comment(comment: Comment, unit_id: str) -> bytes:
    """Lay out unit, comment and mark in `BOX_BYTES` bytes; an empty comment takes the same room."""
    return _padded(_field(unit_id.encode()) + _field(comment.text.encode()) + _field(comment.mark))


def decode_comment(plaintext: bytes) -> tuple[str, Comment]:
    """Read back unit id and comment: an empty text when none was written, no mark in boxes of before receipts."""
    unit, text, mark = _fields(plaintext)
    return unit.decode(), Comment(text.decode(), mark)


def tally(plaintexts: Iterable[bytes], question_keys: Sequence[str]) -> Tallies:
    """Count opened score boxes, in memory only."""
    tallies = Tallies(question_keys)
    for plaintext in plaintexts:
        tallies.add(*decode_scores(plaintext, question_keys))
    return tallies


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(_LENGTH, "big") + value


def _fields(plaintext: bytes) -> list[bytes]:
    """Read a box's three fields back; one that was never written is padding, and so empty."""
    fields, start = [], 0
    for _ in range(_FIELDS):
        begin = start + _LENGTH
        start = begin + int.from_bytes(plaintext[start:begin], "big")
        fields.append(plaintext[begin:start])
    return fields


def _padded(data: bytes) -> bytes:
    if len(data) > BOX_BYTES:
        raise ValueError("a ballot does not fit its box")
    return data.ljust(BOX_BYTES, b"\0")
