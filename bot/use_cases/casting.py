"""Casting ballots: sealed, durable when they are acknowledged, and many with one commit when many come at once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.services import Services
from bot.use_cases import receipts
from bot.use_cases.answering import promises_of, questions_of, still_open, unit_among
from storage import invitations, urn, waves
from storage.sealing import SealingKey
from storage.urn import COMMENT, Part, Place
from surveys import ballots
from surveys.ballots import Ballot
from surveys.comments import Comment
from surveys.errors import VorbildError
from surveys.instalments import Instalment, merged
from surveys.judging import Judgement
from surveys.questions import Question
from surveys.scales import Answer
from surveys.waves import Wave

ReadBallot = Callable[[tuple[Question, ...]], Ballot]
"""Reads what was submitted as answers to a wave's questions."""


Plaintexts = Mapping[Place, bytes]
"""A ballot as it is sealed: a plaintext for each place."""


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
        for numbers in _parts(submissions):
            part = [submissions[number] for number in numbers]
            outcomes.update(zip(numbers, _seal_part(services, session, part), strict=True))
    return [outcomes[number] for number in range(len(submissions))]


def _parts(submissions: Sequence[Submission]) -> list[list[int]]:
    """Part submissions by wave, nobody twice in a part: a person's later ballot is laid over the earlier one.

    Within a part people have one order, so that two processes never wait for each other in a circle; what is written has
    the order of the slots.
    """
    turns: Counter[tuple[int, str]] = Counter()
    parts: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number in sorted(range(len(submissions)), key=lambda number: submissions[number].person_id):
        each = submissions[number]
        turns[each.wave_id, each.person_id] += 1
        parts[turns[each.wave_id, each.person_id], each.wave_id].append(number)
    return [parts[turn] for turn in sorted(parts)]


def _seal_part(services: Services, session: Session, part: list[Submission]) -> list[SealedBallot | Exception]:
    try:
        paper = _Paper.of(services, session, part[0].wave_id, [each.person_id for each in part])
    except VorbildError as error:
        return [error for _ in part]
    outcomes: list[SealedBallot | Exception] = []
    ballots_of: dict[str, Plaintexts] = {}
    for each in part:
        try:
            code, mark = receipts.draw(services, paper.pepper)
            ballots_of[each.person_id] = _laid_out(session, paper, each, mark)
            outcomes.append(SealedBallot(paper.wave.closes_at, paper.wave.more_on(len(paper.now_open)), code))
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 (nothing of it is written; the others' ballots must go on)
            outcomes.append(error)
    if ballots_of:
        urn.put_all(session, paper.wave.id, paper.key, ballots_of)
    return outcomes


@dataclass(frozen=True)
class _Paper:
    """What people are asked who answer a wave now: the same of everybody but the promises of their unit's leader."""

    wave: Wave
    now_open: tuple[Instalment, ...]
    questions: tuple[Question, ...]
    unit_of: Mapping[str, str]
    promises: Mapping[int, str]
    """The unit of each promise, by its id."""
    key: SealingKey
    pepper: SealingKey | None

    @classmethod
    def of(cls, services: Services, session: Session, wave_id: int, person_ids: Sequence[str]) -> "_Paper":
        wave = still_open(services, waves.hold(session, wave_id))
        now_open = wave.instalments_open(services.clock())
        questions = questions_of(services, session, now_open)
        unit_of = invitations.units_of(session, wave.id, person_ids)
        promises = {each.id: each.unit_id for each in promises_of(session, wave, set(unit_of.values()))}
        return cls(wave, now_open, questions, unit_of, promises, *services.keys.for_casting(wave.id))


def _laid_out(session: Session, paper: _Paper, each: Submission, mark: bytes) -> Plaintexts:
    wave, now_open, unit_id = paper.wave, paper.now_open, unit_among(paper.unit_of, each.person_id)
    ballot = each.read(paper.questions)
    sealed = _Sealed.of(session, wave, paper.key, each.person_id) if wave.weekly else _Sealed({}, Comment(""), {})
    by_instalment, text = merged(ballot, now_open, sealed.answers)
    judgements = dict(sealed.judgements)
    judgements.update((id_, said) for id_, said in ballot.judgements.items() if paper.promises.get(id_) == unit_id)
    comment = sealed.comment if sealed.comment.text and not text else Comment(text, mark)
    plaintexts: dict[Place, bytes] = {
        Place(Part.SCORES, part.number): ballots.encode_scores(
            Ballot(by_instalment[part.number], judgements=judgements if part.number == 1 else {}),
            unit_id,
            part.question_keys,
        )
        for part in now_open
        if part.number in by_instalment
    }
    plaintexts[COMMENT] = ballots.encode_comment(comment, unit_id)
    return plaintexts


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
