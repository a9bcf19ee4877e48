"""Comments: only among enough others, in random order, with nothing beside them."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.comments import ANSWERS_LEAST, COMMENTS_LEAST, Comment, release_comments
from surveys.tree import UnitTree
from tests.surveys.organisations import companies

TREE = UnitTree({"top": None, "a": "top", "b": "top", "c": "a"})


def released(written, respondents, tree=TREE, seed=1):
    comments = {unit: [Comment(text, text.encode()) for text in texts] for unit, texts in written.items()}
    return {cell.unit_id: cell.comments for cell in release_comments(comments, respondents, tree, Random(seed))}


def texts_at(written, respondents):
    cells = released(written, respondents)
    return {unit: sorted(comment.text for comment in comments) for unit, comments in cells.items()}


def test_three_comments_among_eight_answers_are_shown():
    assert texts_at({"a": ["x", "y", "z"]}, {"a": 8}) == {"a": ["x", "y", "z"]}


def test_seven_answers_are_not_enough_however_many_comments():
    assert texts_at({"c": list("uvwxyz")}, {"c": 7}) == {}


def test_a_raised_threshold_holds_for_comments_too():
    for answers, shown in ((11, []), (12, ["c"])):
        cells = release_comments({"c": ["x", "y", "z"]}, {"c": answers}, TREE, Random(1), threshold=12)
        assert [cell.unit_id for cell in cells] == shown


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
    firsts = Counter(released({"a": written}, {"a": 8}, seed=seed)["a"][0].text for seed in range(400))
    assert set(firsts) == set(written)
    assert max(firsts.values()) < 100


def test_what_the_caller_holds_keeps_its_order():
    written = [Comment(text) for text in "abcdefgh"]
    release_comments({"a": written}, {"a": 8}, TREE, Random(1))
    assert [comment.text for comment in written] == list("abcdefgh")


def test_a_comment_keeps_the_mark_of_its_own_receipt():
    shown = released({"a": list("abcdefgh")}, {"a": 8})["a"]
    assert all(comment.mark == comment.text.encode() for comment in shown)


@st.composite
def written_in(draw):
    """A company, and who of each unit's respondents wrote a comment."""
    company = draw(companies(largest_team=10))
    counts = {unit: draw(st.integers(0, n)) for unit, n in company.respondents.items()}
    return company, {unit: [f"{unit}/{number}" for number in range(count)] for unit, count in counts.items()}


def sources(company, cells):
    """The units whose people a cell speaks for: those beneath it that no cell further down has taken."""
    taken, found = set(), {}
    for unit in company.tree.bottom_up():
        if unit in cells:
            found[unit] = set(company.tree.beneath(unit)) - taken
            taken |= found[unit]
    return found


@given(written_in())
@settings(max_examples=150, deadline=None)
def test_every_comment_shown_stands_among_enough_answers_and_comments_of_its_own_people(drawn):
    company, written = drawn
    cells = released(written, company.respondents, company.tree)
    for unit, units in sources(company, cells).items():
        assert {comment.text.split("/")[0] for comment in cells[unit]} <= units
        assert sum(company.respondents[each] for each in units) >= ANSWERS_LEAST
        assert len(cells[unit]) >= COMMENTS_LEAST


@given(written_in())
@settings(max_examples=150, deadline=None)
def test_no_comment_is_shown_twice_and_only_left_overs_at_a_root_are_not_shown(drawn):
    company, written = drawn
    cells = released(written, company.respondents, company.tree)
    shown = [comment.text for comments in cells.values() for comment in comments]
    assert len(shown) == len(set(shown))
    taken = set().union(*sources(company, cells).values()) if cells else set()
    for root in company.tree.roots():
        left = set(company.tree.beneath(root)) - taken
        hidden = [text for unit in left for text in written[unit]]
        answers = sum(company.respondents[unit] for unit in left)
        assert answers < ANSWERS_LEAST or len(hidden) < COMMENTS_LEAST
        assert set(hidden).isdisjoint(shown)
    assert sorted(shown) == sorted(text for unit in taken for text in written[unit])
