"""Closing waves: counting, publishing what may be published, and destroying ballots and key.

Raw counts exist in `close` only. Each function may be called again after a kill.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from random import SystemRandom
from types import MappingProxyType

from sqlmodel import Session

from bot.garbage import uncollected
from bot.services import Services
from bot.use_cases import check_in_reports, kinds, postponing, reminding, unreachable
from storage import (
    comments,
    commitments,
    instalments,
    invitations,
    journal,
    ledger,
    outbox,
    roles,
    series,
    survey,
    threads,
    urn,
    waves,
)
from storage.outbox import Owed
from storage.sealing import SealingKey
from storage.urn import Part
from surveys import ballots, disclosure
from surveys.audit import Finding, audit
from surveys.comments import Comment, CommentCell, release_comments
from surveys.disclosure import Release
from surveys.erasure import ERASED
from surveys.errors import VorbildError, say
from surveys.journal import Entry
from surveys.policy import Policy
from surveys.reports import Organisation
from surveys.roles import Role
from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.tree import UnitTree
from surveys.waves import Wave, WaveState


def close_due(services: Services) -> None:
    """Close the waves whose time is over. One that cannot be counted waits, and holds up no other."""
    with services.database.reading() as session:
        due = [wave for wave in waves.in_state(session, WaveState.OPEN) if wave.closes_at <= services.clock()]
    for wave in due:
        try:
            close(services, wave)
        except VorbildError as refused:
            _tell_admins(services, wave, exposes=isinstance(refused, HeldError))


def close(services: Services, wave: Wave, entry: Entry | None = None) -> None:
    """Count a wave, publish what may be published, and destroy the ballots: one transaction, then the key.

    Raw counts exist inside this function only. `entry` is what the journal says when an admin closes by hand.
    """
    with uncollected(), services.database.transaction() as session:
        waves.step(session, wave, WaveState.CLOSED)
        key = services.keys.need(wave.id)
        if entry is not None:
            journal.write(session, entry)
        waves.set_end(session, wave, min(wave.closes_at, services.clock()))
        organisation = waves.organisation_of(session, wave.id)
        invited = invitations.invited_per_unit(session, wave.id)
        tallies, written = _count(session, wave, key)
        gates = ledger.gates(session, wave.survey_id, services.keys.gates)
        running = series.running(session, wave, services.keys.gates)
        release, gates = disclosure.release(tallies, organisation.tree, invited, gates, wave.policy, running)
        _refuse_what_exposes(wave, tallies, invited, release, organisation)
        ledger.append(session, wave.id, release)
        ledger.keep_gates(session, wave.survey_id, services.keys.gates, gates)
        series.keep(session, wave.survey_id, services.keys.gates, running.after(release.cells))
        released = comments.append(session, wave.id, _comments(written, tallies, organisation.tree, wave.policy))
        threads.begin(session, wave.id, released)
        urn.empty(session, wave.id)
        _owe_what_follows(services, session, wave)
    destroy_spent_keys(services)


def declare_void(services: Services, wave: Wave, entry: Entry) -> None:
    """Destroy the ballots of a wave uncounted: its key is lost, or the auditor holds it. Others are not voided."""
    held = wave.closes_at <= services.clock()
    if services.keys.find(wave.id) is not None and not held:
        raise VorbildError(say("This wave can be counted: its key is there. Close it instead; nothing was changed."))
    discard(services, wave, entry)


def discard(services: Services, wave: Wave, entry: Entry) -> None:
    """Destroy the ballots of an open wave uncounted, and its key: nothing of it is ever published."""
    with services.database.transaction() as session:
        waves.step(session, wave, WaveState.VOID)
        journal.write(session, entry)
        waves.set_end(session, wave, min(wave.closes_at, services.clock()))
        urn.empty(session, wave.id)
        outbox.expire(session, wave.id, kinds.INVITATION)
        outbox.enqueue(session, _closing_notes(services, session, wave))
    services.database.forget_remnants()
    destroy_spent_keys(services)


def destroy_spent_keys(services: Services) -> None:
    """Destroy the keys of waves that are counted; after a kill between commit and here, at the next tick."""
    kept = services.keys.wave_ids()
    if not kept:
        return
    with services.database.reading() as session:
        spent = kept & {
            wave.id
            for wave in waves.in_state(
                session, WaveState.CLOSED, WaveState.REPORTED, WaveState.VOID, WaveState.FORGOTTEN
            )
        }
    if not spent:
        return
    try:  # while a key is there, the next tick finds what a kill left undone
        services.database.forget_remnants()
    finally:
        for wave_id in spent:
            services.keys.destroy(wave_id)


class HeldError(VorbildError):
    """The auditor found that a wave's figures could expose somebody: nothing is written, the ballots stay sealed."""

    def __init__(self, wave: Wave, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            say(
                "Wave {number} is held: its figures could expose somebody ({finding}) Nothing is published and nothing "
                "is lost; please report this. `/pulse survey void NAME` gives the wave up.",
                number=wave.number,
                finding=findings[0].message,
            )
        )


def _refuse_what_exposes(
    wave: Wave, tallies: Tallies, invited: Mapping[str, int], release: Release, organisation: Organisation
) -> None:
    """Let the auditor attack what is about to be published."""
    evidence = disclosure.evidence(tallies, organisation.tree, invited, wave.policy)
    findings = audit(evidence, release, organisation.tree, wave.policy, disclosure.judged_by(tallies))
    if findings:
        raise HeldError(wave, findings)


def _tell_admins(services: Services, wave: Wave, *, exposes: bool) -> None:
    """Tell every admin once that a wave cannot be counted: it would expose somebody, or its key is not there."""
    now = services.clock()
    with services.database.transaction() as session:
        if waves.find(session, wave.id).state is not WaveState.OPEN:
            return  # another process closed it meanwhile
        notices = [
            Owed(
                key=f"{kinds.HELD_NOTICE}/{wave.id}/{admin.person_id}",
                kind=kinds.HELD_NOTICE,
                due_at=now,
                parameters={"person_id": admin.person_id, "wave_number": wave.number, "exposes": exposes},
            )
            for admin in roles.of(session, Role.ADMIN)
        ]
        outbox.enqueue(session, notices)


def _count(session: Session, wave: Wave, key: SealingKey) -> tuple[Tallies, dict[str, list[Comment]]]:
    """Open the urn in memory: tallies, and comments by unit."""
    written: dict[str, list[Comment]] = {}
    asked = commitments.asked_in(session, wave.id)
    tallies = Tallies(wave.question_keys, {each.id: each.unit_id for each in asked})
    keys = [each.question_keys for each in wave.instalments]
    sheets: dict[int, tuple[str, dict[str, Answer]]] = {}
    for box in urn.open_boxes(session, wave.id, key, invitations.people_of(session, wave.id), len(keys)):
        if box.place.part is Part.SCORES:
            unit_id, answers = ballots.decode_scores(box.plaintext, keys[box.place.instalment - 1])
            if asked:
                tallies.judge(ballots.decode_judgements(box.plaintext))
            if wave.weekly:  # one person's answers lie in several boxes
                sheets.setdefault(box.holder, (unit_id, {}))[1].update(answers)
            else:
                tallies.add(unit_id, answers)
        else:
            unit_id, comment = ballots.decode_comment(box.plaintext)
            if comment.text:
                written.setdefault(unit_id, []).append(comment)
    for unit_id, answers in sheets.values():
        tallies.add(unit_id, answers)
    return tallies, written


def _comments(written: dict[str, list[Comment]], tallies: Tallies, tree: UnitTree, policy: Policy) -> list[CommentCell]:
    respondents = {unit_id: tallies.respondents([unit_id]) for unit_id in tree}
    return release_comments(written, respondents, tree, SystemRandom(), policy.threshold)


def _owe_what_follows(services: Services, session: Session, wave: Wave) -> None:
    """Owe the trend posts, and to everybody alike the note that the pulse is closed."""
    now = services.clock()
    outbox.expire(session, wave.id, kinds.INVITATION)
    each = survey.find(session, wave.survey_id)
    if each.check_in is not None:
        reports = check_in_reports.owed(session, each, wave, now)
        outbox.enqueue(session, chain(reports, _closing_notes(services, session, wave)))
        return
    posts = unreachable.owed_posts(session, wave, waves.organisation_of(session, wave.id).names, now)
    outbox.enqueue(session, chain(posts, _leader_reports(session, wave, now), _closing_notes(services, session, wave)))


def _leader_reports(session: Session, wave: Wave, now: datetime) -> list[Owed]:
    """Owe each leader whom the wave was about one message of their own, however many units they lead."""
    units = waves.units_of(session, wave.id)
    tree = UnitTree({unit.unit_id: unit.parent_id for unit in units})
    asked = {above for unit in units if unit.invited for above in tree.upwards(unit.unit_id)}
    return [
        Owed(
            key=f"{kinds.LEADER_REPORT}/{wave.id}/{leader_id}",
            kind=kinds.LEADER_REPORT,
            due_at=now,
            parameters={"wave_id": wave.id, "person_id": leader_id},
        )
        for leader_id in sorted({unit.leader_id for unit in units if unit.unit_id in asked} - {ERASED})
    ]


def _closing_notes(services: Services, session: Session, wave: Wave) -> Iterator[Owed]:
    """Owe the notes, and forget who was owed a reminder or asked for later: what was sent is looked for alike for all."""
    now, reminders = services.clock(), reminding.forget(session, wave.id)
    again = postponing.forget(services, session, wave.id)
    for person_id in invitations.reached(session, wave.id):
        markers = {"reminder_id": reminders.get(person_id), "again_id": again.get(person_id)}
        yield closing_note(wave.id, person_id, now, markers=markers)
    for person_id, instalment in instalments.messages_of(session, wave.id):
        yield closing_note(wave.id, person_id, now, instalment)


def closing_note(
    wave_id: int,
    person_id: str,
    now: datetime,
    instalment: int = 1,
    *,
    markers: Mapping[str, str | None] = MappingProxyType({}),
) -> Owed:
    """Owe a person the change of an instalment's invitation into “this pulse is closed”.

    `markers` name what else may have been sent to them, to be deleted with it.
    """
    which = kinds.instalment_parameters(wave_id, person_id, instalment)
    return Owed(
        key=kinds.instalment_key(kinds.CLOSING_NOTE, which),
        kind=kinds.CLOSING_NOTE,
        due_at=now,
        parameters={**which, **{name: marker for name, marker in markers.items() if marker is not None}},
    )
