"""Own questions in the database."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session, SQLModel, col

from storage.tables import QuestionRow
from surveys.own_questions import OwnQuestion, Wording
from surveys.texts import Text

_QUESTION = SQLModel.metadata.tables["own_question"]


def all_of(session: Session) -> tuple[OwnQuestion, ...]:
    """Give every version of every own question, by number and version."""
    rows = session.execute(select(_QUESTION).order_by(_QUESTION.c.number, _QUESTION.c.version))
    return tuple(_from_row(row) for row in rows)


def add(session: Session, own: OwnQuestion) -> None:
    """Store a new question, or a new version of one."""
    step = own.wording.next_step
    session.add(
        QuestionRow(
            number=own.number,
            version=own.version,
            dimension=own.wording.dimension,
            de=own.wording.text.de,
            en=own.wording.text.en,
            next_step_de=None if step is None else step.de,
            next_step_en=None if step is None else step.en,
        )
    )
    session.flush()


def retire(session: Session, number: int) -> None:
    """Ask a question no more."""
    session.execute(update(QuestionRow).where(col(QuestionRow.number) == number).values(retired=True))


def _from_row(row: Row[Any]) -> OwnQuestion:
    step = None if row.next_step_de is None else Text(row.next_step_de, row.next_step_en or "")
    return OwnQuestion(row.number, row.version, Wording(row.dimension, Text(row.de, row.en), step), row.retired)
