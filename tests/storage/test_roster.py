"""The roster of today, in the database."""

from storage import roster
from surveys.texts import Locale
from tests.builders import roster_of

OLD = roster_of(
    {"top": 2, "alpha": 3}, {"alpha": "top"}, locale=Locale.DE, time_zone="Asia/Tokyo", office="Kyōto", email="a@b.c"
)
NEW = roster_of({"alpha": 2, "beta": 1})


def replace(database, *rosters):
    for each in rosters:
        with database.transaction() as session:
            roster.replace(session, each)


def test_a_roster_reads_back_as_it_was(database):
    replace(database, OLD)
    with database.reading() as session:
        assert roster.load(session) == OLD


def test_a_new_roster_replaces_the_old_one(database):
    replace(database, OLD, NEW)
    with database.reading() as session:
        assert roster.load(session) == NEW


def test_whoever_is_not_in_it_any_more_is_not_found(database):
    replace(database, OLD, NEW)
    with database.reading() as session:
        assert roster.find(session, "alpha-3") is None
        assert roster.find(session, "alpha-2") == NEW.people["alpha-2"]


def test_whoever_comes_back_is_found_again(database):
    replace(database, OLD, NEW, OLD)
    with database.reading() as session:
        assert roster.load(session) == OLD


def test_an_empty_roster_is_empty(database):
    replace(database, OLD, roster_of({}))
    with database.reading() as session:
        assert not roster.load(session).people
