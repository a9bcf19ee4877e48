"""What somebody chose to read stays, whatever Slack and files say; an admin says for everybody whether German says "Sie"."""

import pytest

from bot.use_cases import languages, privacy, refreshing, voice_posts
from bot.use_cases import roster as roster_cases
from bot.use_cases.roster import RosterFile
from storage import roster
from surveys.errors import VorbildError
from surveys.roster import Member, Roster
from surveys.texts import Locale
from tests.builders import ADMIN, members_of, roster_of, stored

FIRST, *_ = SIX = members_of("alpha", 6)


def language_of(services, person_id=FIRST):
    with services.database.reading() as session:
        return roster.find(session, person_id).language


def slack_says(locale):
    return {id_: Member(id_, id_, None, locale, "Europe/Berlin") for id_ in [*SIX, "lead-alpha"]}


@pytest.fixture
def company(services_anywhere):
    stored(services_anywhere, roster_of({"alpha": 6}, locale=Locale.EN, slack_locale=Locale.EN))
    return services_anywhere


def test_what_somebody_chose_beats_slack_and_the_nightly_refresh(company):
    languages.choose(company, FIRST, Locale.DE)
    refreshing.refresh_all(company, slack_says(Locale.EN))
    assert language_of(company) is Locale.DE
    languages.choose(company, FIRST, None)
    assert language_of(company) is Locale.EN
    refreshing.refresh_all(company, slack_says(Locale.DE))
    assert language_of(company) is Locale.DE


def test_it_stays_through_imports_and_while_somebody_is_out_of_the_roster(company):
    languages.choose(company, FIRST, Locale.DE)
    everyone = roster_cases.show(company)
    without = Roster({id_: each for id_, each in everyone.people.items() if id_ != FIRST}, everyone.units)
    roster_cases.apply(company, RosterFile(without), "operator")
    roster_cases.apply(company, RosterFile(roster_of({"alpha": 6}, locale=Locale.EN)), "operator")
    assert language_of(company) is Locale.DE


def test_who_is_not_in_the_roster_hears_why_nothing_is_kept(company):
    with pytest.raises(VorbildError, match="You are not in the roster"):
        languages.choose(company, "USTRANGER", Locale.DE)


def test_channels_are_written_to_in_the_language_that_their_leader_chose(company):
    languages.choose(company, "lead-alpha", Locale.DE)
    with company.database.reading() as session:
        assert voice_posts.language(session) is Locale.DE


def test_german_says_du_until_an_admin_changes_it_and_the_journal_tells_so(company):
    assert not languages.is_formal(company)
    languages.speak(company, ADMIN, formal=True)
    assert languages.reader(company, FIRST).formal
    (entry, *_) = privacy.settings_journal(company).entries
    assert (entry.actor_id, entry.subject) == (ADMIN, "du → Sie")


def test_the_same_again_changes_nothing_and_nobody_but_an_admin_may(company):
    languages.speak(company, ADMIN, formal=True)
    with pytest.raises(VorbildError, match="already"):
        languages.speak(company, ADMIN, formal=True)
    with pytest.raises(VorbildError, match="for Vorbild's admins"):
        languages.speak(company, FIRST, formal=False)
    assert languages.is_formal(company)
