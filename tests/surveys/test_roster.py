"""People and units, and what changes between two rosters."""

import pytest

from surveys.roster import Changed, Person, Roster, Unit, roster_differences

TOP, OPERATIONS, NORTH, SALES = (
    Unit("company", "Company", "U1", None),
    Unit("operations", "Operations", "U2", "company"),
    Unit("north", "North", "U3", "operations"),
    Unit("sales", "Sales", "U4", "company"),
)
PEOPLE = (
    Person("U1", "Clara", None),
    Person("U2", "Otto", "company"),
    Person("U3", "Nora", "operations"),
    Person("U4", "Sam", "company"),
    Person("U5", "An", "north"),
    Person("U6", "Bo", "north"),
    Person("U7", "Cy", "sales"),
)


def a_roster(people=PEOPLE, units=(TOP, OPERATIONS, NORTH, SALES)) -> Roster:
    return Roster({person.id: person for person in people}, {unit.id: unit for unit in units})


def ids(found) -> list[str]:
    return [one.id for one in found]


def test_members_are_those_counted_in_the_unit_itself():
    roster = a_roster()
    assert ids(roster.members("company")) == ["U2", "U4"]
    assert ids(roster.members("north")) == ["U5", "U6"]
    assert roster.members("unknown") == ()


def test_units_know_what_is_beneath_them():
    roster = a_roster()
    assert ids(roster.children("company")) == ["operations", "sales"]
    assert ids(roster.beneath("operations")) == ["operations", "north"]
    assert ids(roster.beneath("company"))[0] == "company"
    assert set(ids(roster.beneath("company"))) == set(roster.units)
    assert ids(roster.roots()) == ["company"]
    assert [roster.depth(unit_id) for unit_id in ("company", "sales", "north")] == [0, 1, 2]


@pytest.mark.parametrize(("person", "leader"), [("U5", "U3"), ("U3", "U2"), ("U2", "U1"), ("U1", None), ("U99", None)])
def test_everyone_is_asked_about_the_leader_of_the_unit_they_are_counted_in(person, leader):
    assert a_roster().leader_of(person) == leader


def test_leaders_know_what_they_lead():
    roster = a_roster()
    assert ids(roster.led_by("U2")) == ["operations"]
    assert roster.led_by("U5") == ()


def test_an_equal_roster_changes_nothing():
    assert not roster_differences(a_roster(), a_roster())


def test_who_joins_leaves_and_moves_is_listed():
    people = (*PEOPLE[:5], Person("U6", "Bo", "sales"), Person("U8", "Di", "sales"))
    changes = roster_differences(a_roster(), a_roster(people))
    assert changes
    assert ids(changes.joined) == ["U8"]
    assert ids(changes.left) == ["U7"]
    assert changes.moved == (Changed("U6", "north", "sales"),)


def test_units_that_come_go_move_or_change_their_leader_are_listed():
    units = (TOP, OPERATIONS, Unit("north", "North", "U5", "company"), Unit("south", "South", "U4", "company"))
    changes = roster_differences(a_roster(), a_roster(units=units))
    assert ids(changes.units_new) == ["south"]
    assert ids(changes.units_removed) == ["sales"]
    assert changes.units_reparented == (Changed("north", "operations", "company"),)
    assert changes.leaders_changed == (Changed("north", "U3", "U5"),)


def test_the_first_roster_is_all_new():
    changes = roster_differences(Roster({}, {}), a_roster())
    assert len(changes.joined) == len(PEOPLE)
    assert len(changes.units_new) == 4
    assert changes.moved == ()
