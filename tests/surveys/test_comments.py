"""Comments: only among enough others, in random order, with nothing beside them."""

from collections import Counter
from random import Random

from hypothesis import given, settings

from surveys.comments import ANSWERS_LEAST, COMMENTS_LEAST, release_comments
from surveys.tree import UnitTree
from tests.surveys.organisations import companies

TREE = UnitTree({"top": None, "a": "top", "b": "top", "c": "a"})


def texts_at(comments, respondents, tree=TREE, seed=1):
    cells = release_comments(comments, respondents, tree, Random(seed))
    return {cell.unit_id: sorted(cell.texts) for cell in cells}


def test_three_comments_among_eight_answers_are_shown():
    assert texts_at({"a": ["x", "y", "z"]}, {"a": 8}) == {"a": ["x", "y", "z"]}


def test_seven_answers_are_not_enough_however_many_comments():
    assert texts_at({"c": list("uvwxyz")}, {"c": 7}) == {}


def test_two_comments_are_not_enough_however_many_answers():
    assert texts_at({"c": ["x", "y"]}, {"c": 500}) == {}


def test_too_few_comments_are_shown_together_with_the_units_above():
    assert texts_at({"c": ["x"], "a": ["y"], "top": ["z"]}, {"c": 3, "a": 3, "top": 3}) == {"top": ["x", "y", "z"]}


def test_comments_shown_once_are_not_shown_again_above():
    shown = texts_at({"a": ["x", "y", "z"], "top": ["u", "v", "w"]}, {"a": 8, "top": 8})
    assert shown == {"a": ["x", "y", "z"], "top": ["u", "v", "w"]}


def test_people_counted_below_do_not_lend_their_number_to_a_pool_above():
    assert texts_at({"a": ["x", "y", "z"], "b": ["u", "v", "w"]}, {"a": 30, "b": 7}) == {"a": ["x", "y", "z"]}


def test_the_order_does_not_tell_who_came_first():
    written = list("abcdefgh")
    firsts = Counter(release_comments({"a": written}, {"a": 8}, TREE, Random(seed))[0].texts[0] for seed in range(400))
    assert set(firsts) == set(written)
    assert max(firsts.values()) < 100


def test_what_the_caller_holds_keeps_its_order():
    written = list("abcdefgh")
    release_comments({"a": written}, {"a": 8}, TREE, Random(1))
    assert written == list("abcdefgh")


@given(companies(largest_team=10))
@settings(max_examples=60, deadline=None)
def test_no_comment_is_shown_twice_or_among_too_few(company):
    comments = {unit: [f"{unit}/{number}" for number in range(n // 3)] for unit, n in company.respondents.items()}
    cells = release_comments(comments, company.respondents, company.tree, Random(1))
    shown = [text for cell in cells for text in cell.texts]
    assert len(shown) == len(set(shown))
    assert set(shown) <= {text for texts in comments.values() for text in texts}
    for cell in cells:
        beneath = set(company.tree.beneath(cell.unit_id))
        assert {text.split("/")[0] for text in cell.texts} <= beneath
        assert sum(company.respondents[unit] for unit in beneath) >= ANSWERS_LEAST
        assert len(cell.texts) >= COMMENTS_LEAST
