"""A re-organisation begins a new series; joiners, leavers and answers do not."""

from dataclasses import replace

import pytest

from surveys.cells import Cell, CellKind
from surveys.disclosure import Policy, Reason, release
from surveys.gate import Event
from surveys.series import HELD_BACK, Remembered, Running, goes_on
from surveys.trends import Change, Published, change_of, series_of
from tests.surveys.organisations import ANCHOR_KEY, company


def pairs(people, leader="lead"):
    return frozenset(f"{person}/{leader}".encode() for person in people)


TEAM = Cell("a", CellKind.TEAM, ("a",))
SIX = "uvwxyz"


def after(now, *, leader="lead", before=SIX, series=1, begun=1, wave=2):
    running = Running(wave, {"a": pairs(now, leader)}, {"a/team": Remembered(series, begun, pairs(before))})
    return running.series_of(TEAM)


@pytest.mark.parametrize("now", ["uvwxyz", "uvwxy", "uvwxyzq", "uvwabc", "uvw", "uvwxyzabcdef"])
def test_joiners_and_leavers_alone_break_nothing(now):
    assert after(now) == 1


@pytest.mark.parametrize("now", ["uvabcd", "uv", "abcdef", "uvwxyzabcdefg"])
def test_where_fewer_than_half_are_the_same_a_new_series_begins(now):
    assert after(now) == 2


def test_a_new_leader_begins_a_new_series_with_the_same_people():
    assert after(SIX, leader="another") == 2


def test_a_pool_goes_on_while_half_its_people_have_their_leader():
    pool = Cell("top", CellKind.POOL, ("a", "b"))
    remembered = {"top/pool": Remembered(1, 1, pairs("uvw", "la") | pairs("xyz", "lb"))}
    one_new = Running(2, {"a": pairs("uvw", "new"), "b": pairs("xyz", "lb")}, remembered)
    both_new = Running(2, {"a": pairs("uvw", "new"), "b": pairs("xyz", "new")}, remembered)
    assert (one_new.series_of(pool), both_new.series_of(pool)) == (1, 2)


def test_what_was_never_remembered_goes_on_as_the_first_series():
    assert Running(9, {"a": pairs(SIX)}).series_of(TEAM) == 1


def test_whoever_edits_the_roster_each_wave_gets_no_fresh_level_each_wave():
    assert after("abcdef", series=2, begun=5, wave=6) == HELD_BACK
    assert after("abcdef", series=2, begun=5, wave=7) == HELD_BACK
    assert after("abcdef", series=2, begun=5, wave=8) == 3


def test_what_is_remembered_is_whom_the_shown_cells_asked():
    running = Running(4, {"a": pairs(SIX)}, {"a/team": Remembered(2, 3, pairs("uvwxy"))})
    assert running.after([replace(TEAM, series=2)]) == {"a/team": Remembered(2, 3, pairs(SIX))}
    assert running.after([replace(TEAM, series=3)]) == {"a/team": Remembered(3, 4, pairs(SIX))}
    assert running.after([]) == {}


def test_half_is_enough():
    assert goes_on(pairs("abcd"), pairs("cdef"))
    assert not goes_on(pairs("abcde"), pairs("defgh"))
    assert goes_on(frozenset(), frozenset())


HERE = company({"top": None, "a": "top", "b": "top"}, top="44444", a="444444", b="333333")


def waves(*asked):
    """Close a wave for each of these: whom it asks per unit. Gives each wave's release."""
    gates, remembered, releases = {}, {}, []
    for number, one in enumerate(asked, start=1):
        running = Running(number, one, remembered)
        published, gates = release(HERE.tallies(), HERE.tree, HERE.invited, gates, Policy(), running)
        remembered |= running.after(published.cells)
        releases.append(published)
    return releases


def figure(published, unit, kind):
    return next((one for one in published.released if (one.cell.unit_id, one.cell.kind) == (unit, kind)), None)


OLD = {"top": pairs("12345", "boss"), "a": pairs("abcdef", "la"), "b": pairs("ghijkl", "lb")}
NEW_LEADER = {**OLD, "a": pairs("abcdef", "new")}


def test_the_new_leaders_team_begins_anew_and_everything_else_goes_on():
    *_, last = waves(OLD, OLD, NEW_LEADER)
    anew = figure(last, "a", CellKind.TEAM)
    assert (anew.cell.series, anew.event, anew.previous_level) == (2, Event.FIRST, None)
    assert change_of(anew) is Change.ANEW
    assert figure(last, "b", CellKind.TEAM).event is Event.SAME
    assert figure(last, "top", CellKind.ALL).cell.series == 1


def test_the_series_of_a_figure_begins_at_the_re_organisation():
    releases = waves(OLD, OLD, NEW_LEADER, NEW_LEADER)
    history = [Published(number, None, one) for number, each in enumerate(releases, start=1) for one in each.released]
    team = figure(releases[-1], "a", CellKind.TEAM)
    assert [point.wave_number for point in series_of(team, history).points] == [3, 4]
    assert change_of(team) is Change.EARLY


def test_a_wider_roll_up_begins_anew_when_most_of_it_is_new():
    everything = {unit: pairs([f"{unit}{n}" for n in range(6)], "new") for unit in OLD}
    *_, last = waves(OLD, everything)
    assert {one.cell.series for one in last.released} == {2}


def test_a_second_re_organisation_at_once_is_hidden_and_says_so_and_comes_back():
    newest = {**OLD, "a": pairs("abcdef", "newest")}
    _, _, second, third, fourth = waves(OLD, NEW_LEADER, newest, newest, newest)
    for hidden in (second, third):
        assert figure(hidden, "a", CellKind.TEAM) is None
        (entry,) = [one for one in hidden.suppressed if one.reason is Reason.REORGANISED]
        assert (entry.unit_id, entry.question_key) == ("a", ANCHOR_KEY)
        assert figure(hidden, "b", CellKind.TEAM) is not None
    assert figure(fourth, "a", CellKind.TEAM).cell.series == 3


def test_a_team_and_a_pool_hidden_at_one_unit_are_told_of_once():
    here = company({"top": None, "x": "top", "y": "top"}, top="00000", x="000", y="000")
    published, _ = release(here.tallies(), here.tree, here.invited, {}, Policy())
    told = [(one.unit_id, one.question_key, one.reason) for one in published.suppressed]
    assert len(told) == len(set(told))
    assert ("top", ANCHOR_KEY, Reason.TOO_FEW_JUDGED) in told
