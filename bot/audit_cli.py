"""`vorbild privacy-audit`: what the auditor found, as a table that people outside the team can read."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.demo import truth as truth_file
from bot.i18n import Words
from bot.settings import Settings
from bot.use_cases.auditing import Storage, Truth, privacy_audit
from storage.database import Database
from surveys.errors import VorbildError, say
from surveys.verdicts import Line, Verdict

_DETAILS_SHOWN = 20
_STYLES = {Verdict.HOLDS: "green", Verdict.WARNING: "yellow", Verdict.BREACH: "bold red", Verdict.NOT_TRIED: "dim"}


def audit_storage(settings: Settings, places: "Places", console: Console, words: Words) -> bool:
    """Run the auditor and print what it found; tell whether everything holds."""
    database, keys = _existing(settings.database_url), _existing(settings.keys_url)
    truth = None if places.truth is None else read_truth(places.truth)
    try:
        lines = privacy_audit(Storage(database, keys, _files(places.logs), _files(places.backups), truth))
    finally:
        database.dispose()
        keys.dispose()
    _print(lines, console, words)
    return all(line.verdict is not Verdict.BREACH for line in lines)


class Places:
    """What the command line names besides the settings."""

    def __init__(self, truth: Path | None, logs: Sequence[Path], backups: Sequence[Path]) -> None:
        self.truth, self.logs, self.backups = truth, logs, backups


def read_truth(path: Path) -> Truth:
    """Read who answered what from a demo's truth file."""
    try:
        with path.open(encoding="utf-8") as file:
            return truth_file.read(file)
    except OSError as error:
        raise VorbildError(
            say("The file {path} cannot be read: {reason}.", path=path, reason=error.strerror)
        ) from error
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise VorbildError(
            say("{path} is no truth file: `vorbild demo --truth FILE` writes one.", path=path)
        ) from error


def _existing(url: str) -> Database:
    """Open a database, but never make one: an auditor that finds nothing in a new file would reassure wrongly."""
    path = url.removeprefix("sqlite:///")
    if url.startswith("sqlite") and not Path(path).is_file():
        raise VorbildError(
            say(
                "There is no file {path}. Set VORBILD_DATABASE_URL and VORBILD_KEYS_URL as the bot has them.", path=path
            )
        )
    return Database(url)


def _files(named: Sequence[Path]) -> list[Path]:
    """Give the files named, and those in the folders named."""
    missing = [path for path in named if not path.exists()]
    if missing:
        raise VorbildError(say("The file {path} cannot be read: {reason}.", path=missing[0], reason="not found"))
    return [file for path in named for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]


def _print(lines: Sequence[Line], console: Console, words: Words) -> None:
    table = Table(title=words("What attackers could find out"), title_justify="left", show_lines=True)
    for heading in (words("Attack"), words("What was tried")):
        table.add_column(heading, overflow="fold")
    for heading in (words("Hits"), words("Chance")):
        table.add_column(heading, justify="right")
    table.add_column(words("Verdict"), no_wrap=True)
    for line in lines:
        chance = "–" if line.chance is None else f"{words.number(100 * line.chance)} %"
        told = words.message(line.verdict.told())
        hits = "–" if line.verdict is Verdict.NOT_TRIED else str(line.hits)
        cells = (words.message(line.attack), words.message(line.tried), hits, chance)
        table.add_row(*cells, f"[{_STYLES[line.verdict]}]{told}[/]")
    console.print(table)
    for line in lines:
        for detail in line.details[:_DETAILS_SHOWN]:
            console.print(f"• {words.message(detail)}", markup=False)
    console.print(_conclusion(lines, words), markup=False)


def _conclusion(lines: Sequence[Line], words: Words) -> str:
    broken = [line for line in lines if line.verdict is Verdict.BREACH]
    if broken:
        return words.many(
            "{count} attack succeeded. Publish nothing before it is mended; docs/privacy.md says how.",
            "{count} attacks succeeded. Publish nothing before they are mended; docs/privacy.md says how.",
            len(broken),
        )
    return words("No attack succeeded. What was not tried says what it needs; docs/privacy.md tells the known limits.")
