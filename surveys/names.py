"""Names of surveys, units and offices as people type them: in any case, in quotation marks or without."""

import unicodedata

_QUOTES = "\"'“”„‚‘’«»"


def unquoted(text: str) -> str:
    """Take the quotation marks around a name away, and the blanks."""
    return text.strip().strip(_QUOTES).strip()


def name_key(name: str) -> str:
    """Write a name as it is compared: two with the same key are one name."""
    return unicodedata.normalize("NFC", unquoted(name)).casefold()
