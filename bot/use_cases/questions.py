"""The questions that waves ask: the shipped bank and those that admins wrote."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.roles import need_admin
from storage import journal, questions, roster, survey
from surveys.errors import Message, VorbildError, say
from surveys.journal import Deed, Entry
from surveys.own_questions import (
    MOST_QUESTIONS,
    OwnQuestion,
    Wording,
    check,
    hints,
    latest,
    next_number,
    with_own,
)
from surveys.questions import Bank
from surveys.survey import SurveyState


@dataclass(frozen=True)
class Saved:
    """What became of a wording: stored, or not yet, because there are hints that nobody has waved aside."""

    question: OwnQuestion | None
    hints: tuple[Message, ...] = ()


def bank_of(services: Services, session: Session) -> Bank:
    """Give all questions as they stand now; the same bank as long as nothing has changed."""
    return with_own(services.bank, questions.all_of(session))


def read_bank(services: Services) -> Bank:
    """Give all questions as they stand now."""
    with services.database.reading() as session:
        return bank_of(services, session)


def own_questions(services: Services, actor_id: str) -> list[OwnQuestion]:
    """Give the newest version of each own question, retired ones too."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return latest(questions.all_of(session))


def own_question(services: Services, actor_id: str, number: str) -> OwnQuestion:
    """Give an own question that can be edited."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return _in_use(session, number)


def save(services: Services, actor_id: str, wording: Wording, number: int | None, *, anyway: bool) -> Saved:
    """Store a new question, or a new wording of one; where there are hints only if the admin wants it anyway."""
    need_admin(services, actor_id, Deed.QUESTION_WRITTEN)
    checked = check(wording, services.bank)
    with services.database.transaction() as session:
        names = [person.name for person in roster.load(session).people.values()]
        found = hints(checked.text, names)
        if found and not anyway:
            return Saved(None, found)
        own = questions.all_of(session)
        new = _new(own, checked) if number is None else _again(session, number, checked)
        if new not in own:
            questions.add(session, new)
            journal.write(session, Entry(services.clock(), actor_id, Deed.QUESTION_WRITTEN, new.question.key))
        return Saved(new, found)


def retire(services: Services, actor_id: str, number: str) -> OwnQuestion:
    """Ask an own question no more; waves that are open finish with it, and reports still know it."""
    need_admin(services, actor_id, Deed.QUESTION_RETIRED)
    with services.database.transaction() as session:
        own = _in_use(session, number)
        for each in survey.all_of(session):
            if own.number in each.questions and each.state is not SurveyState.ENDED:
                raise VorbildError(
                    say("“{name}” asks this question in every wave. Edit that survey first.", name=each.name)
                )
        questions.retire(session, own.number)
        journal.write(session, Entry(services.clock(), actor_id, Deed.QUESTION_RETIRED, own.question.key))
        return own


def _new(own: tuple[OwnQuestion, ...], wording: Wording) -> OwnQuestion:
    if sum(not each.retired for each in latest(own)) >= MOST_QUESTIONS:
        raise VorbildError(say("There are {count} own questions already. Retire one first.", count=MOST_QUESTIONS))
    return OwnQuestion(next_number(own), 1, wording)


def _again(session: Session, number: int, wording: Wording) -> OwnQuestion:
    before = _in_use(session, str(number))
    return before if before.wording == wording else OwnQuestion(number, before.version + 1, wording)


def _in_use(session: Session, number: str) -> OwnQuestion:
    wanted = number.strip().removeprefix("#").removeprefix("q")
    own = latest(questions.all_of(session))
    found = next((each for each in own if str(each.number) == wanted and not each.retired), None)
    if found is not None:
        return found
    numbers = ", ".join(str(each.number) for each in own if not each.retired) or "–"
    raise VorbildError(
        say(
            "There is no own question {number} in use. There is: {numbers}. The shipped questions stay as they are.",
            number=wanted[:20],
            numbers=numbers,
        )
    )
