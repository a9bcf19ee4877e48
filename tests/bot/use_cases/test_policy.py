"""The threshold is raised, never lowered, from the next wave on, for all to read; nothing else of a policy changes."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from bot.use_cases import closing, policy, privacy
from storage import ledger, survey
from surveys.errors import VorbildError
from surveys.journal import Deed
from tests.builders import ADMIN, again, cast, members_of, run_now, stored


def policy_of(services, each):
    with services.database.reading() as session:
        return survey.find(session, each.id).policy


def closed(services, wave, people):
    for person in members_of("alpha", people):
        cast(services, person, 4, wave=wave)
    closing.close(services, again(services, wave))
    with services.database.reading() as session:
        return ledger.of_wave(session, wave.id)


def test_a_raised_threshold_holds_from_the_next_wave_and_the_open_one_keeps_its_own(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    wave = run_now(services, each)
    overview = policy.raise_threshold(services, ADMIN, "pulse", 7)
    assert overview.survey.policy.threshold == 7
    assert overview.small_units == 1
    assert again(services, wave).policy.threshold == 5
    assert closed(services, wave, 6).released
    clock.at += timedelta(days=28)
    later = run_now(services, overview.survey)
    assert later.policy.threshold == 7
    assert not closed(services, later, 6).released


@pytest.mark.parametrize(
    ("threshold", "reason"),
    [(8, "is 8 already"), (7, "never lowered"), (4, "never lowered"), (0, "never"), (51, "50 is the most")],
)
def test_whatever_would_not_raise_it_is_refused_and_nothing_is_changed(services_anywhere, threshold, reason):
    each = stored(services_anywhere)
    policy.raise_threshold(services_anywhere, ADMIN, "Pulse", 8)
    with pytest.raises(VorbildError, match=reason):
        policy.raise_threshold(services_anywhere, ADMIN, "Pulse", threshold)
    assert policy_of(services_anywhere, each).threshold == 8


def test_everybody_can_read_who_raised_it_from_where_to_where(services_anywhere):
    stored(services_anywhere)
    policy.raise_threshold(services_anywhere, ADMIN, "Pulse", 8)
    newest = privacy.settings_journal(services_anywhere).entries[0]
    assert (newest.actor_id, newest.deed, newest.subject) == (ADMIN, Deed.THRESHOLD_RAISED, "Pulse")
    assert newest.details == {"changes": {"threshold": ["5", "8"]}}


def test_nothing_else_of_the_policy_changes_with_it(services_anywhere):
    each = stored(services_anywhere)
    before = policy_of(services_anywhere, each)
    policy.raise_threshold(services_anywhere, ADMIN, "Pulse", 8)
    assert asdict(policy_of(services_anywhere, each)) == asdict(replace(before, threshold=8))


def test_only_admins_raise_it(services_anywhere):
    each = stored(services_anywhere)
    with pytest.raises(VorbildError, match="for Vorbild's admins"):
        policy.raise_threshold(services_anywhere, "alpha-1", "Pulse", 8)
    assert policy_of(services_anywhere, each).threshold == 5


def test_an_unknown_survey_is_answered_with_the_names_there_are(services):
    stored(services)
    with pytest.raises(VorbildError, match="There is: “Pulse”"):
        policy.raise_threshold(services, ADMIN, "Puls", 8)
