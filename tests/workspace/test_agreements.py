"""The table of methods, the routes, the documents and the manifest agree."""

from pathlib import Path

import pytest

from bot.workspace import Manifest, ManifestError
from bot.workspace.clock import Clock
from bot.workspace.errors import LocalError
from bot.workspace.methods import METHODS, as_markdown
from bot.workspace.seed import default_state, seed
from bot.workspace.server import LOCAL
from bot.workspace.web_api.routes import ROUTES
from tests.workspace.conftest import DATA

DOCUMENT = Path(__file__).parents[2] / "docs" / "workspace.md"


def test_every_method_in_the_table_has_a_route_and_the_other_way_round():
    assert set(METHODS) == set(ROUTES)


def test_the_document_lists_exactly_the_methods():
    written = DOCUMENT.read_text().partition("<!-- methods:")[2].partition("-->\n")[2].partition("<!-- end")[0]
    assert written == as_markdown()


def test_the_document_names_every_call_of_the_page():
    document = DOCUMENT.read_text()
    for verb, path in LOCAL:
        assert f"{verb} {path}" in document


def test_a_manifest_is_read_as_slack_reads_it(manifest):
    assert (manifest.name, manifest.bot_name) == ("Quickstart", "Quickstart Bot")
    assert manifest.home_tab
    assert manifest.messages_tab
    assert manifest.socket_mode
    assert "chat:write" in manifest.scopes
    assert manifest.shortcuts[1].type == "message"


def test_a_manifest_may_be_json(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_text('{"display_information": {"name": "Small"}}')
    assert Manifest.load(path) == Manifest(name="Small", bot_name="Small")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read"),
        ("", "is empty"),
        ("a: [", "neither YAML nor JSON"),
        ("a: 1", "no display_information.name"),
    ],
)
def test_what_is_no_manifest_is_refused_with_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "manifest.yaml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ManifestError, match=sentence):
        Manifest.load(path)


def test_the_default_company_has_people_of_two_languages_in_several_zones():
    state = default_state()
    people = state.people()
    assert len(people) == 6
    assert {person.locale[:2] for person in people} == {"de", "en"}
    assert len({person.tz for person in people}) >= 4
    for channel in state.channels.values():
        assert state.bot_user_id in channel.members


def test_seeding_twice_changes_nothing_but_what_is_new():
    state = default_state()
    seed(state, {"channels": [{"name": "general", "members": ["anna"]}]})
    assert len(state.channels) == 2
    changes = seed(state, {"users": [{"id": "U0LOCANNA01", "deleted": True}]})
    assert [user.name for user in changes.changed_users] == ["anna"]


def test_seeding_strangers_and_places_nowhere_is_refused():
    with pytest.raises(LocalError, match="user_not_found"):
        seed(default_state(), {"channels": [{"name": "x", "members": ["nobody"]}]})
    with pytest.raises(LocalError, match="unknown_time_zone"):
        seed(default_state(), {"users": [{"name": "x", "tz": "Mars/Olympus"}]})


def test_timestamps_never_repeat_even_when_the_clock_goes_back():
    clock = Clock()
    stamps = []
    for now in (2_000_000_000, 1_900_000_000, 2_000_000_000):
        clock.set(now)
        stamps += [clock.stamp(), clock.stamp()]
    assert len(set(stamps)) == 6
    assert stamps[4] == "2000000000.000002"


def test_the_sample_manifest_is_beside_its_payloads():
    assert (DATA / "payloads" / "README.md").exists()
