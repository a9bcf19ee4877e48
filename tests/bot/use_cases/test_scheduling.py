"""What becomes of invitations when something comes between: a bot that was off, a night, a clock, an admin.

The instants of local times are in tests/surveys/test_schedule.py; holidays and absences in test_working_time.py.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.use_cases import authoring, drafting, kinds, outbox, waves
from bot.use_cases import roster as roster_cases
from bot.use_cases.roster import RosterFile
from storage import outbox as stored_outbox
from storage import waves as stored_waves
from storage.outbox import MessageState
from surveys.roster import Roster
from surveys.waves import WaveState
from tests.builders import ADMIN, members_of, roster_of, stored, survey_of

FIRST, *OTHERS = SIX = members_of("alpha", 6)
HOUR = timedelta(hours=1)
WINDOW = timedelta(days=28)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def company(zone=None):
    """Six people in Berlin, the first of them perhaps in another time zone."""
    everyone = roster_of({"alpha": 6})
    moved = {FIRST: replace(everyone.people[FIRST], time_zone=zone)}
    return Roster({**everyone.people, **moved}, everyone.units)


def invited_now(services, most=20):
    """Whom the delivery invites at this moment."""
    found = []
    while len(found) < most and (messages := claimed(services, most - len(found))):
        for message in messages:
            if message.kind == kinds.INVITATION:
                found.append(message.parameters["person_id"])
            outbox.sent(services, message, None)
    return sorted(found)


def claimed(services, most):
    return outbox.claim(services, most, timedelta(microseconds=1), services.clock()).messages


def tick_at(services, clock, moment):
    clock.at = utc(moment)
    waves.tick(services)
    return invited_now(services)


def all_waves(services):
    with services.database.reading() as session:
        return [(wave.opens_on, wave.state) for wave in stored_waves.in_state(session, *WaveState)]


def test_down_three_hours_over_the_due_time_everybody_is_invited_once_on_return(services_anywhere, clock):
    stored(services_anywhere)
    assert tick_at(services_anywhere, clock, "2026-01-06T11:00") == SIX
    assert tick_at(services_anywhere, clock, "2026-01-06T11:01") == []


def test_down_over_three_waves_only_the_newest_opens_and_nobody_gets_more_than_one_message(services_anywhere, clock):
    stored(services_anywhere)
    assert tick_at(services_anywhere, clock, "2026-03-04T09:00") == SIX
    assert tick_at(services_anywhere, clock, "2026-03-04T09:01") == []
    assert all_waves(services_anywhere) == [(date(2026, 3, 3), WaveState.OPEN)]


def test_down_over_the_first_weeks_of_a_wave_nobody_gets_more_than_one_message(services_anywhere, clock):
    stored(services_anywhere, each=survey_of(weekly=True, days_open=27))
    assert tick_at(services_anywhere, clock, "2026-01-13T09:00") == SIX
    assert tick_at(services_anywhere, clock, "2026-01-13T09:01") == []
    assert tick_at(services_anywhere, clock, "2026-01-20T08:00") == SIX


def test_catching_up_never_falls_into_the_night(services_anywhere, clock):
    stored(services_anywhere, company("Asia/Tokyo"))
    assert tick_at(services_anywhere, clock, "2026-01-06T14:00") == OTHERS
    assert tick_at(services_anywhere, clock, "2026-01-06T23:59") == []
    assert tick_at(services_anywhere, clock, "2026-01-07T00:00") == [FIRST]


def test_whoever_the_wave_would_close_on_before_their_morning_gets_no_message(services_anywhere, clock):
    stored(services_anywhere, company("Pacific/Honolulu"))
    assert tick_at(services_anywhere, clock, "2026-01-13T11:00") == OTHERS
    assert tick_at(services_anywhere, clock, "2026-01-13T19:00") == []
    assert states(services_anywhere) == {MessageState.SENT: 5, MessageState.EXPIRED: 1}


def states(services):
    with services.database.reading() as session:
        return stored_outbox.counts(session, stored_waves.in_state(session, *WaveState)[0].id, kinds.INVITATION)


def test_when_the_clock_steps_back_an_hour_nothing_happens_twice(services_anywhere, clock):
    stored(services_anywhere)
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == SIX
    for minute in range(0, 120, 20):
        assert tick_at(services_anywhere, clock, f"2026-01-06T{7 + minute // 60:02}:{minute % 60:02}") == []
    assert len(all_waves(services_anywhere)) == 1


def test_when_the_clock_jumps_ahead_and_back_no_wave_is_lost_and_none_opens_twice(services_anywhere, clock):
    stored(services_anywhere)
    assert tick_at(services_anywhere, clock, "2026-01-07T08:00") == SIX
    assert tick_at(services_anywhere, clock, "2026-01-05T08:00") == []
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == []
    assert tick_at(services_anywhere, clock, "2026-01-13T17:00") == []
    assert tick_at(services_anywhere, clock, "2026-02-03T08:00") == SIX
    assert len(all_waves(services_anywhere)) == 2


@pytest.mark.parametrize(
    ("zone", "moment"), [("America/New_York", "2026-01-06T14:00"), ("Pacific/Honolulu", "2026-01-06T19:00")]
)
def test_a_time_zone_that_changes_before_sending_moves_the_message(services_anywhere, clock, zone, moment):
    stored(services_anywhere, company("Asia/Tokyo"))
    clock.at = utc("2026-01-06T00:00")
    waves.tick(services_anywhere)
    move(services_anywhere, zone)
    assert invited_now(services_anywhere) == []
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == OTHERS
    clock.at = utc(moment) - timedelta(minutes=1)
    assert invited_now(services_anywhere) == []
    assert tick_at(services_anywhere, clock, moment) == [FIRST]


def test_a_time_zone_that_changes_after_sending_brings_no_second_message(services_anywhere, clock):
    stored(services_anywhere, company("Asia/Tokyo"))
    assert tick_at(services_anywhere, clock, "2026-01-06T00:00") == [FIRST]
    move(services_anywhere, "America/New_York")
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == OTHERS
    assert tick_at(services_anywhere, clock, "2026-01-06T14:00") == []


def move(services, zone):
    roster_cases.apply(services, RosterFile(company(zone)), ADMIN)


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus"])
def test_whose_time_zone_is_missing_or_unknown_is_invited_by_the_workspaces(services_anywhere, clock, zone):
    stored(services_anywhere, company(zone), survey_of(time_zone="Europe/Berlin"))
    assert tick_at(services_anywhere, clock, "2026-01-06T07:59") == []
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == SIX


def test_two_replicas_that_tick_and_deliver_in_the_same_second_invite_everybody_once(services_anywhere):
    stored(services_anywhere)
    barrier = threading.Barrier(2)

    def replica(_):
        barrier.wait()
        waves.tick(services_anywhere)
        return invited_now(services_anywhere)

    with ThreadPoolExecutor(2) as threads:
        invited = [person for people in threads.map(replica, range(2)) for person in people]
    assert sorted(invited + invited_now(services_anywhere)) == SIX
    assert len(all_waves(services_anywhere)) == 1


def test_an_opening_moved_from_ten_to_nine_at_half_past_nine_counts_now_and_for_nobody_twice(services_anywhere, clock):
    """One person's ten o'clock is over already; the others' is still to come."""
    stored(services_anywhere, company("Asia/Tokyo"), survey_of(opens=time(10)))
    assert tick_at(services_anywhere, clock, "2026-01-06T01:00") == [FIRST]
    assert tick_at(services_anywhere, clock, "2026-01-06T08:30") == []
    edited, draft = drafting.to_edit(services_anywhere, ADMIN, "Pulse")
    drafting.save(services_anywhere, ADMIN, edited, replace(draft, opens=time(9)))
    assert invited_now(services_anywhere) == OTHERS
    assert tick_at(services_anywhere, clock, "2026-01-06T09:00") == []


def test_a_pause_in_the_middle_stops_the_next_claim_and_resuming_goes_on_with_the_rest(services_anywhere, clock):
    stored(services_anywhere)
    waves.tick(services_anywhere)
    before = invited_now(services_anywhere, most=2)
    authoring.pause(services_anywhere, ADMIN, "Pulse")
    assert claimed(services_anywhere, 20) == []
    clock.at += HOUR
    authoring.resume(services_anywhere, ADMIN, "Pulse")
    assert sorted(before + invited_now(services_anywhere)) == SIX


def test_invitations_that_still_wait_when_the_wave_closes_are_never_sent(services_anywhere, clock):
    stored(services_anywhere)
    waves.tick(services_anywhere)
    before = invited_now(services_anywhere, most=2)
    assert tick_at(services_anywhere, clock, "2026-01-13T17:00") == []
    assert tick_at(services_anywhere, clock, "2026-01-14T08:00") == []
    assert states(services_anywhere) == {MessageState.SENT: len(before), MessageState.EXPIRED: 4}
