"""The charter: both languages, and signatures counted by level without naming anybody."""

from dataclasses import replace

import pytest

from surveys.cascade import Tier
from surveys.charter import Charter, check, signed_levels
from surveys.errors import VorbildError
from surveys.roster import Unit
from surveys.texts import Text

WHOLE = Charter(1, Text("Wir halten Wort.", "We keep our word."), Text("Hört zu.", "Listen."))


def test_a_charter_in_both_languages_is_accepted():
    assert check(WHOLE) == WHOLE


@pytest.mark.parametrize("part", ["promise", "asks"])
@pytest.mark.parametrize("text", [Text("Nur Deutsch.", " "), Text("", "English only.")])
def test_a_charter_in_one_language_only_is_refused(part, text):
    with pytest.raises(VorbildError, match="in German and in English"):
        check(replace(WHOLE, **{part: text}))


def test_signatures_are_counted_by_level_from_the_top_and_a_small_level_is_left_out():
    units = [Unit("top", "Top", "boss", None)]
    units += [Unit(f"d{number}", "", f"division{number}", "top") for number in range(2)]
    units += [Unit(f"t{number}", "", f"team{number}", "d0") for number in range(4)]
    levels = signed_levels(units, {"boss", "division0", "team1", "team2", "a stranger"})
    assert [(each.tier, each.signed, each.leaders) for each in levels] == [(Tier.BOARD, 1, 1), (Tier.TEAM, 2, 4)]


def test_who_leads_two_units_counts_once_on_the_higher_level():
    units = [Unit("top", "", "boss", None), *(Unit(f"t{n}", "", f"lead{n}", "top") for n in range(3))]
    units.append(Unit("staff", "", "boss", "top"))
    assert [each.leaders for each in signed_levels(units, set())] == [1, 3]


def test_without_units_there_is_no_level():
    assert signed_levels([], {"boss"}) == ()


def test_texts_tell_versions_apart():
    assert WHOLE.fingerprint != replace(WHOLE, asks=Text("Hört zu.", "Listen!")).fingerprint
    assert WHOLE.fingerprint != replace(WHOLE, version=2).fingerprint
