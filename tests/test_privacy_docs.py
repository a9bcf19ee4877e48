"""What docs/privacy.md and docs/betriebsrat.md tell people to run can be run."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from bot.cli import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "docs" / name for name in ("privacy.md", "betriebsrat.md")]
_COMMAND = re.compile(r"^(?:\w+=\S+ )*(?:vorbild|make|\.venv/bin/pytest) .+$", re.MULTILINE)


def commands(path):
    text = path.read_text(encoding="utf-8")
    fenced = "\n".join(re.findall(r"```\n(.*?)```", text, re.DOTALL))
    inline = "\n".join(re.findall(r"`([^`\n]+)`", text))
    return [shlex.split(line) for line in _COMMAND.findall(f"{fenced}\n{inline}")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_exists_with_its_options(path):
    known = typer.main.get_command(app).commands
    found = commands(path)
    assert len(found) > 4
    for command in found:
        while "=" in command[0]:
            command.pop(0)
        program, *rest = command
        if program == "vorbild":
            options = {name for option in known[rest[0]].params for name in option.opts}
            assert {word for word in rest[1:] if word.startswith("--")} <= options
        elif program == "make":
            assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
        else:
            assert all((ROOT / word).is_file() for word in rest)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(path):
    named = re.findall(r"\]\(([\w./-]+)\)", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).exists()] == []


def test_the_readme_leads_to_both():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/{path.name}" in readme for path in DOCUMENTS)
