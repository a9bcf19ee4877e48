"""The reminder: once, only for who has not answered, and without a trace of who that was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.use_cases import closing, kinds, reminding
from bot.use_cases import outbox as outbox_cases
from bot.use_cases.inviting import Place
from storage import invitations, outbox
from storage.tables import OutboxRow
from tests.builders import cast, members_of, open_wave, roster_of, survey_of

PEOPLE = members_of("alpha", 6)


@pytest.fixture
def wave(services_anywhere):
    """An open wave with a reminder, and everybody's invitation delivered."""
    services = services_anywhere
    everyone = roster_of({"alpha": 6}, time_zone="America/New_York")
    wave = open_wave(services, everyone, survey_of(reminder=True, days_open=7))
    with services.database.transaction() as session:
        for person in PEOPLE:
            invitations.delivered(session, invitations.find(session, wave.id, person), f"D-{person}", "1.1")
    return wave


def rows(services, kind=kinds.REMINDER):
    with services.database.reading() as session:
        found = session.scalars(select(OutboxRow).where(col(OutboxRow.kind) == kind).order_by(col(OutboxRow.key)))
        return [dict(row.model_dump()) for row in found]


def reminded(services, wave):
    return [person for person in PEOPLE if reminding.reminder(services, wave.id, person) is not None]


def test_everybody_invited_is_owed_one_the_day_before_the_end_at_nine_of_their_own_clock(services_anywhere, wave):
    owed = rows(services_anywhere)
    assert [row["parameters"]["person_id"] for row in owed] == PEOPLE
    assert {row["due_at"] for row in owed} == {datetime(2026, 1, 12, 14, tzinfo=UTC)}


def test_only_who_has_not_answered_is_reminded_and_only_while_the_wave_is_open(services_anywhere, wave, clock):
    for person in PEOPLE[:4]:
        cast(services_anywhere, person, 4, wave=wave)
    assert reminded(services_anywhere, wave) == PEOPLE[4:]
    clock.at = wave.closes_at
    assert reminded(services_anywhere, wave) == []


def test_nobody_is_reminded_whose_invitation_never_arrived(services_anywhere):
    wave = open_wave(services_anywhere, each=survey_of(reminder=True))
    assert reminded(services_anywhere, wave) == []


@pytest.mark.parametrize("changes", [{"reminder": False}, {"reminder": True, "days_open": 1}])
def test_without_a_reminder_or_a_day_for_it_none_is_owed(services, changes):
    open_wave(services, each=survey_of(**changes))
    assert rows(services) == []


def test_the_rows_of_all_look_alike_afterwards_however_often_one_was_tried(services_anywhere, wave, clock):
    services = services_anywhere
    for person in PEOPLE[:4]:
        cast(services, person, 4, wave=wave)
    clock.at = wave.closes_at - timedelta(hours=10)
    with services.database.transaction() as session:
        claimed = [each for each in outbox.claim(session, clock.at, 50) if each.kind == kinds.REMINDER]
    unlucky = next(each for each in claimed if each.parameters["person_id"] == PEOPLE[5])
    outbox_cases.retry(services, unlucky, timedelta(seconds=30))
    clock.at += timedelta(seconds=40)
    with services.database.transaction() as session:
        (again,) = (each for each in outbox.claim(session, clock.at, 50) if each.id == unlucky.id)
    for message in (*[each for each in claimed if each.id != unlucky.id], replace(again, unsure=True)):
        outbox_cases.sent(services, message, Place("D1", "2.2"))
    personal = {"id", "key", "parameters"}
    assert len({str({k: v for k, v in row.items() if k not in personal}) for row in rows(services)}) == 1
    assert rows(services, kinds.SWEEP) == []


def test_when_the_wave_closes_nothing_tells_any_more_who_was_reminded(services_anywhere, wave):
    services = services_anywhere
    cast(services, PEOPLE[0], 4, wave=wave)
    markers = {row["parameters"]["person_id"]: row["id"] for row in rows(services)}
    closing.close(services, wave)
    assert rows(services) == []
    notes = rows(services, kinds.CLOSING_NOTE)
    assert {row["parameters"]["person_id"]: row["parameters"]["reminder_id"] for row in notes} == markers
