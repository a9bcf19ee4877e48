"""The urn: one ballot a person, replaceable, unreadable without the key, and no trace of who or when."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import migrate, urn
from storage.database import Database
from storage.sealing import BrokenSealError, SealingKey
from storage.urn import COMMENT, Part, Place
from surveys.ballots import BOX_BYTES, Ballot, encode_comment, encode_scores
from surveys.comments import Comment
from surveys.scales import Answer

KEY = SealingKey.fresh()
WAVE = 1
QUESTIONS = ("q01.v1", "q23.v1")


def plaintexts(score=4, comment=""):
    ballot = Ballot(dict.fromkeys(QUESTIONS, Answer(score)), comment)
    return {
        Place(Part.SCORES): encode_scores(ballot, "alpha", QUESTIONS),
        COMMENT: encode_comment(Comment(comment), "alpha"),
    }


def put(database, person, score=4, comment=""):
    with database.transaction() as session:
        urn.put(session, WAVE, KEY, person, plaintexts(score, comment))


def opened(database, people, key=KEY):
    with database.reading() as session:
        return Counter((box.place, box.plaintext) for box in urn.open_boxes(session, WAVE, key, people))


def rows(database):
    with database.reading() as session:
        return session.execute(text("SELECT slot, box FROM urn")).all()


def test_what_goes_in_comes_out(database):
    put(database, "U1", 5, "Grüße")
    assert opened(database, ["U1"]) == Counter(plaintexts(5, "Grüße").items())


def test_a_second_ballot_replaces_the_first(database):
    put(database, "U1", 1, "bad")
    put(database, "U1", 5)
    assert opened(database, ["U1"]) == Counter(plaintexts(5).items())
    assert len(rows(database)) == 2


def test_a_withdrawn_ballot_is_gone(database):
    put(database, "U1")
    put(database, "U2")
    with database.transaction() as session:
        assert urn.withdraw(session, WAVE, KEY, "U1")
        assert not urn.withdraw(session, WAVE, KEY, "U1")
        assert not urn.has_ballot(session, WAVE, KEY, "U1")
        assert urn.has_ballot(session, WAVE, KEY, "U2")
    assert len(rows(database)) == 2


def test_whether_somebody_answered_is_known_only_with_the_key(database):
    put(database, "U1")
    with database.reading() as session:
        assert urn.has_ballot(session, WAVE, KEY, "U1")
        assert not urn.has_ballot(session, WAVE, SealingKey.fresh(), "U1")


def test_only_the_invited_are_counted(database):
    put(database, "U1", 5)
    put(database, "an outsider", 1)
    assert opened(database, ["U1"]) == Counter(plaintexts(5).items())


def test_waves_do_not_mix(database):
    put(database, "U1")
    with database.transaction() as session:
        urn.put(session, 2, KEY, "U1", plaintexts(1))
        urn.empty(session, 2)
    assert opened(database, ["U1"]) == Counter(plaintexts().items())


@pytest.mark.parametrize("comment", ["", "x", "ü" * 900, "a" * 1800])
def test_every_box_has_one_size_whatever_it_holds(database, comment):
    put(database, "U1", 3, comment)
    assert {len(box) for _, box in rows(database)} == {BOX_BYTES + 28}
    assert {len(slot) for slot, _ in rows(database)} == {32}


def test_everybody_leaves_the_same_number_of_boxes(database):
    put(database, "U1", 0)
    put(database, "U2", 5, "a comment")
    assert len(rows(database)) == 4


def test_a_box_in_anothers_slot_does_not_open(database):
    put(database, "U1", 1)
    put(database, "U2", 5)
    with database.transaction() as session:
        stolen = session.execute(
            text("SELECT box FROM urn WHERE slot = :slot"), {"slot": KEY.slot(Part.SCORES, "U1")}
        ).scalar()
        session.execute(
            text("UPDATE urn SET box = :box WHERE slot = :slot"), {"box": stolen, "slot": KEY.slot(Part.SCORES, "U2")}
        )
    with pytest.raises(BrokenSealError):
        opened(database, ["U1", "U2"])


def test_neither_person_nor_unit_nor_words_stand_in_a_row(database):
    put(database, "U0RECOGNISED", 5, "recognisable words")
    content = b"".join(bytes(slot) + bytes(box) for slot, box in rows(database))
    assert not [word for word in (b"U0RECOGNISED", b"alpha", b"recognisable", b"words") if word in content]


def test_the_table_has_neither_rowid_nor_time(sqlite_url, services):
    put(services.database, "U1")
    with services.database.reading() as session:
        columns = [row[1] for row in session.execute(text("PRAGMA table_info(urn)"))]
        assert columns == ["wave_id", "slot", "box"]
        with pytest.raises(Exception, match="no such column: rowid"):
            session.execute(text("SELECT rowid FROM urn"))


def test_a_box_lies_within_a_page_of_a_sqlite_file(sqlite_url):
    """Half a box on a page of its own would double the file, and what emptying the urn writes."""
    database, people = Database(sqlite_url), 200
    migrate.upgrade(database)
    empty = size_of(database)
    for person in range(people):
        put(database, f"P{person}")
    assert size_of(database) - empty < 1.4 * 2 * people * BOX_BYTES
    database.dispose()


def size_of(database):
    database.forget_remnants()
    return Path(database.engine.url.database).stat().st_size


def test_ballots_sealed_together_lie_in_the_random_order_of_their_slots(database):
    people = {f"U{number}": plaintexts(1) for number in range(20)}
    with database.transaction() as session:
        urn.put_all(session, WAVE, KEY, people)
    order = "" if database.sqlite else "ORDER BY ctid"  # SQLite keeps the table by its key, and no other order
    with database.reading() as session:
        slots = [bytes(slot) for slot in session.execute(text(f"SELECT slot FROM urn {order}")).scalars()]
    assert len(slots) == 40
    assert slots == sorted(slots)
