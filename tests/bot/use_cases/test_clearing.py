"""Between the close and the first post the auditor looks for what is left; what it finds holds the posts."""

import pytest
from sqlalchemy import text

from bot.use_cases import clearing, closing, kinds
from tests.builders import ADMIN, cast, members_of, open_wave


@pytest.fixture
def wave(services_anywhere):
    stored = open_wave(services_anywhere)
    for person in members_of("alpha", 6):
        cast(services_anywhere, person, 4)
    closing.close(services_anywhere, stored)
    return stored


def change(services, statement, **values):
    with services.database.transaction() as session:
        session.execute(text(statement), values)


def notices(services):
    with services.database.reading() as session:
        found = session.execute(
            text("SELECT key, parameters FROM outbox WHERE kind = :kind"), {"kind": kinds.REMNANT_NOTICE}
        )
        return {key: str(parameters) for key, parameters in found}


def test_a_wave_that_left_nothing_is_cleared(services_anywhere, wave):
    assert clearing.cleared(services_anywhere, wave.id)
    assert notices(services_anywhere) == {}


def test_a_ballot_that_is_left_holds_the_posts_and_every_admin_is_told_once(services_anywhere, wave):
    change(services_anywhere, "INSERT INTO urn VALUES (:wave, :slot, :box)", wave=wave.id, slot=b"s" * 32, box=b"b")
    assert not clearing.cleared(services_anywhere, wave.id)
    assert not clearing.cleared(services_anywhere, wave.id)
    assert list(notices(services_anywhere)) == [f"{kinds.REMNANT_NOTICE}/{wave.id}/{ADMIN}"]
    assert "urn" in notices(services_anywhere)[f"{kinds.REMNANT_NOTICE}/{wave.id}/{ADMIN}"]
    change(services_anywhere, "DELETE FROM urn")
    assert clearing.cleared(services_anywhere, wave.id)


def test_a_key_that_a_kill_left_is_destroyed_first(services_anywhere, wave):
    services_anywhere.keys.create(wave.id)
    assert clearing.cleared(services_anywhere, wave.id)
    assert services_anywhere.keys.find(wave.id) is None


def test_bytes_that_were_not_wiped_are_wiped_now(services, monkeypatch):
    stored = open_wave(services)
    cast(services, "alpha-1", 4)
    monkeypatch.setattr(type(services.database), "forget_remnants", lambda _: None)
    closing.close(services, stored)
    assert not clearing.cleared(services, stored.id)
    monkeypatch.undo()
    assert clearing.cleared(services, stored.id)


def test_once_a_post_is_out_nobody_looks_again(services_anywhere, wave):
    change(services_anywhere, "UPDATE wave SET state = 'reported'")
    change(services_anywhere, "INSERT INTO urn VALUES (:wave, :slot, :box)", wave=wave.id, slot=b"s" * 32, box=b"b")
    assert clearing.cleared(services_anywhere, wave.id)
