"""What is past its time is deleted once a day, and nothing that is still needed."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.use_cases import closing
from bot.use_cases.retention import Forgotten, forget_if_due
from storage import outbox, roster
from storage.tables import InvitationRow, LedgerRow, OutboxRow, PersonRow
from tests.builders import cast, open_wave, roster_of


def count(services, table):
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def closed(services, clock, size=8):
    wave = open_wave(services, roster_of({"alpha": size}))
    for number in range(1, size + 1):
        cast(services, f"alpha-{number}", 4)
    clock.at = wave.closes_at
    closing.close_due(services)
    return wave


def all_sent(services):
    with services.database.transaction() as session:
        for row in session.scalars(select(OutboxRow)):
            outbox.sent(session, row.id)


def test_invitations_end_thirty_days_after_the_close_and_figures_stay(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    figures = count(services_anywhere, LedgerRow)
    clock.at = wave.closes_at + timedelta(days=29)
    assert forget_if_due(services_anywhere) == Forgotten(0, 0, 0)
    clock.at = wave.closes_at + timedelta(days=31)
    assert forget_if_due(services_anywhere) == Forgotten(8, 0, 0)
    assert count(services_anywhere, LedgerRow) == figures > 0


def test_it_is_done_once_a_day(services_anywhere):
    assert forget_if_due(services_anywhere) is not None
    assert forget_if_due(services_anywhere) is None


def test_a_wave_that_still_owes_messages_keeps_its_invitations(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    with services_anywhere.database.transaction() as session:
        waits = session.scalars(select(OutboxRow.id).where(OutboxRow.wave_id == wave.id)).first()
        outbox.revive(session, [waits], clock())
    clock.at = wave.closes_at + timedelta(days=200)
    forget_if_due(services_anywhere)
    assert count(services_anywhere, InvitationRow) == 8


def test_an_open_wave_keeps_everything_however_late_it_is(services_anywhere, clock):
    wave = open_wave(services_anywhere)
    all_sent(services_anywhere)
    before = count(services_anywhere, OutboxRow)
    clock.at = wave.closes_at + timedelta(days=200)
    forget_if_due(services_anywhere)
    assert count(services_anywhere, InvitationRow) == 6
    assert count(services_anywhere, OutboxRow) == before


def test_notes_of_messages_end_after_ninety_days(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    clock.at = wave.closes_at + timedelta(days=91)
    assert forget_if_due(services_anywhere).messages > 0
    assert count(services_anywhere, OutboxRow) == 0


def test_who_has_left_is_forgotten_when_nothing_names_them(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    with services_anywhere.database.transaction() as session:
        roster.replace(session, roster_of({"beta": 2}))
    people = count(services_anywhere, PersonRow)
    assert forget_if_due(services_anywhere).people == 0
    clock.at = wave.closes_at + timedelta(days=31)
    assert forget_if_due(services_anywhere).people == 8
    assert count(services_anywhere, PersonRow) == people - 8
    with services_anywhere.database.reading() as session:
        assert roster.remembers(session, "lead-alpha")
        assert roster.remembers(session, "beta-1")
