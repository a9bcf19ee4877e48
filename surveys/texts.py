"""Texts in the two languages that everything visible exists in."""

from dataclasses import dataclass
from enum import StrEnum


class Locale(StrEnum):
    """A language a person reads."""

    DE = "de"
    EN = "en"

    @classmethod
    def of(cls, tag: str | None) -> "Locale":
        """Choose the language for a locale tag such as `de-DE`, `de_AT` or `en-US`; English when it is another."""
        return cls.DE if (tag or "").lower().startswith("de") else cls.EN


@dataclass(frozen=True)
class Text:
    """The same text in German and English; where one is missing, the other stands in.

    `formal` is the German text with "Sie", where the usual one says "du" to its reader.
    """

    de: str
    en: str
    formal: str = ""

    def in_(self, locale: Locale, *, formal: bool = False) -> str:
        """Give the text in a language."""
        german = (self.formal if formal else "") or self.de
        return (german or self.en) if locale is Locale.DE else (self.en or german)
