"""Regions whose public holidays are known, with names to find them by: countries and their subdivisions."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import holidays
from babel import Locale as Babel

from surveys.texts import Locale

MOST_FOUND = 50


@dataclass(frozen=True)
class Region:
    """A region's code, as ISO 3166 has it (`DE-BY`), and its name: "Deutschland – Bayern"."""

    code: str
    name: str


def region_name(code: str, locale: Locale) -> str:
    """Name a region in a reader's language; subdivisions keep the name that they have at home."""
    return next((region.name for region in _regions(locale) if region.code == code), code)


def find_regions(text: str, locale: Locale) -> list[Region]:
    """Give the regions whose code or name a text is part of, whole countries first; without a text the reader's own."""
    wanted = _plain(text) or _plain(_HOMES[locale])
    found = [region for region in _regions(locale) if wanted in _plain(f"{region.code} {region.name}")]
    return sorted(found, key=lambda region: ("-" in region.code, region.name))[:MOST_FOUND]


_HOMES = {Locale.DE: "Deutschland", Locale.EN: "United Kingdom"}


@cache
def _regions(locale: Locale) -> tuple[Region, ...]:
    territories = Babel(locale.value).territories
    found = []
    for country, parts in holidays.list_supported_countries(include_aliases=False).items():
        name = territories.get(country, country)
        names = _names(country) if parts else {}
        found.append(Region(country, name))
        found += [Region(f"{country}-{part}", f"{name} – {names.get(part, part)}") for part in parts]
    return tuple(found)


@cache
def _names(country: str) -> Mapping[str, str]:
    """Give the names of a country's subdivisions by their codes; the longest of several."""
    aliases = getattr(holidays.country_holidays(country), "subdivisions_aliases", {})
    names: dict[str, str] = {}
    for name, part in aliases.items():
        names[part] = max(names.get(part, ""), name, key=len)
    return names


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().strip())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
