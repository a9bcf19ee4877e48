"""A ballot: checked against the questionnaire, and laid out in boxes of one size."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveys.ballots import (
    BOX_BYTES,
    COMMENT_BYTES,
    MARK_BYTES,
    UNIT_BYTES,
    Ballot,
    check,
    decode_comment,
    decode_scores,
    encode_comment,
    encode_scores,
    tally,
    tidy,
)
from surveys.comments import Comment
from surveys.errors import VorbildError
from surveys.scales import POINTS, Answer

KEYS = ("q01.v1", "q05.v2", "q23.v1")
ANSWERS = {"q01.v1": Answer.AGREE, "q05.v2": Answer.CANNOT_JUDGE, "q23.v1": Answer.STRONGLY_DISAGREE}

MARK = bytes(range(MARK_BYTES))

any_text = st.text(alphabet=st.characters(), max_size=300)
unit_ids = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=UNIT_BYTES // 4)
ballots = st.fixed_dictionaries({key: st.sampled_from(Answer) for key in KEYS})


def refusal(ballot):
    with pytest.raises(VorbildError) as refused:
        check(ballot, KEYS)
    return str(refused.value)


@given(ballots, unit_ids, any_text)
@example(ANSWERS, "ops", "")
@example(ANSWERS, "ops", "🙏🏽👩‍👩‍👧 grüße")
@example(ANSWERS, "ops", "half an emoji: \ud83d\ude4f or just \udc00")
@example(ANSWERS, "ops", "nothing \x00 here")
@settings(max_examples=100, deadline=None)
def test_what_is_laid_out_is_read_back(answers, unit, comment):
    ballot = check(Ballot(answers, comment), KEYS)
    assert decode_scores(encode_scores(ballot, unit, KEYS), KEYS) == (unit, answers)
    comment = Comment(ballot.comment, MARK)
    assert decode_comment(encode_comment(comment, unit)) == (unit, comment)


@given(ballots, unit_ids, any_text)
@settings(max_examples=50, deadline=None)
def test_every_box_has_one_size_whatever_is_in_it(answers, unit, comment):
    ballot = check(Ballot(answers, comment), KEYS)
    comments = {encode_comment(Comment(ballot.comment, MARK), unit), encode_comment(Comment("", MARK), unit)}
    boxes = {encode_scores(ballot, unit, KEYS), *comments}
    assert {len(box) for box in boxes} == {BOX_BYTES}


def test_the_longest_comment_fits_beside_the_longest_unit_id():
    ballot = check(Ballot(ANSWERS, "ü" * (COMMENT_BYTES // 2)), KEYS)
    comment = Comment(ballot.comment, MARK)
    assert decode_comment(encode_comment(comment, "x" * UNIT_BYTES)) == ("x" * UNIT_BYTES, comment)


def test_a_box_of_before_there_were_receipts_has_no_mark():
    earlier = encode_comment(Comment("as it was"), "ops")
    assert decode_comment(earlier) == ("ops", Comment("as it was", b""))


def test_what_would_not_fit_its_box_is_an_error_and_never_cut():
    with pytest.raises(ValueError, match="does not fit"):
        encode_comment(Comment("a" * COMMENT_BYTES), "x" * BOX_BYTES)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="none"),
        pytest.param({"q01.v1": Answer.AGREE, "q23.v1": Answer.AGREE}, id="one is missing"),
        pytest.param(ANSWERS | {"q02.v1": Answer.AGREE}, id="one too many"),
        pytest.param({"q01.v1": Answer.AGREE, "q05.v1": Answer.AGREE, "q23.v1": Answer.AGREE}, id="an older wording"),
    ],
)
def test_answers_to_another_questionnaire_are_refused(answers):
    assert "another questionnaire" in refusal(Ballot(answers))


@pytest.mark.parametrize("point", [-1, 6, 99, None, "4"])
def test_an_answer_off_the_scale_is_refused_with_a_sentence(point):
    assert "not on the scale" in refusal(Ballot(ANSWERS | {"q01.v1": point}))


def test_plain_numbers_become_answers():
    answers = check(Ballot(dict.fromkeys(KEYS, 4)), KEYS).answers
    assert all(answer is Answer.AGREE for answer in answers.values())


def test_a_comment_too_long_is_refused_with_the_count():
    assert "by about 12 characters" in refusal(Ballot(ANSWERS, "a" * (COMMENT_BYTES + 12)))
    assert "by about 8200 characters" in refusal(Ballot(ANSWERS, "a" * 10_000))


def test_a_comment_of_exactly_the_limit_is_kept_whole():
    assert tidy("a" * COMMENT_BYTES) == "a" * COMMENT_BYTES


def test_controls_and_half_characters_are_dropped_and_lines_are_kept():
    assert tidy("one\n\ttwo\x00\x07\ud800 three") == "one\n\ttwo three"


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", "\x00", "\x00 \x00", "\ud800 \udc00", " \x07\n"])
def test_a_comment_of_nothing_to_read_counts_as_none(nothing):
    assert tidy(nothing) == ""


@given(any_text)
@settings(max_examples=100, deadline=None)
def test_tidying_twice_changes_nothing_more(comment):
    assert tidy(tidy(comment)) == tidy(comment)


def test_the_callers_answers_are_copied():
    mine = dict(ANSWERS)
    kept = check(Ballot(mine), KEYS)
    mine["q01.v1"] = Answer.DISAGREE
    assert kept.answers["q01.v1"] is Answer.AGREE


def test_a_box_of_another_questionnaire_cannot_be_read():
    box = encode_scores(Ballot(ANSWERS), "ops", KEYS)
    with pytest.raises(ValueError, match="zip"):
        decode_scores(box, KEYS[:2])


def test_a_ballot_given_again_replaces_the_first():
    urn = {}
    for point in (Answer.STRONGLY_DISAGREE, Answer.AGREE):
        urn["slot"] = encode_scores(Ballot(dict.fromkeys(KEYS, point)), "ops", KEYS)
    counted = tally(urn.values(), KEYS)
    assert counted.respondents(["ops"]) == 1
    assert list(counted.counts(["ops"], "q01.v1")) == [0, 0, 0, 1, 0]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(Answer)), max_size=40))
@settings(max_examples=50, deadline=None)
def test_a_tally_counts_people_and_judgements_apart(cast):
    boxes = [encode_scores(Ballot({"q01.v1": answer}), unit, ("q01.v1",)) for unit, answer in cast]
    counted = tally(boxes, ("q01.v1",))
    given_in = [answer for unit, answer in cast if unit in {"a", "b"}]
    assert counted.respondents(["a", "b"]) == len(given_in)
    assert list(counted.counts(["a", "b"], "q01.v1")) == [given_in.count(point) for point in POINTS]
