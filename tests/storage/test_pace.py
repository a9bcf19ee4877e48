"""The pace: all processes together stay below the limit, and stop together."""

from datetime import UTC, datetime, timedelta

from storage import pace

NOW = datetime(2026, 1, 6, 8, tzinfo=UTC)
QUARTER = timedelta(seconds=0.25)


def places(database, now=NOW, most=20, take=None):
    with database.transaction() as session:
        found = pace.places(session, now, QUARTER, most)
        pace.take(session, found, found.count if take is None else take)
        return found


def test_a_second_holds_as_many_places_as_the_pace_allows(database):
    assert places(database).count == 4


def test_two_processes_share_the_places_of_a_second(database):
    first, second = places(database, most=3), places(database)
    assert (first.count, second.count) == (3, 1)
    assert second.first == first.first + 3 * QUARTER


def test_places_that_are_not_taken_stay_free(database):
    places(database, take=1)
    assert places(database).count == 3


def test_time_passed_without_messages_saves_no_places_up(database):
    places(database)
    assert places(database, NOW + timedelta(hours=1)).count == 4


def test_when_slack_asks_for_patience_every_process_waits(database):
    with database.transaction() as session:
        pace.wait_until(session, NOW + timedelta(seconds=30))
    assert places(database).count == 0
    assert places(database, NOW + timedelta(seconds=30)).count == 4


def test_asking_for_less_patience_does_not_shorten_the_wait(database):
    with database.transaction() as session:
        pace.wait_until(session, NOW + timedelta(seconds=30))
        pace.wait_until(session, NOW + timedelta(seconds=5))
    assert places(database, NOW + timedelta(seconds=6)).count == 0


def test_delivery_is_stopped_until_it_is_resumed(database):
    with database.transaction() as session:
        pace.stop(session)
        pace.stop(session)
    with database.transaction() as session:
        assert pace.stopped(session)
        assert pace.resume(session)
        assert not pace.resume(session)
        assert not pace.stopped(session)


def test_a_clock_that_is_set_back_an_hour_holds_nothing_up(database):
    places(database, NOW + timedelta(hours=1))
    assert places(database).count == 4
    assert places(database).count == 0
