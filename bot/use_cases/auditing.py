"""The auditor on the real data: the storage as it lies there, and everything ever published."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, func, inspect, select
from sqlmodel import Session, col

from storage import invitations, ledger, remnants, waves
from storage.database import Database
from storage.remnants import Remnant, RemnantKind
from storage.tables import LedgerRow, PersonRow
from storage.traces import postgresql_traces, sqlite_traces
from surveys.audit import audit_published, structure
from surveys.audit_over_time import PublishedWave, differences, too_often
from surveys.errors import Message, VorbildError, say
from surveys.findings import Finding
from surveys.linkage import Linkage, Respondent, Trace, link, link_comments
from surveys.verdicts import Line, found, linked, not_tried
from surveys.waves import Wave, WaveState

ENDED = (WaveState.CLOSED, WaveState.REPORTED, WaveState.VOID, WaveState.FORGOTTEN)
_TOLD = (WaveState.CLOSED, WaveState.REPORTED)
_WITHOUT = say("needs --truth, which only a demo can write: nobody else knows who answered what")


@dataclass(frozen=True)
class Truth:
    """Who answered what in each wave's number, in the order of answering, and what they wrote."""

    answers: Mapping[int, Sequence[Respondent]] = field(default_factory=dict)
    comments: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Storage:
    """Where to look: answers, keys, and what an operator names besides."""

    database: Database
    keys: Database
    logs: Sequence[Path] = ()
    backups: Sequence[Path] = ()
    truth: Truth | None = None


def privacy_audit(storage: Storage) -> list[Line]:
    """Play the attackers: (a) on the storage, (b) on everything ever published. Reads only, and needs no secret."""
    if not inspect(storage.database.engine).has_table("wave"):
        raise VorbildError(
            say("There is no Vorbild database at {url}: set VORBILD_DATABASE_URL.", url=_named(storage.database))
        )
    with storage.database.reading() as session:
        ended = [wave.id for wave in waves.in_state(session, *ENDED)]
    return [*_at_rest(storage, ended), *_linkage(storage), *_published(storage.database)]


def _named(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=True)


# --- the storage ----------------------------------------------------------------------------------------------------


def _at_rest(storage: Storage, ended: Collection[int]) -> Iterator[Line]:
    database = storage.database
    left = remnants.remnants(database, storage.keys, ended)
    files = ", ".join(path.name for path in database.files())
    yield found(
        say("Find ballots of closed waves"),
        say("closed waves: {count}; rows, free pages and logs of {files}", count=len(ended), files=files)
        if files
        else say("closed waves: {count}; rows (PostgreSQL's own files are not read)", count=len(ended)),
        _told(each for each in left if each.kind is not RemnantKind.KEY),
    )
    keys = ", ".join(path.name for path in storage.keys.files()) or "PostgreSQL"
    yield found(
        say("Find keys of closed waves"),
        say("rows and bytes of the key store: {files}", files=keys),
        _told(each for each in left if each.kind is RemnantKind.KEY),
    )
    yield found(
        say("Find something beside people that tells of answering"),
        say("every column of every table that names people"),
        _told(remnants.beside_people(database)),
    )
    yield found(
        say("Change what was published, or have the database note who answers"),
        say("triggers: the ledger's own, and foreign ones"),
        _told(remnants.changed_schema(database)),
    )
    yield found(
        say("Let the database server keep times"),
        say("server settings and replication"),
        _told(remnants.settings(database)),
        warning=True,
    )
    yield _logs(storage)
    yield _backups(storage, ended)


def _logs(storage: Storage) -> Line:
    attack = say("Find people or their words in logs")
    if not storage.logs:
        return not_tried(attack, say("name the files with --logs"))
    with storage.database.reading() as session:
        people = set(session.scalars(select(col(PersonRow.id))))
    written = storage.truth.comments.values() if storage.truth else ()
    words = {comment.encode() for comments in written for _, comment in comments}
    return found(
        attack, say("files: {count}", count=len(storage.logs)), _told(remnants.people_in(storage.logs, people, words))
    )


def _backups(storage: Storage, ended: Collection[int]) -> Line:
    attack = say("Open the ballots in a backup")
    if not storage.backups:
        return not_tried(attack, say("name the files with --backup"))
    left = [each for path in storage.backups for each in remnants.in_backup(path, ended)]
    return found(attack, say("files searched for keys: {count}", count=len(storage.backups)), _told(left))


def _told(left: Iterable[Remnant]) -> tuple[Message, ...]:
    return tuple(each.message for each in left)


def _linkage(storage: Storage) -> Iterator[Line]:
    people = say("Line people up with answers: by order, row number, place in the file, log, transaction, any column")
    comments = say("Line people up with comments by their size")
    if storage.truth is None:
        yield not_tried(people, _WITHOUT)
        yield not_tried(comments, _WITHOUT)
        return
    traces = _traces(storage)
    answered = [truth for truth in storage.truth.answers.values() if truth]
    linkage = _repeated(lambda seed: _sum(link(traces, truth, Random(seed)) for truth in answered))
    tried = say(
        "orders of records: {count}; ways to line them up: {aligned}; answers: {people}",
        count=linkage.tried,
        aligned=linkage.aligned,
        people=linkage.respondents,
    )
    yield linked(people, tried, linkage)
    written = [truth for truth in storage.truth.comments.values() if truth]
    linkage = _repeated(lambda seed: _sum(link_comments(traces, truth, Random(seed)) for truth in written))
    tried = say(
        "orders of records: {count}; ways to line them up: {aligned}; comments: {people}",
        count=linkage.tried,
        aligned=linkage.aligned,
        people=linkage.respondents,
    )
    yield linked(comments, tried, linkage)


def _traces(storage: Storage) -> list[Trace]:
    database = storage.database
    paths = [*database.files()[:1], *storage.backups]
    found = [trace for path in paths for trace in sqlite_traces(path)]
    return found if database.sqlite else [*found, *postgresql_traces(create_engine(database.url))]


def _repeated(attack: Callable[[int], Linkage]) -> Linkage:
    """Raise an alarm only if it repeats with another half known: one in a hundred honest storages would be accused."""
    first = attack(1)
    return attack(2) if first.above_chance else first


def _sum(linkages: Iterable[Linkage]) -> Linkage:
    """Take several waves together."""
    each = list(linkages)
    respondents = sum(one.respondents for one in each)
    expected = sum(one.chance * one.respondents for one in each)
    best = next((one.best for one in each if one.above_chance), "")
    chance = expected / respondents if respondents else 0.0
    tried, aligned = max((one.tried for one in each), default=0), sum(one.aligned for one in each)
    return Linkage(sum(one.hits for one in each), respondents, chance, tried, aligned, best)


# --- everything ever published --------------------------------------------------------------------------------------


def _published(database: Database) -> Iterator[Line]:
    with database.reading() as session:
        told = sorted(waves.in_state(session, *_TOLD), key=lambda wave: (wave.opens_on, wave.id))
        published = {wave.id: _of_wave(session, wave) for wave in told}
        misplaced: list[Finding] = []
        for wave in told:
            tree = waves.organisation_of(session, wave.id).tree
            misplaced += structure(published[wave.id].release, tree, wave.policy)
        early = _outside(session, told)
    by_survey: dict[int, list[Wave]] = defaultdict(list)
    for wave in told:
        by_survey[wave.survey_id].append(wave)
    figures = sum(len(each.release.released) for each in published.values())
    tried = say("figures: {figures}, waves: {waves}", figures=figures, waves=len(told))
    certain = [one for each in by_survey.values() for one in _certain(each, published)]
    joined = [one for each in by_survey.values() for one in differences([published[wave.id] for wave in each])]
    yield found(say("Subtract published groups from each other"), tried, _accused(misplaced))
    yield found(say("Work out the answers that stay possible for somebody"), tried, _accused(certain))
    yield found(say("Compare waves between which somebody joined or left"), tried, _accused(joined))
    yield found(say("Ask the same people again too soon"), tried, _accused(too_often(list(published.values()))))
    yield found(say("Read figures of a wave before it closed"), tried, early)


def _of_wave(session: Session, wave: Wave) -> PublishedWave:
    members = invitations.members_of(session, wave.id)
    frozen = {unit: frozenset(people) for unit, people in members.items()}
    return PublishedWave(wave.opens_on, frozen, ledger.of_wave(session, wave.id))


def _certain(each: Sequence[Wave], published: Mapping[int, PublishedWave]) -> tuple[Finding, ...]:
    return audit_published([published[wave.id].release for wave in each], each[-1].policy)


def _outside(session: Session, told: Sequence[Wave]) -> tuple[Message, ...]:
    closed = [wave.id for wave in told]
    statement = select(func.count()).select_from(LedgerRow).where(col(LedgerRow.wave_id).not_in(closed))
    count = session.scalar(statement) or 0
    return (say("ledger: {count} figures of waves that are not closed.", count=count),) if count else ()


def _accused(findings: Iterable[Finding]) -> tuple[Message, ...]:
    return tuple(finding.message for finding in dict.fromkeys(findings))
