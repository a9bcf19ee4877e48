"""Proposing a roster from Slack: previewed by direct message, and carried out only when an admin confirms it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.garbage import uncollected
from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.roles import need_admin
from bot.use_cases.roster import RosterFile, carry_out, read_file, returning, show
from storage import outbox, proposals, roster
from storage.outbox import Owed
from surveys.errors import Message, Problem, ProblemsError, VorbildError, say
from surveys.journal import Deed
from surveys.proposals import PROBLEMS_KEPT, Origin, Preview, Proposal, fingerprint
from surveys.roster import Member, Roster, roster_differences


@dataclass(frozen=True)
class Outcome:
    """What a confirmation did: carried out, or not, because the roster had changed; then there is a new preview."""

    preview: Preview
    carried_out: bool


def propose_file(services: Services, actor_id: str, data: bytes, directory: Mapping[str, Member]) -> None:
    """Read a roster file and owe its sender the preview, or everything that is wrong with it."""
    propose(services, actor_id, Origin.FILE, lambda: read_file(data, directory))


def propose_groups(services: Services, actor_id: str, make: Callable[[Roster], Roster]) -> None:
    """Make a roster of user groups, given the one of today, and owe its preview."""
    today = show(services)
    propose(services, actor_id, Origin.SLACK, lambda: RosterFile(make(today)))


@uncollected()
def propose(services: Services, actor_id: str, origin: Origin, read: Callable[[], RosterFile]) -> None:
    """Keep what was read as a proposal and owe its preview; problems are kept instead, nothing half."""
    need_admin(services, actor_id)
    problems: tuple[Problem, ...] = ()
    try:
        found = read()
    except ProblemsError as refused:
        found, problems = RosterFile(Roster({}, {})), refused.problems
    _keep(services, actor_id, origin, found, problems)


def refuse(services: Services, actor_id: str, reason: Message) -> None:
    """Owe somebody the reason why their file was not read."""
    need_admin(services, actor_id)
    _keep(services, actor_id, Origin.FILE, RosterFile(Roster({}, {})), (Problem(0, reason),))


@uncollected()
def preview(services: Services, proposal_id: str) -> Preview | None:
    """Give a proposal as it compares with the roster of this moment; None when it was taken or is too old."""
    with services.database.reading() as session:
        found = proposals.find(session, proposal_id, services.clock())
        return None if found is None else _preview(services, found, roster.load(session))


def confirm(services: Services, actor_id: str, proposal_id: str) -> Outcome:
    """Carry a proposal out, once. If the roster has changed since the preview, nothing is done but a new preview."""
    need_admin(services, actor_id, Deed.ROSTER_IMPORTED)
    with services.database.transaction() as session:
        taken = _take(services, session, proposal_id)
        today = roster.load(session)
        if fingerprint(today) != taken.base:
            anew = replace(taken, id=_new_id(), made_by=actor_id, made_at=services.clock(), base=fingerprint(today))
            proposals.keep(session, anew)
            return Outcome(_preview(services, anew, today), carried_out=False)
        carry_out(services, session, RosterFile(taken.roster, taken.absences), actor_id)
        return Outcome(_preview(services, taken, today), carried_out=True)


def discard(services: Services, actor_id: str, proposal_id: str) -> None:
    """Forget a proposal; the roster stays."""
    need_admin(services, actor_id)
    with services.database.transaction() as session:
        _take(services, session, proposal_id)


def forget_old(services: Services) -> None:
    """Forget proposals that nobody confirmed."""
    with services.database.transaction() as session:
        proposals.forget_old(session, services.clock())


def _take(services: Services, session: Session, proposal_id: str) -> Proposal:
    taken = proposals.take(session, proposal_id, services.clock())
    if taken is None or taken.problems:
        raise VorbildError(
            say(
                "This preview is not valid any more: it was confirmed or discarded already, replaced by a newer one, "
                "or is older than a day. Nothing was changed now; `/pulse roster show` shows the roster."
            )
        )
    return taken


def _keep(services: Services, actor_id: str, origin: Origin, found: RosterFile, problems: Sequence[Problem]) -> None:
    now, id_ = services.clock(), _new_id()
    with services.database.transaction() as session:
        base = fingerprint(roster.load(session))
        shown = tuple(problems[:PROBLEMS_KEPT])
        proposals.keep(
            session,
            Proposal(id_, actor_id, now, origin, base, found.roster, found.absences, shown, len(problems)),
        )
        parameters = {"proposal_id": id_, "person_id": actor_id}
        owed = Owed(f"{kinds.ROSTER_PREVIEW}/{id_}", kinds.ROSTER_PREVIEW, now, parameters)
        outbox.enqueue(session, [owed])


def _preview(services: Services, proposal: Proposal, today: Roster) -> Preview:
    not_asked = tuple(person for person in proposal.roster.people.values() if not person.invitable)
    back = returning(services, proposal.roster)
    return Preview(proposal, roster_differences(today, proposal.roster), not_asked, back)


def _new_id() -> str:
    return secrets.token_hex(16)
