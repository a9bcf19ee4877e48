"""`/pulse export`: a leader's or viewer's file of published figures. A mere admin sees no results and gets none."""

import secrets
from dataclasses import replace

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import authoring, export, kinds, roles
from bot.use_cases.export import PublishedWave
from storage import leading, outbox, survey, waves
from storage.outbox import Owed
from surveys.roles import Role

_MAY = (Role.LEADER, Role.VIEWER)


def owe(services: Services, actor_id: str, name: str) -> str:
    """Owe somebody a survey's figures as a file; refused where there is nothing for them. Gives the survey's name."""
    each = authoring.find(services, name)
    figures(services, actor_id, each.id)
    owed = Owed(
        key=f"{kinds.EXPORT}/{secrets.token_hex(8)}",
        kind=kinds.EXPORT,
        due_at=services.clock(),
        parameters={"person_id": actor_id, "survey_id": each.id},
    )
    with services.database.transaction() as session:
        outbox.enqueue(session, [owed])
    return each.name


def figures(services: Services, actor_id: str, survey_id: int) -> list[PublishedWave]:
    """Give what was published: to a viewer all, to a leader the waves in which they led, their units and those beneath.

    Rights are those of this moment: asked again when the file is sent.
    """
    roles.need(services, actor_id, _MAY)
    with services.database.reading() as session:
        name = survey.find(session, survey_id).name
        units = _units_of(session, actor_id, survey_id)
    published = export.published(services, name)
    if Role.VIEWER in roles.roles_of(services, actor_id):
        return published
    return [
        replace(wave, unit_names={id_: unit for id_, unit in wave.unit_names.items() if id_ in units[wave.number]})
        for wave in published
    ]


def _units_of(session: Session, person_id: str, survey_id: int) -> dict[int, set[str]]:
    """Name, by number of a wave, the units that somebody led when it opened and leads still, and those beneath."""
    leads = {unit.id for unit in leading.led_by(session, person_id)}
    found: dict[int, set[str]] = {}
    for wave in waves.of_survey(session, survey_id):
        led = {unit.unit_id for unit in waves.units_of(session, wave.id) if unit.leader_id == person_id} & leads
        tree = waves.organisation_of(session, wave.id).tree
        found[wave.number] = {below for top in led for below in tree.beneath(top)}
    return found
