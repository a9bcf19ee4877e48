"""Receipts: the capability that only a comment's author holds, written so that people can type it (`privacy.md`, S10).

A receipt is a token of 128 random bits. Written out it also carries a check, so that a slip of the finger is told apart
from a receipt nobody knows, and the mark of its workspace. The alphabet is Crockford's base 32: no letter looks like a
digit.
"""

from hashlib import sha256

from surveys.errors import VorbildError, say

TOKEN_BYTES = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans("OIL", "011", "-–—_ \t\n\u2060")
_DIGIT_BITS, _CHECK_BITS, _WORKSPACE_BITS = 5, 12, 10
_GROUP = 5
DIGITS = (8 * TOKEN_BYTES + _CHECK_BITS + _WORKSPACE_BITS) // _DIGIT_BITS
LONGEST = 100
"""Characters that a form takes; more than a receipt has, for those who type blanks between."""


def write(token: bytes, workspace: str) -> str:
    """Write a token as six groups of five characters; `workspace` is the installation that gave it."""
    where = _hash(_WORKSPACE_BITS, workspace.encode(), token)
    number = int.from_bytes(token, "big") << _WORKSPACE_BITS | where
    number = number << _CHECK_BITS | _check(number)
    digits = [_ALPHABET[number >> _DIGIT_BITS * place & 31] for place in reversed(range(DIGITS))]
    return "-".join("".join(digits[start : start + _GROUP]) for start in range(0, DIGITS, _GROUP))


def read(written: str, workspace: str) -> bytes:
    """Read a token back, whatever its case and blanks; say whether it is mistyped or of another workspace."""
    typed = written.upper().translate(_LOOKS_LIKE)
    if len(typed) != DIGITS or not set(typed) <= set(_ALPHABET):
        raise VorbildError(
            say(
                "A code has {count} letters and digits, in groups of five. Please compare it with what you kept.",
                count=DIGITS,
            )
        )
    number = 0
    for digit in typed:
        number = number << _DIGIT_BITS | _ALPHABET.index(digit)
    number, check = number >> _CHECK_BITS, number & (1 << _CHECK_BITS) - 1
    if check != _check(number):
        raise VorbildError(
            say("There is a typing mistake in this code. Please compare it, group by group, with what you kept.")
        )
    token = (number >> _WORKSPACE_BITS).to_bytes(TOKEN_BYTES, "big")
    if number & (1 << _WORKSPACE_BITS) - 1 != _hash(_WORKSPACE_BITS, workspace.encode(), token):
        raise VorbildError(say("This code was given in another workspace. Please enter it there."))
    return token


def _check(number: int) -> int:
    return _hash(_CHECK_BITS, number.to_bytes(TOKEN_BYTES + 2, "big"))


def _hash(bits: int, *parts: bytes) -> int:
    return int.from_bytes(sha256(b"\x1f".join(parts)).digest()[:4], "big") >> 32 - bits
