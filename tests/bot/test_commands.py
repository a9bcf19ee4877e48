"""The slash command: what is understood, what is suggested, and who is offered what."""

import pytest

from bot.commands import COMMANDS, Verb, allowed, parse
from bot.i18n import Words
from bot.views.help import help_text
from surveys.errors import VorbildError
from surveys.texts import Locale


def refusal(text):
    with pytest.raises(VorbildError) as caught:
        parse(text)
    return str(caught.value)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.verb)
def test_every_command_is_understood_in_any_case_and_spacing(command):
    name = "Leadership" if command.takes_name else ""
    for verb in (command.verb, command.verb.upper(), f"  {command.verb.replace(' ', '   ')}  "):
        call = parse(f"{verb} {name}")
        assert (call.command, call.name) == (command, name)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_asks_for_help(text):
    assert parse(text).command.verb is Verb.HELP


@pytest.mark.parametrize(
    "typed",
    ['"Team Süd"', "'Team Süd'", "“Team Süd”", "„Team Süd“", "‚Team Süd‘", "«Team Süd»", "»Team Süd«", "Team Süd"],
)
def test_quotation_marks_of_every_kind_may_stand_around_a_name(typed):
    assert parse(f"survey run {typed}").name == "Team Süd"


@pytest.mark.parametrize("name", ["Ärger über Öl", "Straße", "Puls 🚀", "👩‍💻 Technik", "Kunde's Wahl", "a  b"])
def test_a_name_keeps_umlauts_emoji_and_its_own_spaces(name):
    assert parse(f"survey show {name}").name == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("survey ran Puls", "survey run"),
        ("survay list", "survey list"),
        ("hlep", "help"),
        ("roster", "roster show"),
        ("PRIVCY", "privacy"),
    ],
)
def test_a_near_miss_is_answered_with_what_may_have_been_meant(typed, meant):
    assert f"Did you mean `/pulse {meant}`?" in refusal(typed)


@pytest.mark.parametrize("typed", ["🚀", "übermorgen", "{0}", "`code`"])
def test_what_is_like_nothing_is_answered_with_the_way_to_help(typed):
    assert refusal(typed) == "I do not know that. `/pulse help` shows what you can do here."


@pytest.mark.parametrize("typed", ["survey run", 'survey run ""', "survey run “ ”"])
def test_a_command_that_needs_a_name_asks_for_it(typed):
    assert refusal(typed) == "Which survey? Write `/pulse survey run NAME`; `/pulse survey list` shows the names."


def test_an_admin_is_offered_everything_and_everybody_else_what_is_for_them():
    assert allowed(admin=True) == list(COMMANDS)
    assert {command.verb for command in allowed(admin=False)} == {Verb.HELP, Verb.PRIVACY, Verb.JOURNAL}


def test_help_lists_what_a_role_may_do_and_nothing_else():
    for locale in Locale:
        for admin in (True, False):
            text = help_text(allowed(admin=admin), Words(locale))
            offered = [command.verb for command in COMMANDS if f"`/pulse {command.verb}" in text]
            assert offered == [command.verb for command in allowed(admin=admin)]


def test_help_speaks_the_readers_language():
    commands = allowed(admin=True)
    assert "• `/pulse survey run NAME` – öffnet die nächste Welle jetzt" in help_text(commands, Words(Locale.DE))
    assert "• `/pulse survey run NAME` – opens the next wave now" in help_text(commands, Words(Locale.EN))
