"""Commitments of leaders who lead their unit no more pass to whoever leads it now: they accept or drop them."""

from dataclasses import replace

from bot.services import Services
from bot.use_cases import commitment_notes
from storage import commitments
from surveys.commitments import CommitmentState, Event, Step
from surveys.schedule import local_date


def pass_on(services: Services) -> None:
    """Pass on what is open and whose holder leads the unit no more; its new leader is asked, once."""
    with services.database.reading() as session:
        if not commitments.stray(session):
            return
    today = local_date(services.clock(), services.time_zone)
    with services.database.transaction() as session:
        for commitment, leader_id in commitments.stray(session, hold=True):
            passed = replace(commitment, state=CommitmentState.PASSED, holder_id=leader_id)
            commitments.keep(session, passed)
            event = commitments.note(session, Event(0, commitment.id, Step.PASSED, leader_id, today))
            commitment_notes.owe(services, session, passed, event)
            commitment_notes.owe_handover(services, session, event)
