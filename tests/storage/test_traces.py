"""At-rest attackers: they succeed on storage that is naive, so their silence on ours means something."""

from random import Random

import pytest

from bot.use_cases import closing
from tests.attacks import link_postgresql, link_sqlite, link_sqlite_comments, naive_storage, ours, random_truth

TRUTH = random_truth(units=25, people=150)
WRITTEN = [(each.person_id, "x" * Random(each.person_id).randint(1, 1500)) for each in TRUTH]
LINKED = 0.95
CHANCE = 3.0


@pytest.mark.parametrize(
    "storage",
    [
        naive_storage.participation_and_answers,
        naive_storage.random_keys,
        lambda path, truth: naive_storage.random_keys(path, truth, vacuum=True),
        naive_storage.random_keys_without_rowid,
        naive_storage.shuffled_at_close,
    ],
    ids=["numbered rows", "random keys", "random keys after VACUUM", "write-ahead log", "deleted without wiping"],
)
def test_naive_sqlite_links_nearly_everybody(storage, tmp_path):
    assert link_sqlite(storage(tmp_path / "naive.db", TRUTH), TRUTH).rate >= LINKED


@pytest.mark.parametrize(("apart", "frozen"), [(False, False), (True, False), (True, True)])
def test_naive_postgresql_links_nearly_everybody(postgresql_url, apart, frozen):
    url = naive_storage.postgresql_random_keys(postgresql_url, TRUTH, apart=apart, frozen=frozen)
    assert link_postgresql(url, TRUTH).rate >= LINKED


def test_comments_in_boxes_of_their_own_length_are_matched_and_padded_ones_are_not(tmp_path):
    naive = naive_storage.comments_sealed_by_length(tmp_path / "naive.db", WRITTEN)
    padded = naive_storage.comments_sealed_by_length(tmp_path / "padded.db", WRITTEN, padded_to=2000)
    assert link_sqlite_comments(naive, WRITTEN).rate >= 0.9
    assert link_sqlite_comments(padded, WRITTEN).rate < 0.1


def test_our_files_link_nobody_beyond_chance_before_during_and_after_the_close(services, tmp_path):
    wave = ours.answered(services, TRUTH, dict(WRITTEN))
    copy = ours.stolen(services, tmp_path)
    at_chance(link_sqlite(ours.file_of(services), TRUTH))
    at_chance(link_sqlite(copy, TRUTH))
    assert link_sqlite_comments(copy, WRITTEN).rate < 0.1
    closing.close(services, wave)
    at_chance(link_sqlite(ours.file_of(services), TRUTH))
    assert link_sqlite_comments(ours.file_of(services), WRITTEN).rate < 0.1


def test_our_tables_on_postgresql_link_nobody_beyond_chance(postgresql_url, services_on):
    services = services_on(postgresql_url)
    wave = ours.answered(services, TRUTH)
    at_chance(link_postgresql(postgresql_url, TRUTH))
    closing.close(services, wave)
    at_chance(link_postgresql(postgresql_url, TRUTH))


def at_chance(linkage):
    assert abs(linkage.standard_errors) <= CHANCE, linkage
    assert not linkage.above_chance
