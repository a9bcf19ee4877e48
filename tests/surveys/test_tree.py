"""Which unit stands beneath which."""

import pytest
from hypothesis import given, settings

from surveys.tree import UnitTree
from tests.surveys.organisations import companies

TREE = UnitTree({"north": "sales", "company": None, "sales": "company", "south": "sales", "operations": "company"})


def test_a_tree_iterates_in_the_order_given():
    assert list(TREE) == ["north", "company", "sales", "south", "operations"]


def test_a_unit_knows_its_parent_and_its_children():
    assert TREE.parent("north") == "sales"
    assert TREE.parent("company") is None
    assert set(TREE.children("sales")) == {"north", "south"}
    assert TREE.children("operations") == ()


def test_beneath_a_unit_stand_itself_first_and_parents_before_children():
    assert list(TREE.beneath("operations")) == ["operations"]
    found = list(TREE.beneath("company"))
    assert found[0] == "company"
    assert sorted(found) == sorted(TREE)
    assert found.index("sales") < found.index("north")


def test_upwards_leads_from_a_unit_to_its_root():
    assert list(TREE.upwards("north")) == ["north", "sales", "company"]
    assert TREE.depth("north") == 2
    assert TREE.depth("company") == 0


def test_a_unit_that_is_not_there_is_not_in_the_tree():
    assert "north" in TREE
    assert "west" not in TREE


def test_a_parent_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        UnitTree({"north": "sales"})


def test_several_roots_make_a_forest():
    forest = UnitTree({"a": None, "b": None, "c": "b"})
    assert forest.roots() == ("a", "b")
    assert sorted(forest.bottom_up()) == ["a", "b", "c"]


def test_a_chain_of_thousands_is_no_trouble():
    chain = UnitTree({"0": None} | {str(number): str(number - 1) for number in range(1, 5000)})
    assert chain.bottom_up()[0] == "4999"
    assert chain.depth("4999") == 4999


@given(companies())
@settings(max_examples=50, deadline=None)
def test_bottom_up_names_every_unit_once_and_children_before_parents(company):
    order = company.tree.bottom_up()
    assert sorted(order) == sorted(company.parents)
    place = {unit: number for number, unit in enumerate(order)}
    assert all(parent is None or place[unit] < place[parent] for unit, parent in company.parents.items())
