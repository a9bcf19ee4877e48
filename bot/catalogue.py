"""The catalogues of sentences: which templates the code has, and whether every language has them all.

`python -m bot.catalogue update` brings `locales/*/LC_MESSAGES/vorbild.po` up to date, `check` says what is amiss. The
templates are found in the syntax tree: the first argument of `say(…)` and `words(…)`, the first two of
`words.many(…)`. Neither dates nor places are written, so that a changed sentence is a changed line.

German is there twice: `de@formal` holds, with "Sie", the sentences in which `de` says "du" to its reader, and no others.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.address import informal
from bot.i18n import CATALOGUES, DOMAIN, FORMAL
from surveys.bank import load_bank

_ROOT = Path(__file__).parent.parent
_SOURCES = tuple(_ROOT / room for room in ("bot", "storage", "surveys"))
_ELSEWHERE = _ROOT / "bot" / "workspace"
_MARKS = {"say", "words"}
_HEADER = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Key = str | tuple[str, str]
"""A template, or the singular and the plural of one that depends on a number."""


@dataclass
class Templates:
    """What was found, and calls in which no template can be read: their sentences would never be translated."""

    keys: set[Key] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)


def templates() -> Templates:
    """Find all templates of the three rooms; the local workspace speaks English only."""
    found = Templates()
    for path in sorted(path for source in _SOURCES for path in source.rglob("*.py")):
        if not path.is_relative_to(_ELSEWHERE):
            extract(path.read_text(encoding="utf-8"), str(path.relative_to(_ROOT)), found)
    return found


def extract(source: str, name: str, found: Templates) -> None:
    """Find the templates of one file."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        wanted = 2 if _is_many(node.func) else 1 if _is_mark(node.func) else 0
        texts = [list(_texts(argument)) for argument in node.args[:wanted]]
        if not wanted:
            continue
        if not all(texts):
            found.unreadable.append(f"{name}:{node.lineno}")
        elif wanted == 1:
            found.keys.update(texts[0])
        else:
            found.keys.add((texts[0][0], texts[1][0]))


def check(locale: str) -> list[str]:
    """Say everything that is amiss in a language's catalogue."""
    found = templates()
    catalogue = _read(locale)
    written = {_key(message.id): message for message in catalogue if message.id}
    problems = [f"no template can be read here: {place}" for place in found.unreadable]
    problems += [f"missing: {key!r}" for key in sorted(found.keys - written.keys(), key=str)]
    problems += [f"stale: {key!r}" for key in sorted(written.keys() - found.keys, key=str)]
    for key in sorted(found.keys & written.keys(), key=str):
        problems += [f"{problem}: {key!r}" for problem in compare(key, written[key].string)]
    return problems


def check_formal(locale: str) -> list[str]:
    """Say which sentences have no formal twin, which twins are not needed, and which still say "du"."""
    usual, formal = _strings(locale), _strings(f"{locale}{FORMAL}")
    wanted = {key for key, written in usual.items() if any(map(informal, written))}
    problems = [
        f"says “du”, and has no formal twin in locales/{locale}{FORMAL}: {key!r}"
        for key in sorted(wanted - formal.keys(), key=str)
    ]
    problems += [f"needs no formal twin there: {key!r}" for key in sorted(formal.keys() - wanted, key=str)]
    for key in sorted(formal.keys() & wanted, key=str):
        problems += [f"{problem}: {key!r}" for problem in compare(key, formal[key])]
        problems += [f"still says “{word}”: {key!r}" for word in filter(None, map(informal, formal[key]))]
    return problems


def check_bank() -> list[str]:
    """Say where the shipped question bank speaks to its reader without a formal twin."""
    texts = [text for each in load_bank().dimensions.values() for text in (each.name, each.next_step)]
    texts += [question.text for question in load_bank().questions]
    problems = [
        f"says “du”, and has no formal twin: {text.de!r}" for text in texts if informal(text.de) and not text.formal
    ]
    return problems + [f"still says “{word}”: {text.formal!r}" for text in texts if (word := informal(text.formal))]


def compare(key: Key, translation: str | Sequence[str] | None) -> Iterator[str]:
    """Hold a translation against its template."""
    originals = (key,) if isinstance(key, str) else key
    translations = (translation,) if isinstance(translation, str) else tuple(translation or ("",))
    if not all(translations):
        yield "untranslated"
    elif len(originals) != len(translations):
        yield "not both numbers"
    elif any(_fields(ours) != _fields(theirs) for ours, theirs in zip(originals, translations, strict=True)):
        yield "other placeholders"


def update(locale: str) -> None:
    """Keep the translations there are, add new templates empty and drop stale ones; then the same for formal twins."""
    _rewrite(locale, templates().keys)
    if _path(f"{locale}{FORMAL}").exists():
        _rewrite(f"{locale}{FORMAL}", {key for key, written in _strings(locale).items() if any(map(informal, written))})


def _rewrite(locale: str, keys: set[Key]) -> None:
    old = {_key(message.id): message.string for message in _read(locale) if message.id}
    new = Catalog(locale=_language(locale), domain=DOMAIN)
    for key in keys:
        new.add(key, old.get(key))
    text = BytesIO()
    write_po(text, new, width=0, no_location=True, omit_header=True, sort_output=True)
    header = _HEADER.format(locale=locale, plural_forms=new.plural_forms)
    path = _path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + text.getvalue().decode().strip() + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Do `update` or `check` for every language; the exit code tells whether something is amiss."""
    if list(arguments) not in (["update"], ["check"]):
        sys.stderr.write("Usage: python -m bot.catalogue update|check\n")
        return 2
    problems: list[str] = []
    for locale in locales():
        if arguments[0] == "update":
            update(locale)
        else:
            problems += [f"{locale}: {problem}" for problem in check(locale)]
            if _path(f"{locale}{FORMAL}").exists():
                problems += [f"{locale}{FORMAL}: {problem}" for problem in check_formal(locale) + check_bank()]
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


def locales() -> list[str]:
    """Name the languages that have a catalogue; English sentences are the keys and need none."""
    return sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir() and FORMAL not in path.name)


def _language(locale: str) -> str:
    return locale.removesuffix(FORMAL)


def _path(locale: str) -> Path:
    return CATALOGUES / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(locale: str) -> Catalog:
    if not _path(locale).exists():
        return Catalog(locale=_language(locale), domain=DOMAIN)
    with _path(locale).open("rb") as source:
        return read_po(source, locale=_language(locale), domain=DOMAIN)


def _strings(locale: str) -> dict[Key, tuple[str, ...]]:
    """Read the translations that are there, one or two of each."""
    written = {_key(message.id): message.string for message in _read(locale) if message.id and message.string}
    texts = {key: (found,) if isinstance(found, str) else tuple(found) for key, found in written.items()}
    return {key: each for key, each in texts.items() if all(each)}


def _key(written: str | Sequence[str]) -> Key:
    return written if isinstance(written, str) else (written[0], written[1])


def _is_mark(called: ast.expr) -> bool:
    """Recognise `say`, `words`, `asked.words`, and `words()` that is called at once."""
    if isinstance(called, ast.Call):
        return not called.args and _is_mark(called.func)
    return _name(called) in _MARKS


def _is_many(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or called.attr != "many":
        return False
    owner = called.value.func if isinstance(called.value, ast.Call) else called.value
    return _name(owner) == "words"


def _name(called: ast.expr) -> str | None:
    """Give the last name of what is called; `context[WORDS]` is `words`."""
    if isinstance(called, ast.Subscript):
        return called.slice.id.lower() if isinstance(called.slice, ast.Name) else None
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else None


def _texts(argument: ast.expr) -> Iterator[str]:
    """Read a text, or both of a choice between two; nothing where one of them is no text."""
    if isinstance(argument, ast.IfExp):
        both = [*_texts(argument.body), *_texts(argument.orelse)]
        yield from both if len(both) == 2 else ()
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def _fields(template: str) -> set[tuple[str, str | None]]:
    return {(name, form) for _, name, form, _ in Formatter().parse(template) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
