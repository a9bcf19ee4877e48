"""The roster on the command line: preview, import, show."""

import asyncio
from collections.abc import Callable

from bot.app import web_client
from bot.directory import read_directory
from bot.i18n import Words
from bot.running import services_from
from bot.settings import Settings
from bot.use_cases import roster as roster_cases
from bot.views.help import roster_text
from bot.views.roster import differences_text, returning_text
from surveys.journal import OPERATOR
from surveys.roster import Member

Show = Callable[[str], None]


def import_roster(settings: Settings, data: bytes, *, apply: bool, show: Show, words: Words) -> None:
    """Say what a roster file would change, and change it if told to."""
    services = services_from(settings)
    new, differences = roster_cases.preview(services, data, _directory(settings))
    show(differences_text(differences, words))
    if back := roster_cases.returning(services, new.roster):
        show(returning_text(back, words))
    if apply:
        roster_cases.apply(services, new, OPERATOR)
        show(words("Imported. It counts from the next wave; open waves keep the roster they began with."))
    else:
        show(words("Nothing is imported yet. Add --yes to import."))


def show_roster(settings: Settings, *, show: Show, words: Words) -> None:
    """Print the roster of today."""
    show(roster_text(roster_cases.show(services_from(settings)), words))


def _directory(settings: Settings) -> dict[str, Member]:
    """Ask Slack for its people when there is a token; without one, a file must name people by slack_id."""
    token = settings.bot_token.get_secret_value()
    return asyncio.run(read_directory(web_client(token, settings.api_url))) if token else {}
