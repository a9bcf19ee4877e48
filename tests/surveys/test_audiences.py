"""Whom a survey asks."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.audiences import GroupKind, GroupRef, people_asked, sizes_asked
from surveys.roster import Roster
from tests.builders import members_of, roster_of

COMPANY = roster_of({"top": 1, "alpha": 2, "beta": 2}, {"alpha": "top", "beta": "top"})
GROUP = GroupRef(GroupKind.CHANNEL, "C1")


def asked(units=(), groups=(), members=frozenset()):
    return {person.id for person in people_asked(units, groups, members, COMPANY)}


def test_without_units_and_groups_everyone_with_a_leader_is_asked():
    assert asked() == {"top-1", *members_of("alpha", 2), *members_of("beta", 2)}


def test_a_unit_brings_all_beneath_it_and_a_group_its_members_of_the_roster():
    assert asked(["alpha"]) == set(members_of("alpha", 2))
    assert asked(["alpha"], [GROUP], {"beta-1", "stranger", "lead-top"}) == {*members_of("alpha", 2), "beta-1"}


def test_an_empty_group_asks_nobody_rather_than_everyone():
    assert asked(groups=[GROUP]) == set()
    assert asked(["gone"]) == set()


UNITS = ("top", "alpha", "beta", "gone")


@given(
    st.sets(st.sampled_from(UNITS)), st.booleans(), st.sets(st.sampled_from([*COMPANY.people, "stranger"]), max_size=4)
)
def test_counting_whom_a_survey_asks_gives_what_naming_them_gives(units, with_group, members):
    groups = [GROUP] if with_group else []
    grouped = frozenset(members) if with_group else frozenset()
    named = Counter(person.unit_id for person in people_asked(units, groups, grouped, COMPANY))
    units_of = {
        id_: COMPANY.people[id_].unit_id for id_ in grouped & COMPANY.people.keys() if COMPANY.people[id_].unit_id
    }
    sizes = Counter(person.unit_id for person in COMPANY.people.values() if person.unit_id)
    assert sizes_asked(units, groups, units_of, sizes, Roster({}, COMPANY.units)) == named


def test_a_group_is_read_as_it_was_written():
    assert GroupRef.of(str(GROUP)) == GROUP
    for wrong in ("", "channel/", "team/T1", "channel/C1|x"):
        with pytest.raises(ValueError, match=r"."):
            GroupRef.of(wrong)
