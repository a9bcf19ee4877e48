"""Whoever is erased is named by nothing any more; what others need stays, without the name."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.i18n import Words
from bot.use_cases import audiences, closing, erasure, kinds, opt_out, postponing, refreshing
from bot.use_cases import roster as roster_cases
from bot.use_cases.roster import RosterFile
from bot.views.journal import journal_csv
from storage import invitations, journal, outbox, remnants, roster, waves
from storage.naming import NAMING
from storage.outbox import Owed
from storage.tables import (
    AbsenceRow,
    CardProposalRow,
    CharterRow,
    CommitmentEventRow,
    CommitmentRow,
    GroupMemberRow,
    InstalmentMessageRow,
    InterviewRow,
    InvitationRow,
    JournalRow,
    LedgerRow,
    OptOutRow,
    OutboxRow,
    ProposalRow,
    RoleRow,
    SheetRow,
    SignatureRow,
    TermRow,
    UrnRow,
    VoiceDailyRow,
    VoiceEntryRow,
    WaveUnitRow,
)
from surveys.audiences import GroupKind, GroupRef
from surveys.erasure import ERASED
from surveys.errors import VorbildError
from surveys.postponing import Choice, Postponed
from surveys.roster import Member
from surveys.texts import Locale
from surveys.waves import WaveState
from tests.builders import ADMIN, cast, leader_of, members_of, open_wave, roster_of

LEO = "alpha-1"
EMAIL = "leo@example.com"
DAY = date(2026, 1, 6)


@pytest.fixture
def here(services):
    """A bot in whose database Leo is named everywhere."""
    return name_everywhere(services)


@pytest.fixture
def anywhere(services_anywhere):
    """`here`, once on SQLite and once on PostgreSQL."""
    return name_everywhere(services_anywhere)


def name_everywhere(services):
    """Name Leo in every column that names people, beside others; he answered in an open wave, and once led a unit."""
    wave = open_wave(services, roster_of({"alpha": 8, "beta": 6}))
    for person in members_of("alpha", 8):
        cast(services, person, 4, wave=wave)
    with services.database.transaction() as session:
        session.get(roster.PersonRow, LEO).email = EMAIL
        session.add_all(
            [CharterRow(version=1, promise_de="", promise_en="", asks_de="", asks_en="", state="published")]
        )
        promise = CommitmentRow(unit_id="beta", holder_id=LEO, text="A promise", due_on=DAY, state="judged")
        session.add_all(
            [promise, *interview("open", LEO, ["alpha-2"]), *interview("other", "alpha-2", [LEO, "alpha-3"])]
        )
        session.get(WaveUnitRow, (wave.id, "beta")).leader_id = LEO
        session.flush()
        session.add_all(
            [
                InstalmentMessageRow(wave_id=wave.id, person_id=LEO, instalment=2, channel_id="D1", message_ts="1.0"),
                AbsenceRow(person_id=LEO, source="person", starts_on=DAY, ends_on=DAY),
                GroupMemberRow(group="S1", person_id=LEO),
                RoleRow(person_id=LEO, role="viewer", named_by=ADMIN),
                RoleRow(person_id="alpha-2", role="viewer", named_by=LEO, confirmed_by=ADMIN),
                RoleRow(person_id="alpha-3", role="viewer", named_by=ADMIN, confirmed_by=LEO),
                ProposalRow(id="p", made_by=LEO, made_at=services.clock(), origin="file", base="", box=b"x"),
                ProposalRow(id="q", made_by=ADMIN, made_at=services.clock(), origin="file", base="", box=b"x"),
                JournalRow(at=services.clock(), actor_id=LEO, action="survey paused", subject="P", details={}),
                JournalRow(
                    at=services.clock(),
                    actor_id=ADMIN,
                    action="viewer named",
                    subject="",
                    details={"person": LEO},
                ),
                SignatureRow(version=1, person_id=LEO),
                SignatureRow(version=1, person_id="alpha-2"),
                CardProposalRow(unit_id="alpha", part="promise", text="x", person_id=LEO, basis="", state="open"),
                CommitmentEventRow(commitment_id=promise.id, step="made", person_id=LEO, day=DAY),
                TermRow(unit_id="beta", leader_id=LEO, since=DAY),
                VoiceDailyRow(person_id=LEO),
                voice("relayed", person_id=LEO, handled_by=leader_of("alpha")),
                voice("handled", person_id="alpha-2", handled_by=LEO),
            ]
        )
    return services


def interview(code, asker, asked):
    sheet = SheetRow(code=code, person_id=asked[0], points={}, note="x")
    return [InterviewRow(code=code, asker_id=asker, asked=asked, opened_on=DAY), sheet]


def voice(id_, **people):
    known = {"kind": "praise", "text": "Thanks", "customer_group": "", "urgency": "now", "done": ""}
    place = {"channel_id": "C1", "message_ts": "1.0"}
    return VoiceEntryRow(id=id_, received_on=DAY, waits=False, state="received", **known, **place, **people)


def all_text(services):
    with services.database.reading() as session:
        return {
            table.name: [str(tuple(row)) for row in session.execute(select(table))]
            for table in SQLModel.metadata.sorted_tables
        }


def tables_naming(services, *needles):
    return {
        table
        for table, rows in all_text(services).items()
        if any(f"'{needle}'" in row or f"/{needle}'" in row for row in rows for needle in needles)
    }


def test_what_is_looked_for_stood_everywhere_before(anywhere):
    compressed, led_today = "roster_proposal", "unit"
    assert tables_naming(anywhere, LEO) >= NAMING.keys() - {compressed, led_today}


def test_nothing_names_whoever_was_erased_and_others_keep_what_is_theirs(anywhere):
    before = all_text(anywhere)
    erasure.erase(anywhere, LEO, ())
    assert tables_naming(anywhere, LEO, EMAIL) == set()
    after = all_text(anywhere)
    for table in ("journal", "voice_entry", "commitment", "commitment_event", "wave_unit"):
        assert len(after[table]) >= len(before[table]), table
    gone = {"invitation": 1, "charter_signature": 1, "role": 1, "interview": 1, "person": 1, "roster_proposal": 2}
    assert {table: len(before[table]) - len(after[table]) for table in gone} == gone


def test_the_ballot_is_withdrawn_and_not_counted(anywhere, clock):
    wave = open_waves(anywhere)[0]
    erasure.erase(anywhere, LEO, ())
    with anywhere.database.reading() as session:
        assert len(session.scalars(select(UrnRow.slot)).all()) == 2 * 7
        assert invitations.invited_per_unit(session, wave.id)["alpha"] == 7
    clock.at = wave.closes_at
    closing.close_due(anywhere)
    with anywhere.database.reading() as session:
        assert session.scalars(select(LedgerRow.size).where(LedgerRow.unit_id == "alpha")).first() == "5-7"
        assert not session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains(ERASED))).all()


def test_what_was_put_off_and_the_wish_for_no_messages_are_forgotten(anywhere):
    services, (wave,) = anywhere, open_waves(anywhere)
    postponing.postpone(services, wave.id, LEO, Choice.TOMORROW)
    opt_out.set_out(services, LEO, out=True)
    erasure.erase(services, LEO, [])
    key = services.keys.need(wave.id)
    with services.database.reading() as session:
        assert postponing.chosen(session, wave.id, key, LEO) == Postponed()
        assert session.scalars(select(OptOutRow)).all() == []
        assert session.scalars(select(OutboxRow).where(OutboxRow.kind == kinds.POSTPONED)).all() == []


def open_waves(services):
    with services.database.reading() as session:
        return waves.in_state(session, WaveState.OPEN)


def test_the_audit_finds_all_columns_reviewed_before_and_after(anywhere):
    assert remnants.beside_people(anywhere.database) == []
    erasure.erase(anywhere, LEO, ())
    assert remnants.beside_people(anywhere.database) == []


def test_before_anything_is_erased_it_is_listed(anywhere):
    before = all_text(anywhere)
    held = erasure.look(anywhere, EMAIL.upper(), ())
    assert (held.person_id, held.open_pulses, held.refusal) == (LEO, ("Pulse",), None)
    assert held.removed["invitation"] == held.removed["person"] == 1
    assert held.kept["journal"] == 2
    assert all_text(anywhere) == before


def test_history_says_that_somebody_was_erased_and_not_who(here):
    erasure.erase(here, LEO, ())
    with here.database.reading() as session:
        told = journal_csv(journal.all_of(session), Words(Locale.EN))
    assert LEO not in told
    assert "a person was erased" in told


def test_a_second_call_does_nothing_and_says_so(here):
    erasure.erase(here, LEO, ())
    before = all_text(here)
    held = erasure.look(here, LEO, ())
    assert held.nothing
    assert held.refusal is None
    assert all_text(here) == before


def test_a_call_that_was_killed_between_key_store_and_database_finishes_when_repeated(here):
    here.keys.note_erased(LEO)
    assert not erasure.look(here, LEO, ()).nothing
    erasure.erase(here, LEO, ())
    assert tables_naming(here, LEO) == set()


@pytest.mark.parametrize("unknown", ["U0NOBODY", "nobody@example.com", "", "%", "alpha"])
def test_somebody_unknown_is_answered_in_a_sentence(here, unknown):
    with pytest.raises(VorbildError, match="Nothing is stored about"):
        erasure.look(here, unknown, ())


@pytest.mark.parametrize(
    ("person", "lasting", "reason"),
    [
        (leader_of("alpha"), (), "leads Alpha today"),
        (ADMIN, (), "last admin"),
        (LEO, (LEO,), "VORBILD_ADMINS names"),
    ],
)
def test_whoever_is_needed_is_refused_with_the_reason_and_nothing_is_changed(here, person, lasting, reason):
    before = all_text(here)
    with pytest.raises(VorbildError, match=reason):
        erasure.erase(here, person, lasting)
    assert erasure.look(here, person, lasting).refusal is not None
    assert all_text(here) == before
    assert here.keys.erased([person]) == set()


def test_a_leader_whose_unit_has_a_successor_can_be_erased(here):
    old = leader_of("beta")
    today = roster_cases.show(here)
    units = {**today.units, "beta": type(today.units["beta"])("beta", "Beta", "alpha-2", None)}
    people = {id_: person for id_, person in today.people.items() if id_ != old}
    roster_cases.apply(here, RosterFile(type(today)(people, units)), ADMIN)
    erasure.erase(here, old, ())
    assert tables_naming(here, old) == set()


def test_slack_brings_nobody_back_at_night_and_no_group_does(here):
    erasure.erase(here, LEO, ())
    member = Member(LEO, "Leo", EMAIL, None, None)
    others = {person.id: Member(person.id, person.name, None, None, None) for person in people(here)}
    refreshing.refresh_all(here, {**others, LEO: member})
    refreshing.refresh_one(here, member)
    audiences.note_members(here, GroupRef(GroupKind.USER_GROUP, "S1"), [LEO, "alpha-2"])
    assert tables_naming(here, LEO) == set()


def people(services):
    return roster_cases.show(services).people.values()


def test_a_list_that_would_bring_them_back_says_so_and_then_does(here):
    erasure.erase(here, LEO, ())
    old_list = roster_of({"alpha": 8, "beta": 6})
    assert [person.id for person in roster_cases.returning(here, old_list)] == [LEO]
    roster_cases.apply(here, RosterFile(old_list), ADMIN)
    assert roster_cases.returning(here, old_list) == ()
    assert tables_naming(here, LEO) == {"person"}


def test_a_message_that_is_being_sent_ends_without_a_trace(here):
    now = here.clock()
    with here.database.transaction() as session:
        outbox.enqueue(session, [Owed(f"x/{LEO}", "journal_file", now, {"person_id": LEO})])
        claimed = outbox.claim(session, now + timedelta(days=1), 100)
    erasure.erase(here, LEO, ())
    with here.database.transaction() as session:
        assert not any(outbox.held(session, each) for each in claimed if each.parameters.get("person_id") == LEO)
        assert session.scalar(select(InvitationRow.person_id).where(InvitationRow.person_id == LEO)) is None


def test_an_id_that_begins_like_another_is_not_taken_for_it(here):
    with here.database.transaction() as session:
        outbox.enqueue(session, [Owed("x/alpha-10", "journal_file", here.clock(), {"person_id": "alpha-10"})])
    erasure.erase(here, LEO, ())
    assert "outbox" in tables_naming(here, "alpha-10")
