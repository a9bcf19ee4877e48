"""What admins do with surveys, and what stops them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.use_cases import authoring, drafting
from storage import journal, roster, survey
from surveys.cadences import EveryWeeks
from surveys.errors import VorbildError
from surveys.journal import Deed
from surveys.planning import Draft
from surveys.settings import Setting, SettingError
from surveys.survey import SurveyState
from surveys.texts import Locale
from surveys.waves import WaveState
from tests.builders import ADMIN, CHANNEL, cast, members_of, open_wave, roster_of, stored, survey_of

COMPANY = roster_of({"top": 2, "alpha": 6, "beta": 4}, {"alpha": "top", "beta": "top"})


def draft(**changes):
    usual = {
        "name": " Team pulse ",
        "cadence": EveryWeeks(4, date(2026, 1, 6)),
        "opens": time(9),
        "days_open": 7,
        "channel_id": CHANNEL,
        "languages": (Locale.EN,),
    }
    return Draft(**{**usual, **changes})


@pytest.fixture
def company(services):
    with services.database.transaction() as session:
        roster.replace(session, COMPANY)
    return services


def deeds(services):
    with services.database.reading() as session:
        return [(entry.deed, entry.actor_id, entry.subject) for entry in journal.newest(session, 10)]


def test_a_new_survey_says_who_is_asked_and_when(company):
    shown = drafting.create(company, ADMIN, draft()).overview
    assert (shown.survey.name, shown.people, shown.units, shown.small_units) == ("Team pulse", 12, 3, 2)
    assert shown.next_dates[:2] == (date(2026, 2, 3), date(2026, 3, 3))
    assert shown.survey.channels == {"top": CHANNEL}
    assert shown.newest is None


def test_a_survey_may_be_about_some_units_and_tell_single_ones_apart(company):
    wanted = draft(unit_ids=("alpha", "beta"), unit_channels={"alpha": "C2"})
    shown = drafting.create(company, ADMIN, wanted).overview
    assert shown.people == 10
    assert shown.survey.channels == {"alpha": "C2", "beta": CHANNEL}
    edited, again = drafting.to_edit(company, ADMIN, "Team pulse")
    assert drafting.rehearse(company, ADMIN, edited, again).changed == {}


def test_a_channel_of_its_own_is_for_units_that_are_asked(company):
    with pytest.raises(SettingError, match="not among the units that are asked") as refused:
        drafting.create(company, ADMIN, draft(unit_ids=("alpha",), unit_channels={"beta": "C2"}))
    assert refused.value.setting is Setting.CHANNELS


def test_what_admins_do_stands_in_the_journal(company, clock):
    drafting.create(company, ADMIN, draft())
    authoring.pause(company, ADMIN, "team pulse")
    authoring.resume(company, ADMIN, "TEAM PULSE")
    authoring.run(company, ADMIN, "Team pulse")
    authoring.close(company, ADMIN, "Team pulse")
    assert [deed for deed, _, _ in deeds(company)] == [
        Deed.WAVE_CLOSED,
        Deed.WAVE_OPENED,
        Deed.SURVEY_RESUMED,
        Deed.SURVEY_PAUSED,
        Deed.SURVEY_CREATED,
    ]
    assert {(actor, subject) for _, actor, subject in deeds(company)} == {(ADMIN, "Team pulse")}


@pytest.mark.parametrize(
    "step", [authoring.run, authoring.close, authoring.void, authoring.pause, authoring.resume, authoring.overview]
)
def test_whoever_is_no_admin_is_refused_before_anything_happens(company, step):
    drafting.create(company, ADMIN, draft())
    before = deeds(company)
    with pytest.raises(VorbildError, match="This is for Vorbild's admins"):
        step(company, "alpha-1", "Team pulse")
    assert deeds(company) == [(Deed.REFUSED, "alpha-1", ""), *before]


def test_creating_and_listing_is_for_admins_too(company):
    for refused in (
        lambda: drafting.create(company, "alpha-1", draft()),
        lambda: authoring.outlines(company, "alpha-1"),
    ):
        with pytest.raises(VorbildError, match="This is for Vorbild's admins"):
            refused()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "x" * 61}, "needs a name"),
        ({"days_open": 0}, "1 to 27 days"),
        ({"days_open": 28}, "1 to 27 days"),
        ({"cadence": EveryWeeks(2, date(2026, 1, 6))}, "every 28 days at the soonest"),
        ({"unit_ids": ("gamma",)}, "not in the roster any more"),
    ],
)
def test_a_survey_that_could_not_run_is_refused_and_not_stored(company, changes, sentence):
    with pytest.raises(VorbildError, match=sentence):
        drafting.create(company, ADMIN, draft(**changes))
    assert authoring.outlines(company, ADMIN) == []
    assert deeds(company) == []


def test_a_name_can_be_used_once(company):
    drafting.create(company, ADMIN, draft())
    with pytest.raises(VorbildError, match="named “Team pulse” already"):
        drafting.create(company, ADMIN, draft(name="„TEAM PULSE“"))


def test_without_a_roster_nobody_would_be_asked(services):
    with pytest.raises(VorbildError, match="the roster is empty"):
        drafting.create(services, ADMIN, draft())


def test_a_survey_that_does_not_exist_is_answered_with_the_names_there_are(company):
    with pytest.raises(VorbildError, match="There is no survey yet"):
        authoring.overview(company, ADMIN, "Pulse")
    drafting.create(company, ADMIN, draft())
    with pytest.raises(VorbildError, match="There is: “Team pulse”"):
        authoring.overview(company, ADMIN, "Pulse")


def test_run_says_when_the_next_wave_may_open(services, clock):
    stored(services)
    authoring.run(services, ADMIN, "Pulse")
    authoring.close(services, ADMIN, "Pulse")
    clock.at += timedelta(days=5)
    with pytest.raises(VorbildError, match="2026-02-03"):
        authoring.run(services, ADMIN, "Pulse")
    assert [deed for deed, _, _ in deeds(services)] == [Deed.WAVE_CLOSED, Deed.WAVE_OPENED]


def test_a_paused_survey_is_not_run(services):
    stored(services, each=survey_of(state=SurveyState.PAUSED))
    with pytest.raises(VorbildError, match="Resume it first"):
        authoring.run(services, ADMIN, "Pulse")


def test_there_is_nothing_to_close_without_an_open_wave(services):
    stored(services)
    with pytest.raises(VorbildError, match="has no open wave"):
        authoring.close(services, ADMIN, "Pulse")


def test_pausing_twice_says_so(services):
    stored(services)
    authoring.pause(services, ADMIN, "Pulse")
    with pytest.raises(VorbildError, match="paused already"):
        authoring.pause(services, ADMIN, "Pulse")


def test_an_overview_never_tells_how_many_answered(services):
    wave = open_wave(services)
    before = authoring.overview(services, ADMIN, "Pulse")
    for person in members_of("alpha", 6):
        cast(services, person, 4, wave=wave)
    assert authoring.overview(services, ADMIN, "Pulse") == before


def test_an_overview_shows_the_newest_wave_and_its_messages(services):
    open_wave(services)
    shown = authoring.overview(services, ADMIN, "Pulse")
    assert (shown.newest.number, shown.newest.state) == (1, WaveState.OPEN)
    assert (shown.delivered, shown.waiting) == (0, 6)
    assert shown.next_dates[0] == date(2026, 2, 3)


def test_next_dates_never_lie_within_the_window(services, clock):
    clock.at = datetime(2026, 1, 20, 8, tzinfo=UTC)
    open_wave(services)
    assert authoring.overview(services, ADMIN, "Pulse").next_dates[0] == date(2026, 3, 3)


def test_a_wave_whose_key_is_lost_can_be_given_up(services):
    wave = open_wave(services)
    services.keys.destroy(wave.id)
    with pytest.raises(VorbildError, match="close the wave as void"):
        authoring.close(services, ADMIN, "Pulse")
    assert authoring.void(services, ADMIN, "Pulse").newest.state is WaveState.VOID
    assert deeds(services)[0][0] is Deed.WAVE_VOIDED


def test_a_refused_close_leaves_no_journal_entry(services):
    wave = open_wave(services)
    services.keys.destroy(wave.id)
    before = deeds(services)
    with pytest.raises(VorbildError):
        authoring.close(services, ADMIN, "Pulse")
    assert deeds(services) == before
    with services.database.reading() as session:
        assert survey.find_by_name(session, "Pulse") is not None
