"""`vorbild doctor`: whether everything that the bot needs is there, and what to do where it is not.

It changes nothing, shows no secret, and ends within ten seconds: whatever does not answer is itself a finding.
"""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import event, make_url

from bot.doctor_slack import in_slack
from bot.settings import Settings
from bot.use_cases import checkup
from bot.use_cases.checkup import Finding, State, fail, fine, warn
from storage.database import Database
from storage.keys import SECRET_CHARACTERS, KeyStore
from surveys.errors import VorbildError, say

PATIENCE_SECONDS = 3
SPACE_FAILS, SPACE_WARNS = 100 * 2**20, 1024 * 2**20
_KEY_STORE_INSIDE = b"CREATE TABLE wave_key"
_READ_AHEAD = 2**16
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine(settings: Settings, now: datetime, *, live: bool) -> list[Finding]:
    """Check everything; with `live`, open a websocket's address at Slack too, as a start of the bot would."""
    found = [*_secrets(settings), *_files(settings), _time_zone_data(now)]
    channels, more = _storage(settings, now)
    found += more
    if settings.bot_token.get_secret_value():
        found += asyncio.run(in_slack(settings, channels, live=live))
    return found


def exit_code(found: list[Finding]) -> int:
    """Give 0 where all is well, 1 for warnings, 2 for failures."""
    return max(list(State).index(each.state) for each in found)


def _secrets(settings: Settings) -> Iterator[Finding]:
    where = {
        "SLACK_BOT_TOKEN": say("Slack shows it under “{page}” of your app.", page="OAuth & Permissions"),
        "VORBILD_SECRET": say("Make one with: {command}", command="openssl rand -hex 32"),
        "VORBILD_ADMINS": say("Name the first admins by their Slack ids, separated by commas."),
    }
    there = {
        "SLACK_BOT_TOKEN": bool(settings.bot_token.get_secret_value()),
        "VORBILD_SECRET": len(settings.secret.get_secret_value()) >= SECRET_CHARACTERS,
        "VORBILD_ADMINS": bool(settings.admins),
    }
    missing = [name for name, is_there in there.items() if not is_there]
    for name in missing:
        yield fail(say("{variable} is not set, or too short.", variable=name), where[name])
    if not (settings.app_token.get_secret_value() or settings.signing_secret.get_secret_value()):
        yield fail(
            say("Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set."),
            say("Slack shows it under “{page}” of your app.", page="Basic Information"),
        )
    elif not missing:
        yield fine(say("All settings are there."))


def _files(settings: Settings) -> Iterator[Finding]:
    databases = [path for url in (settings.database_url, settings.keys_url) if (path := _file(url))]
    private = [path for path in (Path(".env"), *databases) if path.exists()]
    open_to_others = [path for path in private if path.stat().st_mode & _OTHERS]
    for path in open_to_others:
        yield fail(say("Others on this machine can read {path}.", path=path), say("Run: chmod 600 {path}", path=path))
    if private and not open_to_others:
        yield fine(say("Nobody else on this machine can read settings and databases."))
    if settings.database_url == settings.keys_url:
        yield fail(
            say("The key store lies in the same database as the answers."),
            say("Give VORBILD_KEYS_URL a database of its own, which no backup contains."),
        )
    for path in _copies_of_keys(databases, _file(settings.keys_url)):
        yield warn(
            say("{path} looks like a copy of the key store.", path=path),
            say("Delete it: with a copy, ballots of closed waves can be opened in old backups."),
        )
    for folder in {path.resolve().parent for path in databases if path.parent.is_dir()}:
        yield _space(folder)


def _file(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.drivername.startswith("sqlite") and parsed.database not in {None, "", ":memory:"}
    return Path(str(parsed.database)) if is_file else None


def _copies_of_keys(databases: list[Path], keys: Path | None) -> list[Path]:
    own = {keys.resolve().with_name(keys.name + suffix) for suffix in ("", "-wal", "-shm")} if keys else set()
    folders = {path.resolve().parent for path in databases if path.parent.is_dir()}
    beside = (path for folder in sorted(folders) for path in sorted(folder.iterdir()) if path.is_file())
    return [path for path in beside if path not in own and _holds_keys(path)]


def _holds_keys(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _KEY_STORE_INSIDE in file.read(_READ_AHEAD)
    except OSError:
        return False


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    found = say("Free space in {folder}: {count} MB.", folder=folder, count=free // 2**20)
    if free < SPACE_FAILS:
        return fail(found, say("Make room: without it no answer can be stored."))
    return warn(found, say("Make room before it runs out.")) if free < SPACE_WARNS else fine(found)


def _time_zone_data(now: datetime) -> Finding:
    release = version("tzdata")
    if int(release.partition(".")[0]) < now.year - 1:
        return warn(
            say("The time-zone data is of {release}.", release=release), say("Run: pip install --upgrade tzdata")
        )
    return fine(say("The time-zone data is of {release}.", release=release))


def _storage(settings: Settings, now: datetime) -> tuple[set[str], list[Finding]]:
    path = _file(settings.database_url)
    if path is not None and not path.exists():
        missing = say("There is no database {path} yet.", path=path)
        return set(), [warn(missing, say("The first start makes it. If you expected one: check VORBILD_DATABASE_URL."))]
    database = _patient(settings.database_url)
    try:
        found = list(checkup.in_storage(database, now))
        if any(each.state is State.FAILURE for each in found):
            return set(), found
        return checkup.channels(database), [*found, *_keys(settings, database)]
    finally:
        database.dispose()


def _keys(settings: Settings, database: Database) -> Iterator[Finding]:
    secret, path = settings.secret.get_secret_value(), _file(settings.keys_url)
    if len(secret) < SECRET_CHARACTERS:
        return
    if path is not None and not path.exists():
        yield warn(
            say("There is no key store {path} yet.", path=path),
            say("The first start makes it. If a wave is open: put the right one back before."),
        )
        return
    try:
        keys = KeyStore(_patient_url(settings.keys_url), secret)
    except Exception as error:  # noqa: BLE001 (whatever a driver raises is a finding; its text may name the password)
        reason = error.message if isinstance(error, VorbildError) else type(error).__name__
        yield fail(
            say("The key store cannot be reached: {reason}.", reason=reason),
            say("Check VORBILD_KEYS_URL, the server, and the rights on the file and its folder."),
        )
        return
    yield checkup.in_keys(database, keys)
    keys.dispose()


def _patient_url(url: str) -> str:
    """Have PostgreSQL's driver give up soon."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite") or "connect_timeout" in parsed.query:
        return url
    return parsed.update_query_dict({"connect_timeout": str(PATIENCE_SECONDS)}).render_as_string(hide_password=False)


def _patient(url: str) -> Database:
    database = Database(_patient_url(url))
    if database.sqlite:
        event.listen(database.engine, "connect", _wait_briefly)
    return database


def _wait_briefly(connection: object, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}")  # type: ignore[attr-defined]
