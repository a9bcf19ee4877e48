"""The slash command: what is understood, what is suggested, and who is offered what."""

import pytest

from bot.commands import CHANNEL, COMMANDS, NUMBER, PERSON, SURVEY, Verb, about, allowed, parse
from bot.i18n import Words
from bot.listeners.commands import HANDLERS
from bot.views.help import help_text
from surveys.errors import VorbildError
from surveys.roles import Role
from surveys.texts import Locale


def refusal(text):
    with pytest.raises(VorbildError) as caught:
        parse(text)
    return str(caught.value)


TYPED = {SURVEY: "Leadership", CHANNEL: "<#C1|lead>", PERSON: "<@U1|kim>", NUMBER: "8"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.verb)
def test_every_command_is_understood_in_any_case_and_spacing(command):
    rest = " ".join(TYPED.get(argument, "Leadership") for argument in command.takes)
    for verb in (command.verb, command.verb.upper(), f"  {command.verb.replace(' ', '   ')}  "):
        call = parse(f"{verb} {rest}")
        assert call.command == command
        assert call.channel_id == ("C1" if CHANNEL in command.takes else "")
        assert call.person_id == ("U1" if PERSON in command.takes else "")
        assert call.number == (8 if NUMBER in command.takes else 0)


def test_a_number_stands_last_whatever_quotes_the_name_has():
    for typed in ('"Leadership 2" 8', "Leadership 2 8", "„Leadership 2“  8 "):
        call = parse(f"survey threshold {typed}")
        assert (call.name, call.number) == ("Leadership 2", 8)
    assert "How many answers at the least?" in refusal("survey threshold Leadership")


def test_the_table_lists_every_verb_once_and_every_verb_has_a_handler():
    assert sorted(command.verb for command in COMMANDS) == sorted(Verb)
    assert set(HANDLERS) == set(Verb)


@pytest.mark.parametrize(
    ("typed", "verb", "name"),
    [
        ("umfrage zeigen Führung", Verb.SURVEY_SHOW, "Führung"),
        ("Umfrage ANHALTEN „Neu“", Verb.SURVEY_PAUSE, "Neu"),
        ("hilfe umfrage", Verb.HELP, "umfrage"),
        ("protokoll", Verb.JOURNAL, ""),
    ],
)
def test_verbs_may_be_german_and_names_stay_as_they_are(typed, verb, name):
    call = parse(typed)
    assert (call.command.verb, call.name) == (verb, name)


def test_a_name_that_slack_escaped_is_read_back():
    assert parse("survey show Vertrieb &amp; Service").name == "Vertrieb & Service"


@pytest.mark.parametrize("typed", ["admin add", "admin add @kim", "admin add kim"])
def test_a_person_has_to_be_a_mention(typed):
    assert "pick the person from Slack's list" in refusal(typed)


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
        ("roster sho", "roster show"),
        ("PRIVCY", "privacy"),
        ("umfrage zeign Puls", "survey show"),
        ("Umfrge neu", "survey new"),
        ("personnen importiern", "roster import"),
        ("frage lsite", "question list"),
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


EMPLOYEE, ADMIN = frozenset({Role.EMPLOYEE}), frozenset({Role.EMPLOYEE, Role.ADMIN})


def test_an_employee_is_offered_what_is_for_everybody():
    assert {command.verb for command in allowed(EMPLOYEE)} >= {Verb.HELP, Verb.PRIVACY, Verb.JOURNAL}
    assert all(Role.EMPLOYEE in command.needs for command in allowed(EMPLOYEE))


def test_only_what_somebody_may_do_is_suggested_to_them():
    with pytest.raises(VorbildError) as caught:
        parse("survey lst", allowed(EMPLOYEE))
    assert "survey list" not in str(caught.value)
    assert "survey list" in refusal("survey lst")


def test_help_lists_what_a_role_may_do_and_nothing_else():
    for locale in Locale:
        for roles in (ADMIN, EMPLOYEE):
            text = help_text(allowed(roles), Words(locale))
            offered = [command.verb for command in COMMANDS if f"`/pulse {command.verb}" in text]
            assert offered == [command.verb for command in allowed(roles)]


def test_help_on_a_topic_lists_its_commands_only_and_names_the_topics_there_are():
    assert {command.topic for command in about("Umfrage", allowed(ADMIN))} == {"survey"}
    with pytest.raises(VorbildError, match="There is: help, answer, privacy, journal"):
        about("survey", allowed(EMPLOYEE))


def test_help_speaks_the_readers_language():
    commands = allowed(ADMIN)
    assert "• `/pulse survey run NAME` – öffnet die nächste Welle jetzt" in help_text(commands, Words(Locale.DE))
    assert "• `/pulse survey run NAME` – opens the next wave now" in help_text(commands, Words(Locale.EN))
    assert "`/pulse help [THEMA]`" in help_text(commands, Words(Locale.DE))
