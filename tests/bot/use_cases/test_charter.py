"""The charter's life: draft → published → superseded, signed by leaders, each step in the journal."""

import pytest
from sqlalchemy import select

from bot.use_cases import charter, kinds
from storage import journal
from storage.tables import OutboxRow
from surveys.charter import CharterState
from surveys.errors import VorbildError
from surveys.journal import Deed
from surveys.roster import Person, Roster
from surveys.texts import Text
from tests.builders import ADMIN, leader_of, roster_of, stored

PROMISE, ASKS = Text("Wir halten Wort.", "We keep our word."), Text("Hört zu.", "Listen.")
LATER = Text("Wir halten Wort und sagen Bescheid.", "We keep our word and tell you.")
TOP, ALPHA = leader_of("top"), leader_of("alpha")


def company():
    plain = roster_of({"top": 1, "alpha": 2, "beta": 2, "gamma": 2}, dict.fromkeys(["alpha", "beta", "gamma"], "top"))
    under = {id_: Person(id_, id_, "top") for id_ in map(leader_of, ["alpha", "beta", "gamma"])}
    return Roster({**plain.people, **under}, plain.units)


def published(services, promise=PROMISE):
    draft = draft_of(services, promise)
    return charter.publish(services, ADMIN, draft.fingerprint).current


def draft_of(services, promise=PROMISE):
    seen = charter.start_draft(services, ADMIN).fingerprint
    return charter.save_draft(services, ADMIN, promise, ASKS, seen)


def notes(services):
    with services.database.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kinds.CHARTER_NOTE))
        return sorted((row.parameters["version"], row.parameters["person_id"]) for row in rows)


def test_a_draft_is_seen_by_admins_alone_until_it_is_published(services_anywhere):
    stored(services_anywhere, company())
    draft = draft_of(services_anywhere)
    assert charter.read(services_anywhere, ADMIN).draft == draft
    assert charter.read(services_anywhere, "alpha-1").draft is None
    assert charter.read(services_anywhere, "alpha-1").current is None
    charter.publish(services_anywhere, ADMIN, draft.fingerprint)
    current = charter.read(services_anywhere, "alpha-1").current
    assert (current.version, current.state, current.promise) == (1, CharterState.PUBLISHED, PROMISE)


def test_a_new_version_supersedes_the_old_one_and_asks_every_leader_again_once(services_anywhere):
    stored(services_anywhere, company())
    first = published(services_anywhere)
    charter.sign(services_anywhere, ALPHA, first.version)
    second = published(services_anywhere, LATER)
    charter.publish(services_anywhere, ADMIN, second.fingerprint)
    assert not charter.read(services_anywhere, ALPHA).signed
    leaders = sorted(map(leader_of, ["top", "alpha", "beta", "gamma"]))
    assert notes(services_anywhere) == [(version, leader) for version in (1, 2) for leader in leaders]
    with services_anywhere.database.reading() as session:
        told = [(entry.deed, entry.subject) for entry in journal.all_of(session)]
    steps = (Deed.CHARTER_DRAFTED, Deed.CHARTER_PUBLISHED)
    assert told == [(deed, version) for version in "12" for deed in steps]


def test_signing_an_old_version_is_refused_and_shows_the_new_one(services):
    stored(services, company())
    published(services)
    published(services, LATER)
    signing = charter.sign(services, ALPHA, 1)
    assert signing.refused
    assert (signing.reading.current.version, signing.reading.signed) == (2, False)


def test_a_second_click_on_sign_changes_nothing(services_anywhere):
    stored(services_anywhere, company())
    published(services_anywhere)
    for _ in range(2):
        assert charter.sign(services_anywhere, ALPHA, 1).reading.signed


def test_names_of_signers_are_told_to_their_superior_alone(services):
    stored(services, company())
    published(services)
    charter.sign(services, ALPHA)
    reports = charter.read(services, TOP).reports
    assert {each.person_id: each.signed for each in reports} == {
        ALPHA: True,
        leader_of("beta"): False,
        leader_of("gamma"): False,
    }
    for other in (ADMIN, ALPHA, leader_of("beta"), "top-1"):
        assert charter.read(services, other).reports == ()


def test_employees_and_admins_sign_nothing(services):
    stored(services, company())
    published(services)
    for person in ("alpha-1", ADMIN):
        with pytest.raises(VorbildError, match="for leaders"):
            charter.sign(services, person, 1)


def test_only_admins_write_and_publish(services):
    stored(services, company())
    draft = draft_of(services)
    with pytest.raises(VorbildError, match="Vorbild's admins"):
        charter.save_draft(services, ALPHA, LATER, ASKS, draft.fingerprint)
    with pytest.raises(VorbildError, match="Vorbild's admins"):
        charter.publish(services, ALPHA, draft.fingerprint)


def test_the_second_of_two_admins_overwrites_nothing(services):
    seen = charter.start_draft(services, ADMIN).fingerprint
    charter.save_draft(services, ADMIN, PROMISE, ASKS, seen)
    with pytest.raises(VorbildError, match="changed meanwhile"):
        charter.save_draft(services, ADMIN, LATER, ASKS, seen)


def test_a_draft_that_was_changed_after_it_was_read_is_not_published(services):
    read = draft_of(services)
    draft_of(services, LATER)
    with pytest.raises(VorbildError, match="Nothing was published"):
        charter.publish(services, ADMIN, read.fingerprint)
    assert charter.read(services, ADMIN).current is None


def test_what_holds_already_is_no_new_version(services):
    published(services)
    with pytest.raises(VorbildError, match="holds already"):
        draft_of(services)


def test_without_a_charter_there_is_nothing_to_sign(services):
    stored(services, company())
    with pytest.raises(VorbildError, match="no charter to sign yet"):
        charter.sign(services, ALPHA)


def test_nobody_is_asked_to_sign_what_is_signed_or_superseded_or_when_they_lead_no_more(services):
    stored(services, company())
    published(services)
    assert charter.note(services, 1, ALPHA) is not None
    charter.sign(services, ALPHA)
    assert charter.note(services, 1, ALPHA) is None
    assert charter.note(services, 1, "alpha-1") is None
    published(services, LATER)
    assert charter.note(services, 1, TOP) is None
    assert charter.note(services, 2, TOP) is not None
