"""Words, dates and numbers in both languages."""

from datetime import UTC, date, datetime

import pytest

from bot.i18n import Words
from surveys.cadence_words import parse_cadence
from surveys.cadences import EveryWeeks
from surveys.errors import say
from surveys.survey import SurveyState
from surveys.texts import Locale, Text
from surveys.waves import WaveState

DE = Words(Locale.DE, "Europe/Berlin")
EN = Words(Locale.EN, "America/New_York")
FRIDAY = date(2026, 11, 27)


def test_a_sentence_is_shown_in_the_readers_language():
    assert EN("Open until {moment}.", moment="noon") == "Open until noon."
    assert DE("Open until {moment}.", moment="mittags") == "Offen bis mittags."


def test_a_sentence_that_no_catalogue_has_is_shown_in_english():
    assert DE("A sentence from elsewhere, {name}.", name="Ada") == "A sentence from elsewhere, Ada."


def test_formal_german_says_sie_where_it_speaks_to_its_reader_and_is_german_elsewhere():
    formal = Words(Locale.DE, formal=True)
    assert formal("Your code") == "Ihr Code"
    assert formal("Open until {moment}.", moment="mittags") == "Offen bis mittags."
    assert (
        formal.many("One proposal waits for you.", "{count} proposals wait for you.", 2)
        == "2 Vorschläge warten auf Sie."
    )
    assert formal.text(Text("Frag.", "Ask.", "Fragen Sie.")) == "Fragen Sie."
    assert formal.text(Text("Werte", "figures")) == "Werte"
    assert Words(Locale.EN, formal=True)("Your code") == "Your code"


@pytest.mark.parametrize(("count", "german", "english"), [(1, "1 Team", "1 team"), (2, "2 Teams", "2 teams")])
def test_a_number_chooses_singular_or_plural(count, german, english):
    assert DE.many("in {count} team", "in {count} teams", count) == f"in {german}"
    assert EN.many("in {count} team", "in {count} teams", count) == f"in {english}"


def test_nothing_is_plural_and_large_counts_are_grouped():
    assert EN.many("in {count} team", "in {count} teams", 0) == "in 0 teams"
    assert DE.many("in {count} team", "in {count} teams", 1200) == "in 1.200 Teams"


def test_numbers_are_written_by_locale():
    assert (DE.number(62.5), EN.number(62.5)) == ("62,5", "62.5")
    assert (DE.number(1234.56, 2), EN.number(1234.56, 2)) == ("1.234,56", "1,234.56")
    assert (DE.number(75.0), EN.number(75)) == ("75", "75")


def test_days_are_written_by_locale():
    assert (DE.day(FRIDAY), EN.day(FRIDAY)) == ("Freitag, 27. November", "Friday, 27 November")
    assert (DE.short_day(FRIDAY), EN.short_day(FRIDAY)) == ("27.11.2026", "27 Nov 2026")
    assert (DE.month(date(2026, 6, 1)), EN.month(date(2026, 6, 1))) == ("Juni 2026", "June 2026")


def test_a_span_names_the_month_once_when_it_is_one():
    assert DE.span(date(2026, 11, 2), FRIDAY) == "2.–27. November 2026"
    assert EN.span(date(2026, 11, 2), FRIDAY) == "2–27 November 2026"
    assert DE.span(date(2026, 10, 30), FRIDAY) == "30. Oktober–27. November 2026"
    assert EN.span(date(2026, 10, 30), FRIDAY) == "30 October–27 November 2026"
    assert DE.span(FRIDAY, FRIDAY) == "27. November 2026"


def test_an_instant_is_told_in_the_readers_time_zone():
    instant = datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert DE.moment(instant) == "Freitag, 27. November, 18:00 Uhr"
    assert EN.moment(instant) == "Friday, 27 November, 12:00"


def test_a_message_shows_each_parameter_by_locale():
    message = say(
        "{day}, {number}, {text}, {flag}", day=FRIDAY, number=62.5, text=Text(de="Mut", en="courage"), flag=True
    )
    assert DE.message(message) == "Freitag, 27. November, 62,5, Mut, True"
    assert EN.message(message) == "Friday, 27 November, 62.5, courage, True"


def test_a_sentence_inside_a_sentence_is_translated_too():
    message = say("“{name}” is {state}. Resume it first.", name="Service", state=SurveyState.PAUSED.told())
    assert DE.message(message) == "„Service“ ist pausiert. Setze die Umfrage zuerst fort."
    assert str(message) == "“Service” is paused. Resume it first."


@pytest.mark.parametrize("typed", ["Name", "open", "{secret}", "{", "{0}", ""])
def test_what_people_wrote_is_shown_as_it_is(typed):
    assert DE.message(say("“{name}” has no open wave. Nothing was changed.", name=typed)).startswith(f"„{typed}“ hat")


@pytest.mark.parametrize("state", [*WaveState, *SurveyState])
def test_every_state_has_a_word_in_both_languages(state):
    assert EN.message(state.told()) == state.value
    assert DE.message(state.told()) != state.value


def test_the_rhythm_offered_in_the_form_is_understood_in_both_languages():
    for words in (DE, EN):
        cadence = parse_cadence(words("every 4 weeks on Tuesday"), FRIDAY)
        assert isinstance(cadence, EveryWeeks)
        assert (cadence.n, cadence.weekday) == (4, 1)
