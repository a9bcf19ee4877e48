"""Words, dates and numbers in the reader's language: gettext catalogues by Babel, formats by Babel.

English sentences are the keys; a language's catalogue is `locales/<language>/LC_MESSAGES/vorbild.po`, compiled in
memory at first use, so that translators edit one file and nothing needs building. German that says "Sie" is a second
catalogue, `locales/de@formal`, with the sentences that speak to their reader; all others are those of `de`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from surveys.errors import Message
from surveys.texts import Locale, Text

CATALOGUES = Path(__file__).parent / "locales"
DOMAIN = "vorbild"
FORMAL = "@formal"
"""What a language's name is followed by where its sentences say "Sie"."""
_REGIONS = {Locale.DE: "de_DE", Locale.EN: "en_GB"}


@cache
def _catalogue(locale: Locale, *, formal: bool = False) -> NullTranslations:
    if not formal:
        return _compiled(locale, locale)
    found = _compiled(f"{locale}{FORMAL}", locale)
    found.add_fallback(_catalogue(locale))
    return found


def _compiled(name: str, locale: Locale) -> NullTranslations:
    path = CATALOGUES / name / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=str(locale))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


@dataclass(frozen=True)
class Words:
    """One reader's language and time zone, and whether German says "Sie" to them."""

    locale: Locale
    time_zone: str = "UTC"
    formal: bool = False

    def __call__(self, template: str, **parameters: object) -> str:
        """Translate a sentence and fill it in."""
        return str(_catalogue(self.locale, formal=self.formal).gettext(template)).format(**parameters)

    def many(self, singular: str, plural: str, count: int, **parameters: object) -> str:
        """Translate a sentence that depends on a number; `{count}` is filled in by locale."""
        template = str(_catalogue(self.locale, formal=self.formal).ngettext(singular, plural, count))
        return template.format(count=self.number(count), **parameters)

    def message(self, message: Message) -> str:
        """Translate a domain sentence; its parameters may be sentences, texts, dates or numbers themselves."""
        return self(message.template, **{name: self.value(value) for name, value in message.parameters.items()})

    def value(self, value: object) -> str:
        """Show a parameter by locale."""
        if isinstance(value, Message):
            return self.message(value)
        if isinstance(value, Text):
            return value.in_(self.locale, formal=self.formal)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return (
            str(_catalogue(self.locale, formal=self.formal).gettext(value))
            if isinstance(value, StrEnum)
            else str(value)
        )

    def text(self, text: Text) -> str:
        """Choose the reader's language of a text."""
        return text.in_(self.locale, formal=self.formal)

    def number(self, value: float, digits: int = 1) -> str:
        """Format a number by locale, with at most `digits` decimals."""
        return format_decimal(value, format="#,##0." + "#" * digits, locale=_REGIONS[self.locale])

    def day(self, day: date) -> str:
        """Write a date with its weekday: Friday, 27 November / Freitag, 27. November."""
        pattern = "EEEE, d. MMMM" if self.locale is Locale.DE else "EEEE, d MMMM"
        return str(format_date(day, pattern, locale=_REGIONS[self.locale]))

    def weekday(self, number: int) -> str:
        """Name a day of the week, 0 for Monday: Monday / Montag."""
        return str(get_day_names("wide", locale=_REGIONS[self.locale])[number])

    def short_day(self, day: date) -> str:
        """Write a date shortly: 27 Nov 2026 / 27.11.2026."""
        return str(format_date(day, "medium", locale=_REGIONS[self.locale]))

    def month(self, day: date) -> str:
        """Write a month with its year: June 2026 / Juni 2026."""
        return str(format_date(day, "LLLL y", locale=_REGIONS[self.locale]))

    def span(self, first: date, last: date) -> str:
        """Write a span of dates: 2–27 November 2026 / 2.–27. November 2026; a single day as that."""
        german, region = self.locale is Locale.DE, _REGIONS[self.locale]
        whole = "d. MMMM y" if german else "d MMMM y"
        end = str(format_date(last, whole, locale=region))
        if first == last:
            return end
        same = (first.year, first.month) == (last.year, last.month)
        head = ("d." if german else "d") if same else ("d. MMMM" if german else "d MMMM")
        return f"{format_date(first, head, locale=region)}–{end}"

    def moment(self, instant: datetime) -> str:
        """Write an instant in the reader's time zone: Friday, 27 November, 18:00."""
        zone = ZoneInfo(self.time_zone)
        pattern = "EEEE, d. MMMM, HH:mm 'Uhr'" if self.locale is Locale.DE else "EEEE, d MMMM, HH:mm"
        return str(format_datetime(instant, pattern, tzinfo=zone, locale=_REGIONS[self.locale]))
