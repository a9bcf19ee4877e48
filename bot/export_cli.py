"""`vorbild export`: a survey's published figures as a file that only its owner can read."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.export_page import as_html
from bot.export_sheets import as_csv, as_xlsx
from bot.i18n import Words
from bot.running import services_from
from bot.services import Services
from bot.settings import Settings
from bot.use_cases import export
from surveys.errors import VorbildError, say

Show = Callable[[str], None]

OWNER_ONLY = 0o600
_KINDS = (".csv", ".xlsx", ".html")


@dataclass(frozen=True)
class Wanted:
    """What to export, and where to."""

    survey: str
    unit: str | None
    file: Path
    force: bool = False


def export_survey(settings: Settings, wanted: Wanted, *, show: Show, words: Words, operator: Words) -> None:
    """Export a survey in the language of `words`, and tell the operator in theirs what was written."""
    _refuse_early(wanted)
    services = services_from(settings)
    try:
        content = _content(services, wanted, words)
    finally:
        services.close()
    write(wanted.file, content, force=wanted.force)
    show(
        operator.message(
            say(
                "Wrote {path}, readable by you alone. It holds published figures only; they are meant for leaders and their teams.",
                path=wanted.file,
            )
        )
    )


def write(file: Path, content: bytes, *, force: bool) -> None:
    """Write a file that only its owner can read; what is there already stays unless `force` is set."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
        if force:
            beside.replace(file)
        else:
            os.link(beside, file)
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        raise VorbildError(
            say("The file {path} cannot be written: {reason}.", path=file, reason=error.strerror)
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _refuse_early(wanted: Wanted) -> None:
    """Say what is wrong with the file before anything is read."""
    if wanted.file.suffix.lower() not in _KINDS:
        raise VorbildError(
            say(
                "I cannot write a file that ends like “{path}”: choose {kinds}.",
                path=wanted.file,
                kinds=", ".join(_KINDS),
            )
        )
    if wanted.file.exists() and not wanted.force:
        raise _exists(wanted.file)


def _exists(file: Path) -> VorbildError:
    return VorbildError(say("{path} is there already and stays as it is. Add --force to replace it.", path=file))


def _content(services: Services, wanted: Wanted, words: Words) -> bytes:
    if wanted.file.suffix.lower() == ".html":
        return as_html(export.reports(services, wanted.survey, wanted.unit), words)
    waves = export.published(services, wanted.survey, wanted.unit)
    return as_csv(waves, words) if wanted.file.suffix.lower() == ".csv" else as_xlsx(waves, words)
