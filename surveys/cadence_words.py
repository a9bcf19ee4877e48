"""The words for rhythms and times of day, in German and English, read and written.

A rhythm is read word by word: each word has a kind (every, week, month, weekday …), words such as "on" or "am" have
none and are passed over, and the order of the kinds decides. So both languages share one small grammar.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from babel.dates import format_date, get_day_names, get_month_names

from surveys.cadences import Cadence, EveryWeeks, LastWeekday, MonthlyOn, NthWeekday, Weekday
from surveys.errors import VorbildError, say
from surveys.texts import Locale

_FILLERS = "a ab am an beginnend beginning dem den der des eines from im in jeweils of on since starting the"
_PLAIN = {
    "E": "every each alle jede jeden jeder jedes",
    "M": "month months monthly monat monats monate monatlich monatlichen",
    "L": "last letzte letzten letzter letztes",
    "T": "day tag",
}
_CARDINALS = (
    "one ein eine eins einen",
    "two zwei",
    "three drei",
    "four vier",
    "five fuenf",
    "six sechs",
    "seven sieben",
    "eight acht",
    "nine neun",
    "ten zehn",
    "eleven elf",
    "twelve zwoelf",
)
_ORDINALS = (
    "first erste ersten erster erstes",
    "second other zweite zweiten zweiter zweites",
    "third dritte dritten dritter drittes",
    "fourth vierte vierten vierter viertes",
)
_WEEKS = {
    1: "week weeks weekly woche wochen woechentlich",
    2: "fortnight fortnightly zweiwoechentlich vierzehntaegig vierzehntaeglich 14-taegig 14-taeglich",
    3: "dreiwoechentlich",
    4: "vierwoechentlich",
}
_ORDINAL_NAMES = {
    Locale.EN: ("first", "second", "third", "fourth"),
    Locale.DE: ("ersten", "zweiten", "dritten", "vierten"),
}
_WEEKLY = re.compile(r"E?[NO]?WD?X?|DE?[NO]?WX?|EO?DX?|DX?")
_ON_A_DAY = re.compile(r"E?M[NO]T?|[NO]T?E?M|E[NO]T?E?M")
_ON_THE_LAST_DAY = re.compile(r"E?MLT|E?LTE?M|E?LT")
_ON_A_WEEKDAY = re.compile(r"E?M[OL]D|E?[OL]DE?M|E?LD")
_MOST_WEEKS = 53
_LAST_DAY = 31


def parse_cadence(text: str, today: date) -> Cadence:
    """Read a rhythm such as "every 4 weeks on Tuesday" or "am letzten Freitag im Monat".

    Weeks without a date ("from 2026-11-24") count from the first such weekday after today. `VorbildError` says what
    can be written.
    """
    return _read(text, today)


def cadence_from_text(text: str) -> Cadence:
    """Read what `cadence_to_text` wrote; weeks must carry their first date, for there is no today here."""
    return _read(text, None)


def cadence_to_text(cadence: Cadence) -> str:
    """Write a rhythm so that it can be stored, and read again on any day."""
    if isinstance(cadence, EveryWeeks):
        weeks = "week" if cadence.n == 1 else f"{cadence.n} weeks"
        return f"every {weeks} from {cadence.first.isoformat()}"
    return spell_out(cadence, Locale.EN)


def spell_out(cadence: Cadence, locale: Locale) -> str:
    """Write a rhythm in words that `parse_cadence` reads back."""
    english = locale is Locale.EN
    if isinstance(cadence, EveryWeeks):
        first = format_date(cadence.first, "d MMMM y" if english else "d. MMMM y", locale=locale.value)
        weekday = _weekday_name(cadence.weekday, locale)
        if english:
            weeks = "week" if cadence.n == 1 else f"{cadence.n} weeks"
            return f"every {weeks} on {weekday}, from {first}"
        weeks = "jede Woche" if cadence.n == 1 else f"alle {cadence.n} Wochen"
        return f"{weeks} am {weekday}, ab dem {first}"
    if isinstance(cadence, MonthlyOn):
        return _spell_day(cadence.day, english=english)
    name = _weekday_name(cadence.weekday, locale)
    if isinstance(cadence, LastWeekday):
        return f"on the last {name} of the month" if english else f"am letzten {name} im Monat"
    nth = _ORDINAL_NAMES[locale][cadence.n - 1]
    return f"on the {nth} {name} of the month" if english else f"am {nth} {name} im Monat"


def _spell_day(day: int, *, english: bool) -> str:
    if day == _LAST_DAY:
        return "on the last day of the month" if english else "am letzten Tag im Monat"
    if not english:
        return f"monatlich am {day}."
    suffix = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"monthly on the {day}{suffix}"


def parse_time(text: str) -> time:
    """Read a time of day: "09:00", "9:30", "9.30 Uhr", "9 Uhr 30", "9 Uhr", "9am", "9:30 pm"."""
    pattern = r"(?:um |at )?(\d{1,2})(?:[:.](\d\d)| ?uhr (\d\d))? ?(uhr|h|am|pm|a\.m\.|p\.m\.|o'clock)?"
    found = re.fullmatch(pattern, " ".join(text.casefold().split()), re.ASCII)
    if found:
        hour, minute, unit = int(found[1]), int(found[2] or found[3] or 0), (found[4] or "").replace(".", "")
        if unit in {"am", "pm"}:
            hour = hour % 12 + (12 if unit == "pm" else 0) if 1 <= hour <= 12 else 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise VorbildError(say('"{text}" is not a time of day. Write it like 09:00 or 9:30 pm.', text=text[:80]))


@dataclass(frozen=True)
class _Rhythm:
    """The kinds of the words, one letter each, and what the words of a kind stand for."""

    shape: str
    values: Mapping[str, int]
    first: date | None

    def cadence(self, today: date | None) -> Cadence | None:
        number = self.values.get("N", self.values.get("O", 1))
        if _ON_THE_LAST_DAY.fullmatch(self.shape):
            return MonthlyOn(_LAST_DAY)
        if _ON_A_DAY.fullmatch(self.shape):
            return MonthlyOn(number) if 1 <= number <= _LAST_DAY else None
        if _ON_A_WEEKDAY.fullmatch(self.shape):
            weekday = Weekday(self.values["D"])
            return (
                LastWeekday(weekday) if "L" in self.shape else NthWeekday(number, weekday) if 1 <= number <= 4 else None
            )
        return self._weekly(number, today) if _WEEKLY.fullmatch(self.shape) else None

    def _weekly(self, number: int, today: date | None) -> Cadence | None:
        """Read weeks; "every third Tuesday" could mean weeks or months, only "every second" is clear."""
        unclear = "O" in self.shape and "W" not in self.shape and number != 2
        n = number * self.values.get("W", 1)
        start = self.first or today
        weekday = self.values.get("D", self.first.weekday() if self.first else None)
        if unclear or start is None or weekday is None or not 1 <= n <= _MOST_WEEKS:
            return None
        earliest = start if self.first else date.fromordinal(start.toordinal() + 1)
        return EveryWeeks(n, date.fromordinal(earliest.toordinal() + (weekday - earliest.weekday()) % 7))


def _read(text: str, today: date | None) -> Cadence:
    try:
        cadence = _rhythm(text).cadence(today)
    except (KeyError, ValueError, OverflowError):
        cadence = None
    if cadence is None:
        raise VorbildError(
            say(
                '"{text}" is not a rhythm I understand. Write for example "every 4 weeks on Tuesday", '
                '"every 4 weeks from 2026-11-24", "monthly on the 15th" or "last Friday of the month".',
                text=text[:80],
            )
        )
    return cadence


def _rhythm(text: str) -> _Rhythm:
    """Find the kinds of all words; `KeyError` for an unknown one, `ValueError` for a date that does not exist."""
    plain, first = _take_date(_plain(text))
    shape, values = "", dict[str, int]()
    for word in plain.split():
        if word in _FILLERS.split():
            continue
        ordinal = re.fullmatch(r"(\d{1,3})(st|nd|rd|th|te|ten|\.)", word, re.ASCII)
        number = re.fullmatch(r"\d{1,3}", word, re.ASCII)
        kind, value = ("O", int(ordinal[1])) if ordinal else ("N", int(word)) if number else _words()[word]
        shape += kind
        values[kind] = value
    return _Rhythm(shape, values, first)


def _plain(text: str) -> str:
    """Write small, with "ae" for "ä", whichever way the umlaut is typed."""
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "\u0308": "e", ",": " "})
    return " ".join(text.casefold().translate(umlauts).split()).removesuffix(".")


def _take_date(plain: str) -> tuple[str, date | None]:
    """Replace a date by the word for one."""
    months = "|".join(_months())
    patterns = (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
        rf"(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)? (?P<m>{months})\.? (?P<y>\d{{4}})",
        rf"(?P<m>{months}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<y>\d{{4}})",
    )
    for pattern in patterns:
        if found := re.search(rf"(?<!\S){pattern}(?!\S)", plain, re.ASCII):
            month = _months().get(found["m"]) or int(found["m"])
            day = date(int(found["y"]), month, int(found["d"]))
            return f"{plain[: found.start()]} _date {plain[found.end() :]}", day
    return plain, None


@cache
def _words() -> Mapping[str, tuple[str, int]]:
    """Give the kind and the value of every known word."""
    words = {word: (kind, 0) for kind, names in _PLAIN.items() for word in names.split()} | {"_date": ("X", 0)}
    words |= {word: ("W", weeks) for weeks, names in _WEEKS.items() for word in names.split()}
    words |= {word: ("N", n) for n, names in enumerate(_CARDINALS, start=1) for word in names.split()}
    words |= {word: ("O", n) for n, names in enumerate(_ORDINALS, start=1) for word in names.split()}
    for locale in Locale:
        for day in Weekday:
            name = _weekday_name(day, locale).casefold()
            short = name[:2] if locale is Locale.DE else name[:3]
            words |= dict.fromkeys((name, f"{name}s", f"{name}e", short), ("D", int(day)))
    return words | dict.fromkeys(("sonnabend", "sonnabends"), ("D", int(Weekday.SATURDAY)))


@cache
def _months() -> Mapping[str, int]:
    names = ((locale, get_month_names("wide", locale=locale.value)) for locale in Locale)
    return {_plain(name): number for _, months in names for number, name in months.items()}


def _weekday_name(weekday: Weekday, locale: Locale) -> str:
    return str(get_day_names("wide", locale=locale.value)[weekday])
