"""Finding where a German sentence says "du" to its reader, so that none is forgotten in the catalogue that says "Sie".

A list, not a grammar: pronouns, and the commands that texts such as ours use. A word in capitals counts only where a
sentence begins, for elsewhere it is a noun; in a sentence about "ich" the verb is the bot's own.
"""

import re

_PRONOUNS = re.compile(
    r"\b(?i:du|dir|dich|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)\b"
    r"|\b(?:wo|woran|wie|wenn|dass|ob|weil|bevor) ihr\b(?! [A-ZÄÖÜ])"
)
_COMMAND = (
    "achte|ändere|antworte|beantworte|bearbeite|beende|beginne|benenne|besorge?|bestätige?|bewahre|bleib|bring|denk|drücke?|"
    "entferne|entscheide|ergänze|erkläre|erzähl|erzeuge?|fass|frag|führe?|füge|fülle?|geh|gib|greif|halt|hefte|heb|hol|"
    "importiere?|installiere?|klicke?|komm|kopiere?|kürze|lade?|lass|leg|lies|lös|lösche?|mach|meld|melde|nenne?|nimm|"
    "notiere?|nutze|öffne|prüfe?|rufe?|sag|sammle|schaffe|schalte|schau|schick|schließe?|schreib|sende|setze?|sieh|sorg|"
    "speichere|sprecht|sprich|starte|stelle?|such|teile|tippe|trag|überlege?|vereinbare?|vergleiche|vermeide|veröffentliche|"
    "verwende|versuche?|verwirf|wähle?|warte|wende|wirf|zeig|zieh"
)
_AT_THE_BEGINNING = re.compile(rf"(?:^|[.!?:;„(*•–]\s*|\n\s*)(?:{_COMMAND})\b", re.IGNORECASE)
_SMALL = re.compile(rf"(?<![\w-])(?:{_COMMAND})(?![\w-])")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")
_MENTIONED = re.compile(r"`[^`]*`|„[^“]*“|\bdu \| Sie\b|\{\w+\}")
"""Commands to type, and words that are quoted: nobody is spoken to with them."""


def informal(german: str) -> str | None:
    """Give the first word that says "du" to the reader; None where there is none."""
    spoken = _MENTIONED.sub(" … ", german)
    return next((found for sentence in _SENTENCE.split(spoken) if (found := _in_sentence(sentence))), None)


def _in_sentence(sentence: str) -> str | None:
    about_the_bot = re.search(r"\b[Ii]ch\b", sentence)
    patterns = (_PRONOUNS, _AT_THE_BEGINNING) if about_the_bot else (_PRONOUNS, _AT_THE_BEGINNING, _SMALL)
    found = next((match for pattern in patterns if (match := pattern.search(sentence))), None)
    return None if found is None else found[0].strip(" .!?:;„(*•–\n")
