"""What leaders of the invented company promise, and which of them keep it: those whose division gets better."""

from collections.abc import Iterable
from datetime import timedelta

from bot.demo.company import PROMISE, Company
from bot.services import Services
from bot.use_cases import commitments
from surveys.commitments import OPEN
from surveys.roster import Unit
from surveys.schedule import local_date
from surveys.texts import Locale

_TEAMS = 5
_DAYS = 9
_LEAST_MEMBERS = 6


def make(services: Services, company: Company, wave: int) -> None:
    """Let leaders promise something after the wave before their division changes."""
    story = company.story
    for division, changes in ((story.improving, story.improves_from), (story.slipping, story.slips_from)):
        if wave == changes - 1:
            for unit in _teams(company, division):
                due_on = local_date(services.clock(), services.time_zone) + timedelta(days=_DAYS)
                text = PROMISE.in_(company.roster.people[unit.leader_id].locale or Locale.EN)
                draft = commitments.save(services, unit.leader_id, unit.id, text, due_on)
                commitments.publish(services, unit.leader_id, draft.commitment.id)


def keep(services: Services, company: Company) -> None:
    """Let those whose division gets better mark as done what they promised."""
    for unit in _teams(company, company.story.improving):
        boards = commitments.of_leader(services, unit.leader_id)
        for told in (told for board in boards for told in board.told if told.commitment.state in OPEN):
            commitments.done(services, unit.leader_id, told.commitment.id)


def _teams(company: Company, division: str) -> list[Unit]:
    roster = company.roster
    beneath: Iterable[Unit] = (roster.units[unit_id] for unit_id in roster.tree.beneath(division))
    return [unit for unit in beneath if len(roster.members(unit.id)) >= _LEAST_MEMBERS][:_TEAMS]
