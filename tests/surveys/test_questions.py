"""Dimensions, questions and the rotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.bank import load_bank
from surveys.errors import VorbildError
from surveys.questions import ANCHOR, Bank, Dimension, Question, questionnaire
from surveys.texts import Text

BANK = load_bank()


def numbers(wave: int, size: int = 4) -> list[int]:
    return [question.number for question in questionnaire(BANK, wave, size)]


def a_bank_of(*dimensions: str) -> Bank:
    """Build a bank with the anchor and one question per entry; entries may repeat a dimension."""
    names = dict.fromkeys((*dimensions, "overall"))
    others = [Question(number, key, Text("?", "?")) for number, key in enumerate(dimensions, start=100)]
    anchor = Question(ANCHOR, "overall", Text("?", "?"))
    return Bank({name: Dimension(name, Text("", ""), Text("", "")) for name in names}, (*others, anchor))


def test_a_wording_is_named_by_number_and_version():
    assert Question(5, "listening", Text("?", "?")).key == "q05.v1"
    assert Question(123, "listening", Text("?", "?"), version=2).key == "q123.v2"


def test_a_question_is_found_by_number_and_by_wording():
    assert BANK.by_key("q05.v1") is BANK.question(5)
    assert BANK.dimension_of(BANK.question(5)).name.en == "listening"


def test_a_new_wording_no_longer_answers_to_the_old_key():
    with pytest.raises(VorbildError, match=r"q05\.v2"):
        BANK.by_key("q05.v2")


def test_an_unknown_number_is_a_sentence_not_a_key_error():
    with pytest.raises(VorbildError, match="no question 99"):
        BANK.question(99)


def test_the_first_wave_asks_about_listening_means_clarity_and_customer_voice():
    assert numbers(1) == [5, 9, 11, 17, 23]


@pytest.mark.parametrize("wave", range(1, 13))
def test_the_anchor_is_asked_in_every_wave_and_last(wave):
    assert numbers(wave)[-1] == ANCHOR
    assert numbers(wave).count(ANCHOR) == 1


@pytest.mark.parametrize("start", range(1, 8))
def test_any_six_waves_ask_everything(start):
    assert {number for wave in range(start, start + 6) for number in numbers(wave)} == set(range(1, 25))


@given(wave=st.integers(1, 500), size=st.integers(1, 7))
def test_the_questions_of_a_wave_are_of_different_dimensions(wave, size):
    asked = questionnaire(BANK, wave, size)
    assert len(asked) == size + 1
    assert len({question.dimension for question in asked}) == size + 1


@given(size=st.integers(1, 7))
def test_every_size_asks_everything_before_the_cycle_begins_again(size):
    waves = -(-23 // size)
    assert {number for wave in range(1, waves + 1) for number in numbers(wave, size)} == set(range(1, 25))
    assert numbers(waves + 1, size) == numbers(1, size)


def test_a_bank_with_few_dimensions_still_asks_everything():
    bank = a_bank_of("listening", "listening", "listening", "means")
    assert {question.number for question in questionnaire(bank, 1)} == {100, 101, 102, 103, ANCHOR}


def test_a_bank_with_fewer_questions_than_asked_for_asks_them_all():
    assert len(questionnaire(a_bank_of("listening", "means"), 3, size=7)) == 3


def test_a_bank_with_only_the_anchor_asks_the_anchor():
    assert [question.number for question in questionnaire(a_bank_of(), 2)] == [ANCHOR]


@pytest.mark.parametrize("size", [0, -1, 8])
def test_a_wave_asks_neither_none_nor_too_many_others(size):
    with pytest.raises(VorbildError, match="one to 7"):
        questionnaire(BANK, 1, size)


def test_waves_are_counted_from_one():
    with pytest.raises(VorbildError, match="from 1"):
        questionnaire(BANK, 0)
