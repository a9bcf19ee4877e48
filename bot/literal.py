"""What people typed, made fit to be shown as it is: literal, and no longer than there is room."""

import unicodedata

NAME_CHARACTERS = 80
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def literal(text: str) -> str:
    """Drop what would not be shown but acted on: control characters (a terminal obeys them) and reordering marks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in lines if char not in _REORDERING)
    return "".join(char if char == "\n" or unicodedata.category(char) != "Cc" else " " for char in kept).strip()


def clip(text: str, most: int) -> str:
    """Shorten a text to at most `most` characters, visibly and between words where that costs little."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    at_word = head.rsplit(maxsplit=1)[0] if " " in head[most // 2 :] else head
    return f"{at_word.rstrip()}…"


def name(text: str) -> str:
    """Make a name fit for a line: literal, on one line and not too long."""
    return clip(" ".join(literal(text).split()), NAME_CHARACTERS)


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]
