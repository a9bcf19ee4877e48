"""The key store: the right one, with the right secret, or none."""

from datetime import date

import pytest

from storage.keys import KeyStore
from surveys.errors import VorbildError
from tests.builders import SECRET

OTHER_SECRET = "another secret, also 32 characters or more"


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/keys.db"


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def wrapped_key(store, wave_id):
    with store.database.reading() as session:
        return (
            session.connection().exec_driver_sql(f"SELECT wrapped FROM wave_key WHERE name = 'wave/{wave_id}'").scalar()
        )


def test_a_short_secret_is_refused_with_the_command_that_makes_one(url):
    with pytest.raises(VorbildError, match=r"at least 32 characters.*openssl rand -hex 32"):
        KeyStore(url, "x" * 31)


def test_a_key_survives_a_restart(url):
    key = KeyStore(url, SECRET).create(1)
    assert KeyStore(url, SECRET).find(1) == key


def test_creating_a_key_again_gives_the_one_that_is_there(keys):
    assert keys.create(1) == keys.create(1)


def test_each_wave_has_a_key_of_its_own(keys):
    assert keys.create(1) != keys.create(2)
    assert keys.wave_ids() == {1, 2}


def test_the_key_itself_never_stands_in_the_file(keys, tmp_path):
    key = keys.create(1)
    assert key._bytes not in everything_in(tmp_path)


def test_a_missing_key_says_what_to_do(keys):
    assert keys.find(1) is None
    with pytest.raises(VorbildError, match="Restore the key store, or close the wave as void"):
        keys.need(1)


def test_a_destroyed_key_leaves_no_bytes_in_any_file(keys, tmp_path):
    keys.create(1)
    keys.create(2)
    wrapped, other = wrapped_key(keys, 1), wrapped_key(keys, 2)
    keys.destroy(1)
    assert keys.find(1) is None
    assert wrapped not in everything_in(tmp_path)
    assert other in everything_in(tmp_path)


def test_what_a_kill_left_of_a_destroyed_key_goes_at_the_next_start(keys, url, tmp_path, monkeypatch):
    keys.create(1)
    wrapped = wrapped_key(keys, 1)
    monkeypatch.setattr(keys.database, "forget_remnants", lambda: None)
    keys.destroy(1)
    assert wrapped in everything_in(tmp_path)
    KeyStore(url, SECRET)
    assert wrapped not in everything_in(tmp_path)


def test_destroying_twice_does_nothing(keys):
    keys.create(1)
    keys.destroy(1)
    keys.destroy(1)
    assert keys.wave_ids() == set()


def test_the_store_of_another_installation_is_refused(keys):
    keys.belong_to("one installation", fresh=True)
    keys.belong_to("one installation", fresh=False)
    with pytest.raises(VorbildError, match="belongs to another installation"):
        keys.belong_to("another installation", fresh=True)


def test_a_wrong_secret_is_refused_before_anything_is_written(keys, url, tmp_path):
    keys.belong_to("one installation", fresh=True)
    keys.dispose()
    before = (tmp_path / "keys.db").read_bytes()
    with pytest.raises(VorbildError, match="VORBILD_SECRET is not the one"):
        KeyStore(url, OTHER_SECRET).belong_to("one installation", fresh=True)
    assert (tmp_path / "keys.db").read_bytes() == before


def test_an_empty_store_beside_an_open_wave_is_refused(keys):
    with pytest.raises(VorbildError, match="Restore the key store"):
        keys.belong_to("one installation", fresh=False)


def test_openings_are_remembered_apart_from_the_answers_database(keys):
    assert keys.last_opening(1) is None
    for day in (6, 3, 6):
        keys.note_opening(1, date(2026, 1, day))
    assert keys.last_opening(1) == date(2026, 1, 6)
    assert keys.last_opening(2) is None
