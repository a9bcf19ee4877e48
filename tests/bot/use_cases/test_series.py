"""A re-organisation between two waves, on both databases: a new series, told in the report, and nothing to read at rest."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from bot.i18n import Words
from bot.report_sentences import explanation, headline
from bot.use_cases import closing, reporting
from storage import ledger, roster
from surveys.audit import audit_published
from surveys.policy import Policy
from surveys.roster import Person
from surveys.texts import Locale
from surveys.trends import Change
from tests.builders import again, cast, members_of, roster_of, run_now, stored

SIX = members_of("alpha", 6)


def a_wave(services, each, clock, people=SIX):
    wave = run_now(services, each)
    for person in people:
        cast(services, person, 4, wave=wave)
    closing.close(services, again(services, wave))
    clock.at += timedelta(days=28)
    return wave


def figures(services, wave):
    with services.database.reading() as session:
        return ledger.of_wave(session, wave.id).released


def re_organise(services, *, leader=None, people=None):
    with services.database.transaction() as session:
        everyone = people or roster.load(session)
        if leader is not None:
            unit = replace(everyone.units["alpha"], leader_id=leader)
            known = {**everyone.people, leader: Person(leader, "New leader", None)}
            everyone = replace(everyone, people=known, units={**everyone.units, "alpha": unit})
        roster.replace(session, everyone)


def test_a_new_leader_begins_a_new_series_and_the_report_says_why(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    a_wave(services, each, clock)
    re_organise(services, leader="lead-new")
    second = a_wave(services, each, clock)
    assert {figure.cell.series for figure in figures(services, second)} == {2}
    report = reporting.brief(services, second.id, "alpha").report
    assert report.overall.change is Change.ANEW
    assert [point.wave_number for point in report.series.points] == [2]
    for locale, said in ((Locale.EN, "A new series begins"), (Locale.DE, "Nach der Umorganisation beginnt")):
        assert said in headline(report, Words(locale))
    assert "no comparison" in explanation(report, Words(Locale.EN))
    third = a_wave(services, each, clock)
    assert reporting.brief(services, third.id, "alpha").report.overall.change is Change.EARLY
    with services.database.reading() as session:
        releases = [ledger.of_wave(session, number) for number in (1, 2, 3)]
    assert audit_published(releases, Policy()) == ()


def test_joiners_and_leavers_do_not(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    a_wave(services, each, clock)
    re_organise(services, people=roster_of({"alpha": 9}))
    second = a_wave(services, each, clock)
    assert {figure.cell.series for figure in figures(services, second)} == {1}
    assert reporting.brief(services, second.id, "alpha").report.overall.change is Change.EARLY


def test_a_team_of_other_people_under_the_same_name_begins_anew(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    a_wave(services, each, clock)
    others = roster_of({"alpha": 0, "beta": 7})
    moved = {id_: replace(person, unit_id="alpha") for id_, person in others.people.items() if person.unit_id}
    re_organise(services, people=replace(others, people={**others.people, **moved}))
    second = a_wave(services, each, clock, members_of("beta", 7))
    assert {figure.cell.series for figure in figures(services, second)} == {2}


def test_a_series_from_before_anything_was_remembered_goes_on(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    a_wave(services, each, clock)
    with services.database.transaction() as session:
        session.execute(text("DELETE FROM series"))
    second = a_wave(services, each, clock)
    assert {figure.cell.series for figure in figures(services, second)} == {1}


def test_what_is_remembered_is_sealed_and_the_same_whoever_answered(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    a_wave(services, each, clock, SIX[:5])
    with services.database.reading() as session:
        (before,) = session.execute(text("SELECT box FROM series")).scalars()
    a_wave(services, each, clock, SIX)
    with services.database.reading() as session:
        (after,) = session.execute(text("SELECT box FROM series")).scalars()
    key, place = services.keys.gates, f"series/{each.id}/alpha/team".encode()
    assert key.open(bytes(before), place) == key.open(bytes(after), place)
    assert not [person for person in SIX if person.encode() in bytes(after)]
