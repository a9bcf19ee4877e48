"""What one unit's leaders are told: composed from what a close really publishes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings

from surveys.bank import load_bank
from surveys.cascade import Tier
from surveys.composing import compose
from surveys.disclosure import CellKind, Reason, ShareBand
from surveys.gate import Event
from surveys.questions import CHANGE, questionnaire
from surveys.reports import Organisation, Pooled, WaveFacts
from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.trends import Change, Published
from tests.surveys.organisations import ANCHOR_KEY, Company, close, companies, company, star

BANK = load_bank()
QUESTIONS = questionnaire(BANK, 1)
KEYS = tuple(question.key for question in QUESTIONS)
FACTS = WaveFacts("Pulse", 1, date(2026, 6, 9), date(2026, 6, 9), QUESTIONS)
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
            if figure.cell.unit_id in {unit, "top"}
        ]
    facts = WaveFacts("Pulse", len(waves), closed_on(len(waves)), closed_on(len(waves)), QUESTIONS)
    names = {name: name.upper() for name in waves[-1].parents}
    organisation = Organisation(names, waves[-1].tree, waves[-1].invited)
    return compose(unit, facts, closed.release, history, organisation, BANK)


@dataclass(frozen=True)
class Mixed(Company):
    """A company that answers the second question otherwise than all the others."""

    second: str = ""

    def tallies(self, question_keys=KEYS):
        tallies = Tallies(question_keys)
        for unit, answers in self.answers.items():
            for usual, second in zip(answers, self.second, strict=True):
                given = dict.fromkeys(question_keys, Answer(int(usual)))
                tallies.add(unit, given | {question_keys[1]: Answer(int(second))})
        return tallies


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


def test_when_to_expect_a_figure_is_told_by_how_many_are_asked_never_by_how_many_answered():
    few, many = star("", "44", "55555"), star("", "4444", "55555")
    asked = replace(few, silent={"t0": 4})
    assert report_of("t0", asked).withheld == report_of("t0", replace(many, silent={"t0": 2})).withheld
    assert report_of("t0", asked).withheld.asked == 6
    assert report_of("t0", few).withheld.asked == 2


def test_a_unit_counted_with_others_reads_their_figure_and_is_told_whose_it_is():
    report = report_of("t0", *[star("", "444", "444")] * 6)
    assert report.pooled == Pooled("TOP", 2)
    assert report.withheld is None
    assert (report.overall.level, report.overall.change) == (4.0, Change.NONE)
    assert len(report.series.points) == 6
    assert report_of("top", star("", "444", "444")).pooled is None


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


def test_lists_across_units_count_sure_events_by_level_and_name_no_unit():
    fallen = {"t0", "t1", "t2"}
    parents = {"top": None} | {f"t{number}": "top" for number in range(5)}
    steady = company(parents, **{f"t{number}": "4" * 12 for number in range(5)})
    worse = company(parents, **{f"t{number}": ("2" if f"t{number}" in fallen else "4") * 12 for number in range(5)})
    listed = [
        event for event in report_of("top", *[steady] * 6, worse, worse).events_beneath if event.dimension.outcome
    ]
    assert [(event.tier, event.up, event.units) for event in listed] == [(Tier.TEAM, False, 3)]
    assert report_of("t0", *[steady] * 6, worse, worse).events_beneath == ()


def test_with_two_units_on_a_level_nothing_is_told_of_it():
    steady, worse = star("", "4" * 12, "4" * 12), star("", "2" * 12, "4" * 12)
    report = report_of("top", *[steady] * 6, worse, worse)
    assert report.events_beneath == ()
    assert [rung.level for rung in report.cascade] == [None, None]


def test_an_outcome_is_never_what_to_work_on_nor_weakest_nor_strongest():
    outcome = next(question for question in BANK.questions if question.dimension == "action_belief")
    facts = replace(FACTS, questions=(outcome, *QUESTIONS[-1:]))
    closed = close(STEADY, question_keys=(outcome.key, ANCHOR_KEY))
    organisation = Organisation({name: name for name in STEADY.parents}, STEADY.tree)
    report = compose("t0", facts, closed.release, [], organisation, BANK)
    assert report.lines[0].level == 4.0
    assert (report.focus, report.weakest, report.strongest) == (None, None, None)


def test_the_weakest_dimension_is_named_where_it_stands_out_and_the_lowest_is_the_focus_anyway():
    tallies = lambda low: Mixed(STEADY.parents, {"t0": "4" * 20}, {}, low)  # noqa: E731
    report = report_of("t0", tallies("1" * 20))
    assert report.weakest == report.focus == report.lines[1]
    near = report_of("t0", tallies("3" * 8 + "4" * 12))
    assert near.weakest is None
    assert near.focus is not None


def resisted(answers, number=CHANGE):
    question = BANK.question(number)
    facts = replace(FACTS, questions=(question, *QUESTIONS[-1:]))
    here = star("", answers)
    closed = close(here, question_keys=(question.key, ANCHOR_KEY))
    organisation = Organisation({name: name for name in here.parents}, here.tree)
    return compose("t0", facts, closed.release, [], organisation, BANK).resistance


def test_concerns_about_change_that_go_unheard_beyond_noise_are_to_be_answered():
    assert resisted("1" * 20)
    assert not resisted("4" * 20)
    assert not resisted("23" * 6), "a level that may well be in the middle"
    assert not resisted("1" * 20, number=5), "another question"


def test_before_a_change_can_be_judged_it_is_said_how_often_the_question_must_still_be_asked():
    waits = [report_of("t0", *[STEADY] * waves).overall.waiting for waves in range(1, 7)]
    assert waits == [5, 4, 3, 2, 1, 0]


def test_how_small_a_shift_would_show_is_about_known_before_it_is_judged():
    early, judged = (report_of("t0", *[STEADY] * waves).overall.shows_from for waves in (1, 5))
    assert early == judged


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
        assert report.overall.figure is None or report.pooled or set(report.overall.figure.cell.unit_ids) <= beneath
        assert report.hidden.shown_together + report.hidden.not_shown <= len(beneath)
