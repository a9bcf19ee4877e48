"""A Slack app manifest, read as far as a workspace needs it: what the app is called, may do and wants to hear."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from bot.workspace.errors import ManifestError
from bot.workspace.shapes import Json


@dataclass(frozen=True)
class Command:
    """A slash command, with its leading slash."""

    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """An entry in Slack's shortcut menus; `type` is `global` or `message`."""

    name: str
    callback_id: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """What an installed app has declared about itself."""

    name: str
    bot_name: str
    scopes: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = frozenset()
    home_tab: bool = False
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactivity: bool = False
    socket_mode: bool = False

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a manifest file, YAML or JSON. Raises `ManifestError` with a sentence."""
        try:
            content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise ManifestError(f"The app manifest {path} cannot be read: {error.strerror}.") from error
        except yaml.YAMLError as error:
            raise ManifestError(f"The app manifest {path} is neither YAML nor JSON.") from error
        if not isinstance(content, dict):
            raise ManifestError(f"The app manifest {path} is empty.")
        return cls.from_dict(content)

    @classmethod
    def from_dict(cls, content: Json) -> Self:
        """Read a manifest that is already a dictionary. Raises `ManifestError` when the app has no name."""
        name = _at(content, "display_information", "name")
        if not name:
            raise ManifestError("The app manifest has no display_information.name.")
        home = _at(content, "features", "app_home") or {}
        return cls(
            name=name,
            bot_name=_at(content, "features", "bot_user", "display_name") or name,
            scopes=frozenset(_at(content, "oauth_config", "scopes", "bot") or ()),
            commands=tuple(_command(each) for each in _at(content, "features", "slash_commands") or ()),
            shortcuts=tuple(_shortcut(each) for each in _at(content, "features", "shortcuts") or ()),
            events=frozenset(_at(content, "settings", "event_subscriptions", "bot_events") or ()),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactivity=bool(_at(content, "settings", "interactivity", "is_enabled")),
            socket_mode=bool(_at(content, "settings", "socket_mode_enabled")),
        )


def _at(content: Json, *path: str) -> Any:
    """Follow a path of keys as far as it leads."""
    value: Any = content
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _command(entry: Json) -> Command:
    return Command(entry["command"], entry.get("description", ""), entry.get("usage_hint", ""))


def _shortcut(entry: Json) -> Shortcut:
    return Shortcut(entry["name"], entry["callback_id"], entry["type"], entry.get("description", ""))
