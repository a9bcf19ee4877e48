"""Whether a text names somebody of the roster: word by word, in both orders, whatever case, accents and umlauts."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_MENTION = re.compile(r"<@([A-Z0-9]{2,20})(?:\|[^>]*)?>")
_WORD = re.compile(r"[^\W\d_]+")
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_TITLES = frozenset({"herr", "herrn", "frau", "mr", "mrs", "ms", "mx", "dr", "prof"})
_REACH = 2
"""How far behind each other first and last name may stand: a middle name fits between."""


def named_in(text: str, people: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Give the names of those whom a text names: by first and last name, by a title and the last name, or a mention.

    `people` are pairs of Slack id and name. A last name alone says little: it may be a word of every day.
    """
    mentioned, words = set(_MENTION.findall(text)), _words(_MENTION.sub(" ", text))
    pairs = {(word, after) for place, word in enumerate(words) for after in words[place + 1 : place + 1 + _REACH]}
    addressed = {after for word, after in pairs if word in _TITLES}
    listed = people.items() if isinstance(people, Mapping) else people
    return tuple(sorted({name for id_, name in listed if id_ in mentioned or _is_named(name, pairs, addressed)}))


def _is_named(name: str, pairs: set[tuple[str, str]], addressed: set[str]) -> bool:
    parts = [part for part in _words(name) if part not in _TITLES]
    if len(parts) < 2:
        return False
    first, last = parts[0], parts[-1]
    return (first, last) in pairs or (last, first) in pairs or last in addressed


def _words(text: str) -> list[str]:
    """Write words without case, accents and umlauts: Müller, Mueller and MULLER are one."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    for written, plain in _UMLAUTS:
        folded = folded.replace(written, plain)
    return _WORD.findall(folded)
