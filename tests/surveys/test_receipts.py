"""Receipts: typed by people, so that a typing mistake, another workspace and an unknown code are told apart."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import VorbildError
from surveys.receipts import DIGITS, TOKEN_BYTES, read, write

HERE, ELSEWHERE = "workspace one", "workspace two"
tokens = st.binary(min_size=TOKEN_BYTES, max_size=TOKEN_BYTES)


def refusal(written, workspace=HERE):
    with pytest.raises(VorbildError) as refused:
        read(written, workspace)
    return str(refused.value)


@given(tokens)
@settings(max_examples=100, deadline=None)
def test_a_code_is_six_groups_of_five_and_read_back_however_it_is_typed(token):
    code = write(token, HERE)
    assert [len(group) for group in code.split("-")] == [5] * 6
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')}\n", code.replace("0", "O")):
        assert read(typed, HERE) == token


@given(tokens)
@settings(max_examples=30, deadline=None)
def test_no_letter_of_a_code_looks_like_a_digit(token):
    assert not set(write(token, HERE)) & set("OIL")


def test_a_typing_mistake_is_told_as_one():
    code = write(bytes(range(TOKEN_BYTES)), HERE)
    refused = [
        refusal(code[:place] + typed + code[place + 1 :])
        for place in range(len(code))
        for typed in "X7"
        if code[place] not in f"-{typed}"
    ]
    mistaken = [sentence for sentence in refused if "typing mistake" in sentence]
    assert len(mistaken) == len(refused)


def test_two_letters_in_the_wrong_order_are_a_typing_mistake():
    code = write(bytes(range(TOKEN_BYTES)), HERE).replace("-", "")
    swaps = [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(DIGITS - 1) if code[at] != code[at + 1]
    ]
    assert all("typing mistake" in refusal(swapped) for swapped in swaps)


@pytest.mark.parametrize("typed", ["", "ABC", "ü" * DIGITS, "1" * 29, "1" * 31, string.punctuation, "\ud83d" * DIGITS])
def test_what_is_no_code_at_all_says_what_a_code_looks_like(typed):
    assert "30 letters and digits" in refusal(typed)


def test_a_code_of_another_workspace_says_so():
    others = [refusal(write(bytes([number]) * TOKEN_BYTES, ELSEWHERE)) for number in range(20)]
    assert all("another workspace" in sentence for sentence in others)
