"""`vorbild journal`: the journal of settings as a file."""

from collections.abc import Callable
from pathlib import Path

from bot.i18n import Words
from bot.running import services_from
from bot.settings import Settings
from bot.use_cases import privacy
from bot.views.journal import journal_csv
from surveys.errors import VorbildError, say


def export_journal(settings: Settings, out: Path, show: Callable[[str], None], words: Words) -> None:
    """Write all changes of settings to a CSV file; one that is there is not written over."""
    services = services_from(settings)
    try:
        entries = privacy.whole_journal(services)
    finally:
        services.close()
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(journal_csv(entries, words))
    except OSError as error:
        raise VorbildError(
            say("The file {path} cannot be written: {reason}.", path=out, reason=error.strerror)
        ) from error
    show(
        words.many(
            "{count} change of settings is in {path}.",
            "{count} changes of settings are in {path}.",
            len(entries),
            path=out,
        )
    )
