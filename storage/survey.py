"""Surveys in the database."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session, SQLModel, col

from storage.tables import SurveyRow
from surveys.audiences import GroupRef
from surveys.cadence_words import cadence_from_text, cadence_to_text
from surveys.calendars import WorkingTime
from surveys.disclosure import Policy
from surveys.errors import VorbildError, say
from surveys.gate import GateRule
from surveys.names import name_key
from surveys.policy import EARLIER_DEFAULTS
from surveys.survey import Survey, SurveyState
from surveys.texts import Locale

_SURVEY = SQLModel.metadata.tables["survey"]


def add(session: Session, survey: Survey) -> Survey:
    """Store a new survey and give it back with its id; a name already taken is refused."""
    if find_by_name(session, survey.name) is not None:
        raise VorbildError(say("There is a survey named “{name}” already. Choose another name.", name=survey.name))
    row = SurveyRow(**_values(survey))
    session.add(row)
    session.flush()
    return _from_row(row)


def find(session: Session, survey_id: int) -> Survey:
    """Give the survey with an id that the database itself handed out."""
    return _from_row(session.execute(select(_SURVEY).where(_SURVEY.c.id == survey_id)).one())


def find_or_none(session: Session, survey_id: int) -> Survey | None:
    """Give the survey with an id that came from outside."""
    row = session.get(SurveyRow, survey_id, populate_existing=True)
    return None if row is None else _from_row(row)


def find_by_name(session: Session, name: str) -> Survey | None:
    """Give the survey with this name, whatever its case and the quotation marks around it."""
    wanted = name_key(name)
    return next((survey for survey in all_of(session) if name_key(survey.name) == wanted), None)


def all_of(session: Session) -> list[Survey]:
    """Give all surveys, oldest first."""
    return [_from_row(row) for row in session.scalars(select(SurveyRow).order_by(col(SurveyRow.id)))]


def hold_all(session: Session) -> list[Survey]:
    """Give all surveys, and let nobody else hold them until this transaction ends: one process plans at a time."""
    statement = select(SurveyRow).order_by(col(SurveyRow.id)).with_for_update()
    return [_from_row(row) for row in session.scalars(statement)]


def change(session: Session, survey: Survey) -> Survey:
    """Store an edited survey if it is still the version that was edited; a name of another survey is refused."""
    namesake = find_by_name(session, survey.name)
    if namesake is not None and namesake.id != survey.id:
        raise VorbildError(say("There is a survey named “{name}” already. Choose another name.", name=survey.name))
    values = _values(replace(survey, version=survey.version + 1))
    same = (col(SurveyRow.id) == survey.id, col(SurveyRow.version) == survey.version)
    if session.scalar(update(SurveyRow).where(*same).values(values).returning(col(SurveyRow.id))) is None:
        raise VorbildError(say("“{name}” was changed meanwhile. Nothing of yours was saved.", name=survey.name))
    return find(session, survey.id)


def set_state(session: Session, survey_id: int, state: SurveyState) -> None:
    """Pause, resume or end a survey."""
    session.get_one(SurveyRow, survey_id).state = state


def set_policy(session: Session, survey_id: int, policy: Policy) -> None:
    """Let another policy hold from the next wave on; waves that exist keep theirs."""
    session.get_one(SurveyRow, survey_id).policy = policy_values(policy)


def policy_values(policy: Policy) -> dict[str, Any]:
    """Lay a policy out for storage."""
    return asdict(policy)


def policy_from(values: dict[str, Any]) -> Policy:
    """Read a policy back; what it does not name yet was as in the beginning."""
    gate = {name: EARLIER_DEFAULTS[name] for name in ("factor_of_few", "recent", "apart", "apart_again")} | values[
        "gate"
    ]
    return Policy(**{**values, "gate": GateRule(**gate)})


def _values(survey: Survey) -> dict[str, Any]:
    return {
        "name": survey.name,
        "cadence": cadence_to_text(survey.cadence),
        "opens": survey.opens,
        "days_open": survey.days_open,
        "channels": dict(survey.channels),
        "languages": list(survey.languages),
        "audience": list(survey.audience),
        "starts_on": survey.starts_on,
        "policy": policy_values(survey.policy),
        "state": survey.state,
        "time_zone": survey.time_zone,
        "groups": [str(group) for group in survey.groups],
        "questions": list(survey.questions),
        "reminder": survey.reminder,
        "version": survey.version,
        "working_days": sorted(survey.working.days),
        "working_begins": survey.working.begins,
        "working_ends": survey.working.ends,
        "weekly": survey.weekly,
        "check_in": survey.check_in,
    }


def _from_row(row: SurveyRow | Row[Any]) -> Survey:
    if row.id is None:
        raise ValueError("the survey is not stored yet")
    return Survey(
        id=row.id,
        name=row.name,
        cadence=cadence_from_text(row.cadence),
        opens=row.opens,
        days_open=row.days_open,
        channels=row.channels,
        starts_on=row.starts_on,
        languages=tuple(Locale(tag) for tag in row.languages),
        audience=tuple(row.audience),
        policy=policy_from(row.policy),
        state=SurveyState(row.state),
        time_zone=row.time_zone,
        groups=tuple(GroupRef.of(text) for text in row.groups),
        questions=tuple(row.questions),
        reminder=row.reminder,
        version=row.version,
        working=WorkingTime(frozenset(row.working_days), row.working_begins, row.working_ends),
        weekly=row.weekly,
        check_in=row.check_in,
    )
