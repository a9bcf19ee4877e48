"""Nobody is written to at night, on a holiday or while they are away; who leaves is dropped, who joins comes next time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.i18n import Words
from bot.use_cases import calendars, closing, kinds, outbox, privacy, waves
from bot.use_cases import roster as roster_cases
from bot.use_cases.roster import RosterFile
from bot.views.privacy import privacy_modal
from storage import calendars as stored_calendars
from storage import invitations, ledger, roster
from storage import outbox as stored_outbox
from storage.outbox import MessageState
from surveys.calendars import Absence
from surveys.errors import VorbildError
from surveys.roster import Roster
from surveys.texts import Locale
from tests.builders import ADMIN, cast, members_of, open_wave, roster_of, run_now, stored, survey_of

FIRST, SECOND, *_ = SIX = members_of("alpha", 6)
AWAY = Absence(date(2026, 1, 5), date(2026, 1, 8))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(services):
    """What the delivery takes at this moment."""
    return outbox.claim(services, 20, timedelta(microseconds=1), services.clock()).messages


def invited_now(services):
    """Whom the delivery would invite at this moment."""
    found = []
    while messages := due(services):
        for message in messages:
            if message.kind == kinds.INVITATION:
                found.append(message.parameters["person_id"])
            outbox.sent(services, message, None)
    return sorted(found)


def tick_at(services, clock, moment):
    clock.at = utc(moment)
    waves.tick(services)
    return invited_now(services)


def people_of(everyone, **changes):
    """The same roster, with some of the people changed."""
    people = {id_: replace(person, **changes.get(id_, {})) for id_, person in everyone.people.items()}
    return Roster(people, everyone.units)


def test_everybody_is_invited_at_the_opening_time_of_their_own_zone(services_anywhere, clock):
    zones = {FIRST: {"time_zone": "Asia/Tokyo"}, SECOND: {"time_zone": "America/New_York"}}
    stored(services_anywhere, people_of(roster_of({"alpha": 6}), **zones))
    assert tick_at(services_anywhere, clock, "2026-01-06T00:00") == [FIRST]
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == SIX[2:]
    assert tick_at(services_anywhere, clock, "2026-01-06T14:00") == [SECOND]


def test_on_a_holiday_of_their_office_they_are_invited_the_next_working_day(services_anywhere, clock):
    stored(services_anywhere, people_of(roster_of({"alpha": 6}), **{FIRST: {"office": "München"}}))
    calendars.set_office(services_anywhere, ADMIN, "münchen", "de-by")
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == SIX[1:]
    assert tick_at(services_anywhere, clock, "2026-01-07T07:59") == []
    assert tick_at(services_anywhere, clock, "2026-01-07T08:00") == [FIRST]


def test_somebody_away_is_invited_when_they_are_back_while_the_wave_is_open(services_anywhere, clock):
    stored(services_anywhere)
    calendars.note_absence(services_anywhere, ADMIN, FIRST, AWAY)
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == SIX[1:]
    assert tick_at(services_anywhere, clock, "2026-01-09T08:00") == [FIRST]


def test_somebody_away_until_the_wave_closes_gets_no_message_and_can_still_answer(services_anywhere, clock):
    stored(services_anywhere)
    calendars.note_absence(services_anywhere, FIRST, FIRST, Absence(date(2026, 1, 1), date(2026, 2, 1)))
    assert tick_at(services_anywhere, clock, "2026-01-06T08:00") == SIX[1:]
    cast(services_anywhere, FIRST, 4)
    assert tick_at(services_anywhere, clock, "2026-01-13T17:00") == []
    assert tick_at(services_anywhere, clock, "2026-02-02T08:00") == []


def test_an_absence_that_is_noted_after_the_opening_counts_too(services_anywhere, clock):
    open_wave(services_anywhere)
    calendars.note_absence(services_anywhere, ADMIN, FIRST, AWAY)
    assert invited_now(services_anywhere) == SIX[1:]


def test_whoever_is_back_early_is_invited_early(services_anywhere, clock):
    stored(services_anywhere)
    calendars.note_absence(services_anywhere, ADMIN, FIRST, Absence(date(2026, 1, 5), date(2026, 1, 12)))
    tick_at(services_anywhere, clock, "2026-01-06T08:00")
    clock.at = utc("2026-01-08T13:00")
    calendars.forget_absences(services_anywhere, ADMIN, FIRST)
    assert invited_now(services_anywhere) == [FIRST]


def test_after_three_hours_down_everybody_is_invited_once_and_not_at_night(services_anywhere, clock):
    stored(services_anywhere, people_of(roster_of({"alpha": 6}), **{FIRST: {"time_zone": "Asia/Tokyo"}}))
    clock.at = utc("2026-01-06T00:00")
    waves.tick(services_anywhere)
    assert tick_at(services_anywhere, clock, "2026-01-06T11:00") == SIX[1:]
    assert tick_at(services_anywhere, clock, "2026-01-06T23:59") == []
    assert tick_at(services_anywhere, clock, "2026-01-07T00:00") == [FIRST]


def test_a_message_that_was_put_off_counts_as_no_attempt(services_anywhere, clock):
    wave = open_wave(services_anywhere)
    clock.at = utc("2026-01-06T22:00")
    assert due(services_anywhere) == []
    clock.at = utc("2026-01-07T08:00")
    assert {message.attempts for message in due(services_anywhere)} == {1}
    assert wave.closes_at > clock.at


def test_a_wave_opened_by_hand_at_night_waits_for_the_morning(services_anywhere, clock):
    clock.at = utc("2026-01-06T21:00")
    open_wave(services_anywhere)
    assert invited_now(services_anywhere) == []
    assert tick_at(services_anywhere, clock, "2026-01-07T08:00") == SIX


def test_who_leaves_is_not_invited_any_more_and_blocks_nothing(services_anywhere, clock):
    everyone = roster_of({"alpha": 7})
    wave = open_wave(services_anywhere, everyone)
    cast(services_anywhere, "alpha-7", 4, wave=wave)
    roster_cases.apply(services_anywhere, RosterFile(roster_of({"alpha": 5})), ADMIN)
    assert invited_now(services_anywhere) == members_of("alpha", 5)
    with pytest.raises(VorbildError, match="asks other people"):
        cast(services_anywhere, "alpha-6", 1, wave=wave)
    for person in members_of("alpha", 5):
        cast(services_anywhere, person, 4, wave=wave)
    closing.close(services_anywhere, wave)
    with services_anywhere.database.reading() as session:
        assert stored_outbox.counts(session, wave.id)[MessageState.EXPIRED] == 2
        assert ledger.of_wave(session, wave.id).released


def test_who_joins_is_asked_from_the_next_wave_on(services_anywhere, clock):
    wave = open_wave(services_anywhere)
    roster_cases.apply(services_anywhere, RosterFile(roster_of({"alpha": 8})), ADMIN)
    assert invited_now(services_anywhere) == SIX
    closing.close(services_anywhere, wave)
    assert tick_at(services_anywhere, clock, "2026-02-03T08:00")[-2:] == ["alpha-7", "alpha-8"]


def test_a_guest_is_never_invited_and_cannot_answer(services_anywhere):
    everyone = people_of(roster_of({"alpha": 7}), **{"alpha-7": {"invitable": False}})
    wave = open_wave(services_anywhere, everyone)
    assert invited_now(services_anywhere) == SIX
    with services_anywhere.database.reading() as session:
        assert "alpha-7" not in invitations.people_of(session, wave.id)
        assert roster.find(session, "alpha-7").invitable is False


def test_an_absence_is_for_admins_and_the_person(services):
    stored(services)
    calendars.note_absence(services, FIRST, FIRST, AWAY)
    assert calendars.absences_of(services, FIRST, FIRST) == (AWAY,)
    assert calendars.absences_of(services, ADMIN, FIRST) == (AWAY,)
    for curious in (
        lambda: calendars.absences_of(services, SECOND, FIRST),
        lambda: calendars.offices(services, SECOND),
    ):
        with pytest.raises(VorbildError, match="admins"):
            curious()
    with pytest.raises(VorbildError, match="admins"):
        calendars.note_absence(services, SECOND, FIRST, AWAY)
    with pytest.raises(VorbildError, match="admins"):
        calendars.forget_absences(services, SECOND, FIRST)


def test_absences_that_are_over_are_forgotten(services_anywhere, clock):
    stored(services_anywhere)
    calendars.note_absence(services_anywhere, FIRST, FIRST, AWAY)
    clock.at += timedelta(days=4)
    calendars.forget_past(services_anywhere)
    with services_anywhere.database.reading() as session:
        assert stored_calendars.absences(session, date(2026, 1, 1)) == {}


def test_an_office_that_nobody_works_in_is_refused_with_those_there_are(services):
    stored(services, roster_of({"alpha": 6}, office="Berlin"))
    with pytest.raises(VorbildError, match="“Berlin”"):
        calendars.set_office(services, ADMIN, "Bern", "CH-BE")
    calendars.set_office(services, ADMIN, "Berlin", "DE-BE")
    (office,) = calendars.offices(services, ADMIN)
    assert (office.region, office.people) == ("DE-BE", 6)
    calendars.set_office(services, ADMIN, "Berlin", "")
    assert calendars.offices(services, ADMIN)[0].region is None


def test_a_wave_opened_by_hand_in_the_afternoon_invites_at_once_whoever_is_at_work(services, clock):
    clock.at = utc("2026-01-06T13:00")
    each = stored(services, each=survey_of(opens=time(16)))
    run_now(services, each)
    assert invited_now(services) == SIX


def test_a_person_reads_their_own_absences_on_the_privacy_page(services):
    stored(services)
    calendars.note_absence(services, ADMIN, FIRST, AWAY)
    page = privacy_modal(privacy.holdings(services, FIRST), Words(Locale.EN))
    assert "5–8 January 2026" in str(page.to_dict())
    assert "January" not in str(privacy_modal(privacy.holdings(services, SECOND), Words(Locale.EN)).to_dict())
