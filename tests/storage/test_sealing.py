"""A box opens with its key, in its place, unchanged; otherwise not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import BrokenSealError, SealingKey

KEY = SealingKey.fresh()
PLACE = b"a slot"


@given(st.binary(max_size=3000), st.binary(max_size=64))
def test_what_is_sealed_opens_again(plaintext, place):
    assert KEY.open(KEY.seal(plaintext, place), place) == plaintext


@given(st.data())
def test_no_changed_byte_goes_unnoticed(data):
    box = bytearray(KEY.seal(b"strongly agree", PLACE))
    position = data.draw(st.integers(0, len(box) - 1))
    box[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BrokenSealError):
        KEY.open(bytes(box), PLACE)


@pytest.mark.parametrize(
    "box", [b"", b"short", bytes(28), KEY.seal(b"text", PLACE)[:-1]], ids=["empty", "short", "zeros", "cut"]
)
def test_a_truncated_box_is_broken(box):
    with pytest.raises(BrokenSealError):
        KEY.open(box, PLACE)


def test_a_box_moved_to_another_slot_is_broken():
    with pytest.raises(BrokenSealError):
        KEY.open(KEY.seal(b"text", PLACE), b"another slot")


def test_another_key_does_not_open_it():
    with pytest.raises(BrokenSealError):
        SealingKey.fresh().open(KEY.seal(b"text", PLACE), PLACE)


def test_the_same_text_never_looks_the_same():
    assert len({KEY.seal(b"text", PLACE) for _ in range(100)}) == 100


def test_a_slot_is_found_again_with_the_key_and_only_with_it():
    assert KEY.slot("scores", "U1") == KEY.slot("scores", "U1")
    slots = {
        KEY.slot("scores", "U1"),
        KEY.slot("comment", "U1"),
        KEY.slot("scores", "U2"),
        SealingKey.fresh().slot("scores", "U1"),
    }
    assert len(slots) == 4


def test_parts_of_a_slot_do_not_run_into_each_other():
    assert KEY.slot("ab", "c") != KEY.slot("a", "bc")


def test_a_wrapped_key_is_the_same_key():
    wrapping = SealingKey.derived("secret", "wave keys")
    again = SealingKey.derived("secret", "wave keys").unwrap(wrapping.wrap(KEY, PLACE), PLACE)
    assert again == KEY
    assert SealingKey.derived("secret", "gate state") != wrapping


def test_a_key_shows_nothing_of_itself():
    assert repr(KEY) == str(KEY) == "SealingKey(…)"
