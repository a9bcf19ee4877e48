"""What the documents tell people to open, type and run is there."""

import re
import shlex
from html import unescape
from pathlib import Path

import pytest
import typer

from bot import commands
from bot.cli import app
from bot.commands.german import english

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOR_OUTSIDERS = [ROOT / "docs" / name for name in ("privacy.md", "betriebsrat.md")]
PAIRS = [path for path in DOCUMENTS if path.name.endswith(".en.md")]
_COMMAND = re.compile(
    r"^(?:\w+=\S+ )*(?:vorbild|make|\.venv/bin/pytest|(?:\.venv/bin/)?python -m tests\S+)(?: .*)?$", re.MULTILINE
)

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def code(path):
    """Everything set as code, block or inline."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```\w*\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join([*blocks, *inline])


def alternatives(line):
    """`/pulse question new|list` are two commands."""
    chosen = re.fullmatch(r"(.*? )(\w+(?:\|\w+)+)(.*)", line.replace("\\|", "|"))
    return [chosen[1] + each + chosen[3] for each in chosen[2].split("|")] if chosen else [line]


def shell_commands(path):
    found = [each for line in _COMMAND.findall(code(path)) for each in alternatives(line)]
    return [shlex.split(line, comments=True) for line in found]


def slash_commands(path):
    found = [each for line in re.findall(r"/pulse[^`\n]*", code(path)) for each in alternatives(line)]
    return [line.removeprefix("/pulse") for line in found]


def command_line(words):
    """The command that these words call, through its groups, and what is left of them."""
    found = typer.main.get_command(app)
    while words and hasattr(found, "commands") and not words[0].startswith("-"):
        found, words = found.commands[words[0]], words[1:]
    return found, words


def exists_in_slack(text):
    words = english(text.split())
    return not words or any(words[: len(verb)] == verb for verb in (c.verb.split() for c in commands.COMMANDS))


@each_document
def test_every_command_exists_with_its_options(path):
    for command in shell_commands(path):
        program, *rest = [word for word in command if not re.match(r"\w+=", word)]
        if program == "vorbild" and rest != ["…"]:
            found, words = command_line(rest)
            options = {name for option in found.params for name in option.opts} | {"--help"}
            assert {word for word in words if word.startswith("--")} <= options, command
        elif program == "make":
            assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), command
        elif program.endswith("python"):
            assert (ROOT / f"{rest[1].replace('.', '/')}.py").is_file(), command
        elif program.endswith("pytest"):
            assert all((ROOT / word).is_file() for word in rest), command


@each_document
def test_every_slash_command_exists(path):
    assert [text for text in slash_commands(path) if not exists_in_slack(text)] == []


@each_document
def test_every_file_that_is_linked_exists(path):
    text = path.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|srcset|href)="([^"]+)"', text)
    local = [unescape(name).partition("#")[0] for name in linked if not re.match(r"[a-z]+:|#", name)]
    assert [name for name in local if not (path.parent / name).exists()] == []


@pytest.mark.parametrize("path", FOR_OUTSIDERS, ids=lambda path: path.name)
def test_outsiders_are_told_what_to_run(path):
    assert len(shell_commands(path)) > 4


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_every_guide_is_there_in_both_languages_with_the_same_parts(path):
    german = path.with_name(path.name.replace(".en.", ".de."))
    parts = [re.findall(r"^(#+|\d+\.|\|) ?", each.read_text(encoding="utf-8"), re.MULTILINE) for each in (path, german)]
    assert parts[0] == parts[1]


def test_the_readme_leads_to_every_document():
    index = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/guides/README.md"))
    assert [path.name for path in DOCUMENTS if path.name not in index and path.name != "README.md"] == []
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
