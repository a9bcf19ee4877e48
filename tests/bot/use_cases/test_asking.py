"""Whom a survey asks: counted in the database as they are named from the roster."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.use_cases.asking import audience, sizes
from storage import audiences, roster
from surveys.audiences import GroupKind, GroupRef
from surveys.roster import Roster
from tests.builders import members_of, roster_of, survey_of

GROUP = GroupRef(GroupKind.USER_GROUP, "S1")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"audience": ("alpha",)},
        {"groups": (GROUP,)},
        {"audience": ("beta",), "groups": (GROUP,)},
        {"check_in": "alpha"},
    ],
    ids=["everyone", "a unit", "a group", "both", "a check-in"],
)
def test_people_are_counted_as_they_are_named_guests_and_leavers_left_out(services_anywhere, asked):
    company = roster_of({"top": 2, "alpha": 4, "beta": 3}, {"alpha": "top", "beta": "top"})
    guest, leaver = members_of("alpha", 4)[:2]
    people = {**company.people, guest: replace(company.people[guest], invitable=False)}
    with services_anywhere.database.transaction() as session:
        roster.replace(session, company)
        roster.replace(session, Roster({id_: each for id_, each in people.items() if id_ != leaver}, company.units))
        audiences.replace(session, GROUP, [guest, leaver, "alpha-3", "beta-1", "stranger"])
    each = survey_of(**asked)
    with services_anywhere.database.reading() as session:
        named = Counter(person.unit_id for person in audience(session, each, roster.load(session)))
        assert named
        assert sizes(session, each, Roster({}, roster.units(session))) == named
