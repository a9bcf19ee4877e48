"""A process that kills itself while it restores."""

import os
import signal
from importlib import import_module
from pathlib import Path

from bot.backup_cli import restore
from bot.i18n import Words
from bot.settings import Settings
from surveys.texts import Locale


def restore_until_killed(settings: Settings, path: Path, instant: str) -> None:
    """Restore, and die as by `kill -9` where a function, `module.name`, would be called."""
    module, _, name = instant.rpartition(".")
    setattr(import_module(module), name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    restore(settings, path, str, Words(Locale.EN))
