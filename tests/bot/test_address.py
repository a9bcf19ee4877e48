"""Where German says "du" to its reader."""

import pytest

from bot.address import informal


@pytest.mark.parametrize(
    ("german", "word"),
    [
        ("Nur du bekommst sie.", "du"),
        ("Deine Antworten bleiben.", "Deine"),
        ("Schreib eine mit {command}.", "Schreib"),
        ("Ein Kanal fehlt: Wähle einen.", "Wähle"),
        ("Bitte versuche es noch einmal.", "versuche"),
        ("Lade sie hoch, und öffne sie.", "Lade"),
        ("Schreibt auf, wer eure Kunden sind.", "eure"),
        ("Sprecht darüber.", "Sprecht"),
        ("woran ihr ein gutes Ergebnis erkennt", "woran ihr"),
        ("Ich lese sie. Bitte prüfe sie auch.", "prüfe"),
    ],
)
def test_pronouns_and_commands_are_found(german, word):
    assert informal(german) == word


@pytest.mark.parametrize(
    "german",
    [
        "Ihr Schlüssel ist da.",
        "Unter ihr haben Menschen geantwortet.",
        "Ich lese die Datei und vergleiche sie mit Slack.",
        "Welche Art: Tipp, Beschwerde oder Lob?",
        "Frage {number} fehlt an dieser Stelle.",
        "Deutsche Texte sagen ab jetzt zu allen „du“.",
        "`/pulse anrede du`",
        "Schreiben Sie eine mit {command}, und öffnen Sie sie.",
        "Der Betriebsrat stimmt zu.",
    ],
)
def test_what_speaks_to_nobody_or_says_sie_is_left_alone(german):
    assert informal(german) is None
