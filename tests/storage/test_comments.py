"""Released comments in the database."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import comments, survey, waves
from surveys.comments import Comment, CommentCell
from tests.builders import survey_of
from tests.storage.planned import planned

TEXTS = tuple(f"comment {number}" for number in range(30))


@pytest.fixture
def wave(database):
    with database.transaction() as session:
        return waves.plan(session, planned(survey.add(session, survey_of()).id))


@pytest.fixture
def released(database, wave):
    cells = [
        CommentCell("alpha", tuple(Comment(each, each.encode()) for each in TEXTS)),
        CommentCell("top", (Comment("one", b"mark"),)),
    ]
    with database.transaction() as session:
        return comments.append(session, wave.id, cells)


def test_comments_are_stored_under_random_ids_and_read_in_their_order(database, wave, released):
    with database.reading() as session:
        told = [comment.text for comment in comments.at(session, wave.id, "alpha")]
        ids = session.scalars(text("SELECT id FROM comment ORDER BY id")).all()
    assert sorted(told) == sorted(TEXTS)
    assert told != list(TEXTS)
    assert {len(id_) for id_ in ids} == {32}


def test_the_table_holds_cell_wave_and_text_and_nothing_else(database, released):
    with database.reading() as session:
        columns = set(session.execute(text("SELECT * FROM comment")).keys())
    assert columns == {"id", "wave_id", "unit_id", "text"}


def test_each_comment_gives_its_own_mark_for_its_thread(database, wave, released):
    with database.reading() as session:
        stored = {comment.id: comment.text for comment in comments.at(session, wave.id, "alpha")}
    assert all(released[id_] == ("alpha", written.encode()) for id_, written in stored.items())


def test_a_withdrawn_comment_is_gone(database, wave, released):
    with database.transaction() as session:
        first = comments.at(session, wave.id, "alpha")[0]
        comments.withdraw(session, [first.id])
        assert comments.find(session, first.id) is None
        assert len(comments.at(session, wave.id, "alpha")) == len(TEXTS) - 1


def test_comments_of_waves_that_closed_too_long_ago_are_forgotten(database, wave, released):
    with database.transaction() as session:
        assert not comments.any_before(session, wave.closes_at)
        assert comments.any_before(session, wave.closes_at + timedelta(seconds=1))
        comments.forget_before(session, wave.closes_at + timedelta(seconds=1))
        assert comments.at(session, wave.id, "alpha") == []
