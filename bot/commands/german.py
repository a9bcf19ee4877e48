"""The first words of a command in German."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_LIKE = 0.7
_GERMAN = {
    "hilfe": "help",
    "antworten": "answer",
    "umfrage": "survey",
    "frage": "question",
    "ergebnisse": "results",
    "datenschutz": "privacy",
    "protokoll": "journal",
    "kanal": "channel",
    "betrachter": "viewer",
    "personen": "roster",
    "abwesend": "away",
    "anrede": "address",
    "standort": "office",
    "importieren": "import",
    "prüfen": "check",
    "stilllegen": "retire",
    "gespräch": "interview",
    "karte": "card",
    "charta": "charter",
    "zusagen": "commit",
    "unterschreiben": "sign",
    "gehört": "heard",
    "stimme": "voice",
    "kundenstimme": "voice",
    "täglich": "daily",
    "einladungen": "invitations",
    "neu": "new",
    "liste": "list",
    "zeigen": "show",
    "bearbeiten": "edit",
    "vorschau": "preview",
    "starten": "run",
    "schließen": "close",
    "anhalten": "pause",
    "fortsetzen": "resume",
    "beenden": "end",
    "aufgeben": "void",
    "schwelle": "threshold",
    "hinzufügen": "add",
    "entfernen": "remove",
    "setzen": "set",
}


def nearest(words: Sequence[str], known: Iterable[str]) -> list[str]:
    """Write verbs in English though they are spelt wrongly in either language; what is like none of them stays."""
    vocabulary = {**{word: word for word in known}, **_GERMAN}
    found = (get_close_matches(word.casefold(), vocabulary, n=1, cutoff=_LIKE) for word in words)
    return [vocabulary[near[0]] if near else word.casefold() for near, word in zip(found, words, strict=True)]


def english(words: Sequence[str]) -> list[str]:
    """Write verbs in English and small; what is no German word of ours stays."""
    return [_GERMAN.get(word.lower(), word.casefold()) for word in words]
