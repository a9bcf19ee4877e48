"""A roster made of Slack's user groups."""

import pytest

from surveys.errors import ProblemsError
from surveys.roster import Member, Person, Roster
from surveys.roster_groups import Group, from_leaders, from_managers
from surveys.texts import Locale

NOBODY = Roster({}, {})
TOP = Group("S1", "Company", ("U1", "U2", "U3"))
OPERATIONS = Group("S2", "Operations", ("U2", "U4", "U5"))
SALES = Group("S3", "Sales", ("U6", "U7", "U4"))
GROUPS = [TOP, OPERATIONS, SALES]
LEADERS = {"S1": "U1", "S2": "U2", "S3": "U3"}


def directory(*outside):
    return {
        f"U{n}": Member(f"U{n}", f"Person {n}", None, Locale.EN, "Europe/London", invitable=f"U{n}" not in outside)
        for n in range(1, 9)
    }


def counted(roster):
    return {unit_id: sorted(person.id for person in roster.members(unit_id)) for unit_id in roster.units}


def shape(roster):
    return {unit.id: (unit.leader_id, unit.parent_id) for unit in roster.units.values()}


def test_each_group_is_a_unit_and_leaders_report_to_the_leader_of_their_other_group():
    roster = from_leaders(GROUPS, LEADERS, directory(), NOBODY)
    assert shape(roster) == {
        "company": ("U1", None),
        "operations": ("U2", "company"),
        "sales": ("U3", "company"),
    }
    assert counted(roster) == {"company": ["U2", "U3"], "operations": ["U4", "U5"], "sales": ["U6", "U7"]}


def test_guests_and_bots_in_a_group_are_left_out():
    roster = from_leaders(GROUPS, LEADERS, directory("U5", "U7"), NOBODY)
    assert not {"U5", "U7"} & roster.people.keys()


def test_managers_in_profiles_say_in_which_of_two_groups_somebody_is_counted():
    managers = {"U2": "U1", "U3": "U1", "U4": "U6", "U5": "U2", "U6": "U1", "U7": "U6"}
    roster = from_managers([TOP, OPERATIONS, SALES], managers, directory(), NOBODY)
    assert counted(roster)["sales"] == ["U4", "U7"]
    assert roster.leader_of("U4") == "U6"


def test_leaders_above_each_other_are_refused_with_their_names():
    first, second = Group("S1", "A", ("U1", "U2", "U3")), Group("S2", "B", ("U1", "U2", "U4"))
    with pytest.raises(ProblemsError) as refused:
        from_leaders([first, second], {"S1": "U1", "S2": "U2"}, directory(), NOBODY)
    assert any("Person 1" in str(problem.message) and problem.line == 0 for problem in refused.value.problems)


def test_the_office_and_a_language_that_a_file_told_are_kept():
    told = Person("U4", "Four", None, Locale.DE, office="Berlin", slack_locale=Locale.EN)
    roster = from_leaders(GROUPS, LEADERS, directory(), Roster({"U4": told}, {}))
    assert (roster.people["U4"].office, roster.people["U4"].locale) == ("Berlin", Locale.DE)
    assert roster.people["U5"].locale is Locale.EN
