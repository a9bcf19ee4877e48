"""The catalogues: what is extracted, and what a check finds amiss."""

import pytest

from bot import catalogue
from bot.address import informal
from bot.catalogue import Templates, compare, extract
from surveys.bank import load_bank
from surveys.texts import Locale


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A German catalogue of the test's own, and templates of its own."""
    found = Templates({"Hello {name}.", ("{count} unit", "{count} units")})
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path)
    monkeypatch.setattr(catalogue, "templates", lambda: found)
    (tmp_path / "de").mkdir()
    return tmp_path / "de" / "LC_MESSAGES" / "vorbild.po"


def found_in(source):
    found = Templates()
    extract(source, "some.py", found)
    return found


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('words("One", x=1)', {"One"}),
        ('self.words("One")', {"One"}),
        ('words()("One")', {"One"}),
        ('context[WORDS]("One")', {"One"}),
        ('say("One "\n"and more")', {"One and more"}),
        ('words("One" if x else "Two")', {"One", "Two"}),
        ('words.many("one", "more", 3)', {("one", "more")}),
        ('words().many("one", "more", 3)', {("one", "more")}),
        ('words.message(x); words(); print("One"); text("Two")', set()),
    ],
)
def test_templates_are_found_in_every_way_they_are_written(source, keys):
    found = found_in(source)
    assert (found.keys, found.unreadable) == (keys, [])


@pytest.mark.parametrize("source", ["words(name)", 'say(f"{x} of")', 'words.many("one", name, 2)'])
def test_a_call_whose_template_cannot_be_read_is_told_with_its_line(source):
    assert found_in(f"\n{source}").unreadable == ["some.py:2"]


@pytest.mark.parametrize(
    ("key", "translation", "problems"),
    [
        ("From {a} to {b}", "Bis {b}, von {a}", []),
        ("From {a}", "", ["untranslated"]),
        ("From {a}", None, ["untranslated"]),
        ("From {a}", "Von {b}", ["other placeholders"]),
        ("From {a}", "Von {a:%d}", ["other placeholders"]),
        (("{count} unit", "{count} units"), ("{count} Einheit", "{count} Einheiten"), []),
        (("One unit", "{count} units"), ("Eine Einheit", "{count} Einheiten"), []),
        (("One unit", "{count} units"), ("Eine Einheit", ""), ["untranslated"]),
        (("One unit", "{count} units"), ("Eine Einheit", "Einheiten"), ["other placeholders"]),
        (("One unit", "{count} units"), "Eine Einheit", ["not both numbers"]),
    ],
)
def test_a_translation_is_held_against_its_template(key, translation, problems):
    assert list(compare(key, translation)) == problems


def test_an_update_adds_what_is_new_keeps_what_is_translated_and_drops_what_is_stale(own):
    catalogue.update("de")
    assert catalogue.check("de") == ["untranslated: ('{count} unit', '{count} units')", "untranslated: 'Hello {name}.'"]
    own.write_text(own.read_text().replace('"Hello {name}."\nmsgstr ""', '"Hello {name}."\nmsgstr "Hallo {name}."'))
    catalogue.templates().keys.symmetric_difference_update({("{count} unit", "{count} units"), "New"})
    assert catalogue.check("de") == ["missing: 'New'", "stale: ('{count} unit', '{count} units')"]
    catalogue.update("de")
    assert catalogue.check("de") == ["untranslated: 'New'"]
    assert 'msgstr "Hallo {name}."' in own.read_text()


def test_a_catalogue_tells_neither_when_nor_where_so_that_updating_twice_changes_nothing(own):
    catalogue.update("de")
    first = own.read_text()
    catalogue.update("de")
    assert own.read_text() == first
    assert "Date" not in first
    assert "#:" not in first


def test_the_command_line_answers_with_an_exit_code(own, capsys):
    assert catalogue.main(["update"]) == 0
    assert catalogue.main(["check"]) == 1
    assert "de: untranslated: 'Hello {name}.'" in capsys.readouterr().err
    assert catalogue.main(["help"]) == 2


PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def twins(own):
    """Write the same sentence with "du" and with "Sie"."""

    def written(usual, formal):
        other = own.parents[2] / "de@formal" / "LC_MESSAGES" / "vorbild.po"
        for path, text in ((own, usual), (other, formal)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'{PO}msgid "Hello {{name}}."\nmsgstr "{text}"\n')
        return catalogue.check_formal("de")

    return written


@pytest.mark.parametrize(
    ("usual", "formal", "problems"),
    [
        ("Nimm es, {name}.", "Nehmen Sie es, {name}.", []),
        ("Hallo {name}.", "", []),
        ("Nimm es, {name}.", "", ["says “du”, and has no formal twin in locales/de@formal"]),
        ("Nimm es, {name}.", "Nimm es bitte, {name}.", ["still says “Nimm”"]),
        ("Nimm es, {name}.", "Nehmen Sie es.", ["other placeholders"]),
        ("Hallo {name}.", "Guten Tag, {name}.", ["needs no formal twin there"]),
    ],
)
def test_what_says_du_needs_a_formal_twin_that_does_not(twins, usual, formal, problems):
    assert [problem.partition(":")[0] for problem in twins(usual, formal)] == problems


def test_an_update_lays_out_the_twins_that_are_missing_and_keeps_the_others_away(twins, own):
    twins("Nimm es, {name}.", "")
    catalogue.update("de")
    formal = own.parents[2] / "de@formal" / "LC_MESSAGES" / "vorbild.po"
    assert 'msgid "Hello {name}."\nmsgstr ""' in formal.read_text()
    assert "units" not in formal.read_text()
    assert catalogue.locales() == ["de"]


def test_every_next_step_of_the_bank_says_sie_too():
    assert catalogue.check_bank() == []
    for dimension in load_bank().dimensions.values():
        assert informal(dimension.next_step.de)
        assert " Sie " in dimension.next_step.in_(Locale.DE, formal=True)
        assert dimension.next_step.in_(Locale.EN, formal=True) == dimension.next_step.en
