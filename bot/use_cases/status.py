"""How surveys stand: what is delivered, what waits, what failed and why; participation as a band, once a wave is closed."""

from collections import Counter

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import authoring, kinds
from bot.use_cases.roles import need_admin
from storage import journal, ledger, outbox, roster, survey, waves
from storage.outbox import MessageState
from surveys.errors import VorbildError, say
from surveys.figures import ShareBand
from surveys.journal import Deed, Entry
from surveys.status import FailedPost, Status
from surveys.survey import Survey, SurveyState
from surveys.waves import Wave, WaveState

COUNTED = {WaveState.CLOSED, WaveState.REPORTED}


def statuses(services: Services, actor_id: str, name: str = "") -> list[Status]:
    """Give how one survey stands, or all that have not ended."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        if name:
            return [_status(session, authoring.named(session, name))]
        running = [each for each in survey.all_of(session) if each.state is not SurveyState.ENDED]
        return [_status(session, each) for each in running]


def retry_failed(services: Services, actor_id: str, name: str) -> int:
    """Put everything of a survey that Slack refused back into the queue; give how many messages that are."""
    need_admin(services, actor_id, Deed.MESSAGES_RETRIED)
    with services.database.transaction() as session:
        each = authoring.named(session, name)
        failed = _failed(session, each)
        if not failed:
            raise VorbildError(say("Nothing of “{name}” failed. Nothing was changed.", name=each.name))
        outbox.revive(session, [message.id for message in failed], services.clock())
        journal.write(session, Entry(services.clock(), actor_id, Deed.MESSAGES_RETRIED, each.name))
        return len(failed)


def _status(session: Session, each: Survey) -> Status:
    newest = next(reversed(waves.of_survey(session, each.id)), None)
    failed = _failed(session, each)
    units = roster.units(session)
    posts = tuple(
        FailedPost(
            units[unit_id].name if (unit_id := message.parameters["unit_id"]) in units else unit_id,
            message.parameters["channel_id"],
            message.remedy,
        )
        for message in failed
        if message.kind == kinds.TREND_POST
    )
    others = Counter(message.remedy for message in failed if message.kind != kinds.TREND_POST)
    messages = outbox.counts(session, newest.id, kinds.INVITATION) if newest else {}
    return Status(
        survey=each,
        wave=newest,
        delivered=messages.get(MessageState.SENT, 0),
        waiting=messages.get(MessageState.READY, 0) + messages.get(MessageState.SENDING, 0),
        refusals=others,
        failed_posts=posts,
        participation=_participation(session, newest),
    )


def _failed(session: Session, each: Survey) -> list[outbox.Refused]:
    wave_ids = {wave.id for wave in waves.of_survey(session, each.id)}
    return [message for message in outbox.refused(session) if message.parameters.get("wave_id") in wave_ids]


def _participation(session: Session, newest: Wave | None) -> dict[str, ShareBand]:
    """Read the bands of the top units, by name; of a wave that is not counted there are none."""
    if newest is None or newest.state not in COUNTED:
        return {}
    organisation = waves.organisation_of(session, newest.id)
    bands = ledger.of_wave(session, newest.id).participation
    return {organisation.names[root]: bands[root] for root in organisation.tree.roots() if root in bands}
