"""Casting ballots: sealed, durable when they are acknowledged, and many with one commit when many come at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.services import Services
from bot.use_cases import receipts
from bot.use_cases.answering import need_invitation, promises_of, questions_of, still_open
from storage import urn, waves
from storage.sealing import SealingKey
from storage.urn import COMMENT, Part, Place
from surveys import ballots
from surveys.ballots import Ballot
from surveys.comments import Comment
from surveys.instalments import Instalment, merged
from surveys.judging import Judgement
from surveys.questions import Question
from surveys.scales import Answer
from surveys.waves import Wave

ReadBallot = Callable[[tuple[Question, ...]], Ballot]
"""Reads what was submitted as answers to a wave's questions."""


@dataclass(frozen=True)
class Submission:
    """What somebody submits to a wave."""

    wave_id: int
    person_id: str
    read: ReadBallot


@dataclass(frozen=True)
class SealedBallot:
    """Until when a ballot can be replaced, when there are more questions, and the receipt: shown once, kept nowhere."""

    closes_at: datetime
    more_on: date | None
    code: str


def cast(services: Services, wave_id: int, person_id: str, read: ReadBallot) -> SealedBallot:
    """Seal a ballot, replacing an earlier one. Durable when this returns; nothing tells when it happened.

    Whoever answers gets a receipt, a comment written or not; a replaced ballot's receipt is void with it.
    """
    (outcome,) = cast_all(services, [Submission(wave_id, person_id, read)])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def cast_all(services: Services, submissions: Sequence[Submission]) -> list[SealedBallot | Exception]:
    """Seal what came in at the same time, with one commit; one that is refused hinders no other.

    Where the database refuses them together, each is tried alone.
    """
    try:
        return _commit(services, submissions)
    except SQLAlchemyError as error:
        if len(submissions) == 1:
            return [error]
        return [outcome for each in submissions for outcome in cast_all(services, [each])]


def _commit(services: Services, submissions: Sequence[Submission]) -> list[SealedBallot | Exception]:
    outcomes: dict[int, SealedBallot | Exception] = {}
    with services.database.transaction() as session:
        paper_of = cache(lambda wave_id: _Paper.of(services, session, wave_id))
        for number in _in_one_order(submissions):
            try:
                each = submissions[number]
                outcomes[number] = _seal(services, session, paper_of(each.wave_id), each)
            except SQLAlchemyError:
                raise
            except Exception as error:  # noqa: BLE001 (raised before anything is written; the others' ballots must go on)
                outcomes[number] = error
    return [outcomes[number] for number in range(len(submissions))]


def _in_one_order(submissions: Sequence[Submission]) -> list[int]:
    """Give an order in which two processes never wait for each other; one person's own submissions stay in theirs."""
    return sorted(range(len(submissions)), key=lambda number: submissions[number].person_id)


@dataclass(frozen=True)
class _Paper:
    """What is the same for everybody who answers a wave now."""

    wave: Wave
    now_open: tuple[Instalment, ...]
    questions: tuple[Question, ...]
    key: SealingKey
    pepper: SealingKey | None

    @classmethod
    def of(cls, services: Services, session: Session, wave_id: int) -> "_Paper":
        wave = still_open(services, waves.hold(session, wave_id))
        now_open = wave.instalments_open(services.clock())
        return cls(wave, now_open, questions_of(services, session, now_open), *services.keys.for_casting(wave.id))


def _seal(services: Services, session: Session, paper: _Paper, each: Submission) -> SealedBallot:
    wave, now_open = paper.wave, paper.now_open
    unit_id = need_invitation(session, wave, each.person_id).unit_id
    ballot = each.read(paper.questions)
    sealed = _Sealed.of(session, wave, paper.key, each.person_id) if wave.weekly else _Sealed({}, Comment(""), {})
    by_instalment, text = merged(ballot, now_open, sealed.answers)
    promised = {promise.id for promise in promises_of(session, wave, unit_id)}
    judgements = {**sealed.judgements, **{id_: said for id_, said in ballot.judgements.items() if id_ in promised}}
    code, mark = receipts.draw(services, paper.pepper)
    comment = sealed.comment if sealed.comment.text and not text else Comment(text, mark)
    plaintexts = {
        Place(Part.SCORES, part.number): ballots.encode_scores(
            Ballot(by_instalment[part.number], judgements=judgements if part.number == 1 else {}),
            unit_id,
            part.question_keys,
        )
        for part in now_open
        if part.number in by_instalment
    }
    plaintexts[COMMENT] = ballots.encode_comment(comment, unit_id)
    urn.put(session, wave.id, paper.key, each.person_id, plaintexts)
    return SealedBallot(wave.closes_at, wave.more_on(len(now_open)), code)


@dataclass(frozen=True)
class _Sealed:
    """What a person sealed in earlier weeks of a wave.

    Whatever of it stays is sealed anew with what is new, so that a box tells by nothing whether it was changed. A comment
    that stays keeps the mark of its own receipt.
    """

    answers: dict[int, dict[str, Answer]]
    comment: Comment
    judgements: dict[int, Judgement]

    @classmethod
    def of(cls, session: Session, wave: Wave, key: SealingKey, person_id: str) -> "_Sealed":
        places = [*urn.scores(len(wave.instalments)), COMMENT]
        boxes = urn.held(session, wave.id, key, person_id, places)
        keys = {each.number: each.question_keys for each in wave.instalments}
        answers = {
            place.instalment: ballots.decode_scores(plaintext, keys[place.instalment])[1]
            for place, plaintext in boxes.items()
            if place.part is Part.SCORES
        }
        comment = ballots.decode_comment(boxes[COMMENT])[1] if COMMENT in boxes else Comment("")
        first = Place(Part.SCORES, 1)
        return cls(answers, comment, ballots.decode_judgements(boxes[first]) if first in boxes else {})
