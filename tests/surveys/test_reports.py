"""What one unit's leaders are told: composed from what a close really publishes."""

from datetime import date, timedelta

from hypothesis import given, settings

from surveys.bank import load_bank
from surveys.disclosure import CellKind, Reason, ShareBand
from surveys.gate import Event
from surveys.questions import questionnaire
from surveys.reports import Organisation, WaveFacts, compose
from surveys.trends import Change, Published
from tests.surveys.organisations import ANCHOR_KEY, close, companies, company, star

BANK = load_bank()
QUESTIONS = questionnaire(BANK, 1)
KEYS = tuple(question.key for question in QUESTIONS)
JUNE = date(2026, 6, 9)


def closed_on(number):
    return JUNE + timedelta(weeks=4 * (number - 1))


def report_of(unit, *waves):
    """Close waves one after the other and compose the last one's report of a unit."""
    gates, history, closed = {}, [], None
    for number, here in enumerate(waves, start=1):
        closed = close(here, gates, question_keys=KEYS)
        gates = closed.gates
        history += [
            Published(number, closed_on(number), figure)
            for figure in closed.release.released
            if figure.cell.unit_id == unit
        ]
    facts = WaveFacts("Pulse", len(waves), closed_on(len(waves)), closed_on(len(waves)), QUESTIONS)
    organisation = Organisation({name: name.upper() for name in waves[-1].parents}, waves[-1].tree)
    return compose(unit, facts, closed.release, history, organisation, BANK)


STEADY, LOW = star("", "44444444"), star("", "22222222")


def test_the_first_wave_says_so():
    report = report_of("t0", STEADY)
    assert report.first
    assert report.overall.change is Change.FIRST
    assert report.overall.level == 4.0
    assert report.events == ()
    assert report.steady_since == closed_on(1)


def test_the_first_wave_of_a_small_roll_up_is_a_first_wave_too():
    assert report_of("top", star("", "44444", "33333")).first


def test_a_steady_unit_has_no_events_and_is_steady_since_its_first_wave():
    report = report_of("t0", *[STEADY] * 6)
    assert not report.first
    assert report.overall.change is Change.NONE
    assert report.events == ()
    assert report.steady_since == closed_on(1)
    assert [point.wave_number for point in report.series.points] == [1, 2, 3, 4, 5, 6]


def test_before_the_base_is_long_enough_a_change_cannot_be_told():
    assert report_of("t0", STEADY, LOW).overall.change is Change.EARLY


def test_a_fall_is_an_event_from_where_to_where_the_overall_one_first():
    waves = [STEADY] * 5 + [LOW]
    while not report_of("t0", *waves).events and len(waves) < 9:
        waves.append(LOW)
    report = report_of("t0", *waves)
    first = report.events[0]
    assert first.dimension == report.overall.dimension
    assert not first.up
    assert first.figure.event is Event.DOWN
    assert (first.figure.previous_level, first.figure.level) == (4.0, report.overall.level)
    assert report.overall.level < 4.0
    assert report.steady_since == closed_on(len(waves))


def test_a_rise_is_an_event_upwards():
    waves = [LOW] * 5 + [STEADY]
    while not report_of("t0", *waves).events and len(waves) < 9:
        waves.append(STEADY)
    assert report_of("t0", *waves).events[0].up


def test_a_unit_of_four_has_no_figure_and_is_told_why():
    report = report_of("t0", star("", "4444", "55555"))
    assert report.empty
    assert report.overall.change is Change.HIDDEN
    assert report.withheld.reason is Reason.TOO_FEW
    assert report.weakest is None
    assert report.series is None
    assert report.steady_since is None
    assert report.participation is None


def test_a_unit_counted_with_others_is_told_where():
    assert report_of("t0", star("", "444", "333")).withheld.counted_in == "TOP"


def test_a_unit_that_could_not_judge_is_told_so():
    assert report_of("t0", star("", "00004444")).withheld.reason is Reason.TOO_FEW_JUDGED


def test_teams_without_a_figure_of_their_own_are_counted_by_what_became_of_them():
    parents = {"top": None, "a": "top", "b": "top", "c": "top", "d": "a", "e": "a"}
    report = report_of("top", company(parents, a="44444", d="333", e="33", b="5"))
    assert (report.hidden.shown_together, report.hidden.not_shown) == (2, 1)


def test_participation_is_told_as_a_band_at_and_beneath_the_unit():
    here = company({"top": None, "a": "top"}, {"a": 10}, a="444444")
    assert report_of("top", here).participation is ShareBand.UNDER_HALF


def test_a_large_unit_has_a_fresh_figure_of_exactly_its_people():
    report = report_of("top", star("", *["3333444444"] * 6))
    assert report.fresh.mean == 3.6
    assert report_of("t0", star("", *["3333444444"] * 6)).fresh is None


def test_a_fresh_figure_of_fewer_people_than_the_unit_is_not_passed_off_as_the_units():
    parents = {"top": None, "a": "top", "b": "top"}
    report = report_of("top", company(parents, a="4" * 60, b="3333333333"))
    assert report.overall.figure.cell.kind is CellKind.ALL
    assert report.fresh is None


def test_lists_across_units_hold_sure_events_of_units_beneath_and_no_small_team():
    # Two teams of a unit fall by two points: the unit's own roll-up may be listed above, a single team may not.
    parents = {"top": None, "a": "top", "b": "top", "a1": "a", "a2": "a"}
    steady = company(parents, a1="4" * 12, a2="4" * 12, b="4" * 12)
    fallen = company(parents, a1="2" * 12, a2="2" * 12, b="4" * 12)
    waves = [steady] * 5 + [fallen]
    listed = report_of("top", *waves).events_beneath
    assert {event.unit_name for event in listed} == {"A"}
    assert all(event.figure.strong and event.figure.cell.kind is CellKind.ALL for event in listed)
    assert report_of("a", *waves).events_beneath == ()


def test_every_dimension_asked_has_a_line_and_the_anchor_stands_apart():
    report = report_of("t0", STEADY)
    assert report.overall.question.key == ANCHOR_KEY
    assert [line.question for line in report.lines] == [one for one in QUESTIONS if one.key != ANCHOR_KEY]


@given(companies(most_units=8))
@settings(max_examples=15, deadline=None)
def test_every_unit_of_any_organisation_gets_a_report(here):
    for unit in here.parents:
        report = report_of(unit, here)
        beneath = set(here.tree.beneath(unit))
        assert (report.withheld is None) == (report.overall.figure is not None)
        assert report.overall.figure is None or set(report.overall.figure.cell.unit_ids) <= beneath
        assert report.hidden.shown_together + report.hidden.not_shown <= len(beneath)
