"""What was found by a part of its name, as choices."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Option

from bot.i18n import Words
from bot.views.inputs import option
from bot.views.offices import NO_REGION
from surveys.regions import Region
from surveys.roster import Unit


def unit_options(units: Sequence[Unit]) -> list[Option]:
    """Offer units."""
    return [option(unit.id, unit.name) for unit in units]


def region_options(regions: Sequence[Region], words: Words) -> list[Option]:
    """Offer regions, and to keep no holidays at all."""
    found = [option(region.code, f"{region.name} ({region.code})") for region in regions]
    return [*found, option(NO_REGION, words("No holidays"))]
