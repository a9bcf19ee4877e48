"""Receipts: everybody gets one, it opens one thread, and nothing that is stored tells whose it is."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.use_cases import closing, comments, receipts, threads, waves
from storage.keys import Purpose
from surveys import receipts as codes
from surveys.errors import VorbildError
from surveys.threads import Kind, Sealed, Shown, ThreadState
from tests.builders import ADMIN, again, cast, leader_of, members_of, open_wave, roster_of

NINE = members_of("alpha", 9)
LEADER = leader_of("alpha")


def everything(services):
    """All rows of all tables; on PostgreSQL with the transaction that wrote each, and its place."""
    hidden = "" if services.database.sqlite else ", xmin, ctid"
    with services.database.reading() as session:
        return {
            table: sorted(map(repr, session.execute(text(f"SELECT *{hidden} FROM {table}"))))
            for table in SQLModel.metadata.tables
        }


def refusal(act, *args):
    with pytest.raises(VorbildError) as refused:
        act(*args)
    return str(refused.value)


def answered(services, writers=5):
    """A wave answered by nine people, of whom the first ones wrote: give their codes."""
    wave = open_wave(services, roster_of({"alpha": 9}))
    written = [f"from {person}" if number < writers else "" for number, person in enumerate(NINE)]
    return wave, [cast(services, person, 4, said).code for person, said in zip(NINE, written, strict=True)]


def closed(services, writers=5):
    wave, codes_kept = answered(services, writers)
    closing.close(services, wave)
    return again(services, wave), codes_kept


def next_batch(services, clock):
    """Go on to the morning after tomorrow, past any weekend, and let the batch appear."""
    clock.at += timedelta(days=4)
    threads.publish_due(services)


def test_everybody_who_answers_gets_a_code_of_one_form_a_comment_or_not(services):
    _, kept = answered(services)
    assert len(set(kept)) == len(NINE)
    assert {len(code) for code in kept} == {35}


def test_while_the_pulse_is_open_a_receipt_says_the_same_with_and_without_a_comment(services):
    wave, kept = answered(services)
    seen = [receipts.look(services, code, person) for code, person in zip(kept, NINE, strict=True)]
    assert seen == [Sealed(wave.closes_at)] * len(NINE)


def test_somebody_elses_receipt_opens_no_sealed_ballot(services):
    _, kept = answered(services)
    assert "Nothing is found" in refusal(receipts.look, services, kept[0], NINE[1])


def test_a_replaced_ballots_receipt_is_void_and_the_new_one_holds(services):
    wave, kept = answered(services)
    newer = cast(services, NINE[0], 5, "what I rather mean").code
    assert "replaced by a later one" in refusal(receipts.look, services, kept[0], NINE[0])
    closing.close(services, wave)
    assert "replaced by a later one" in refusal(receipts.look, services, kept[0], NINE[0])
    assert receipts.look(services, newer, "anybody").thread.comment == "what I rather mean"


@pytest.mark.parametrize("writer", range(5))
def test_after_the_close_a_receipt_opens_its_own_comment_whoever_holds_it(services, writer):
    _, kept = closed(services)
    shown = receipts.look(services, kept[writer], "somebody not even in the roster")
    assert isinstance(shown, Shown)
    assert shown.thread.comment == f"from {NINE[writer]}"


def test_a_receipt_without_a_comment_opens_nothing_after_the_close(services):
    _, kept = closed(services)
    assert "there was no comment" in refusal(receipts.look, services, kept[-1], NINE[-1])


def test_a_comment_that_too_few_wrote_beside_has_no_thread(services):
    _, kept = closed(services, writers=2)
    assert "too few people wrote" in refusal(receipts.look, services, kept[0], NINE[0])


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda code: code[:-1] + ("X" if code[-1] != "X" else "Y"), "typing mistake"),
        (lambda code: code[:-2], "30 letters and digits"),
        (lambda _: codes.write(bytes(16), "another deployment"), "another workspace"),
    ],
)
def test_a_code_that_is_wrong_says_how(services, spoil, told):
    _, kept = closed(services)
    assert told in refusal(receipts.look, services, spoil(kept[0]), NINE[0])
    assert told in refusal(receipts.say_in_thread, services, spoil(kept[0]), Kind.ANSWER, "text")
    assert told in refusal(receipts.withdraw, services, spoil(kept[0]), NINE[0])


def test_looking_leaves_no_trace(services_anywhere):
    _, kept = closed(services_anywhere)
    before = everything(services_anywhere)
    receipts.look(services_anywhere, kept[0], NINE[0])
    refusal(receipts.look, services_anywhere, kept[-1], NINE[-1])
    assert everything(services_anywhere) == before


def test_taking_a_comment_out_of_a_sealed_ballot_leaves_the_answers(services_anywhere):
    wave, kept = answered(services_anywhere)
    before = everything(services_anywhere)
    assert receipts.withdraw(services_anywhere, kept[0], NINE[0]) == Sealed(wave.closes_at)
    changed = everything(services_anywhere)
    assert {table for table in before if before[table] != changed[table]} == {"urn"}
    closing.close(services_anywhere, wave)
    with services_anywhere.database.reading() as session:
        shown = session.scalars(text("SELECT text FROM comment")).all()
        figures = session.scalar(text("SELECT count(*) FROM ledger"))
    assert sorted(shown) == [f"from {person}" for person in NINE[1:5]]
    assert figures > 0


def test_taking_out_a_comment_that_was_never_written_looks_the_same(services):
    wave, kept = answered(services)
    assert receipts.withdraw(services, kept[-1], NINE[-1]) == Sealed(wave.closes_at)


def test_a_comment_withdrawn_after_the_close_is_gone_with_the_next_batch_and_says_so(services_anywhere, clock):
    wave, kept = closed(services_anywhere)
    receipts.withdraw(services_anywhere, kept[0], "anybody")
    assert len(comments.listing(services_anywhere, LEADER, wave.id, "alpha").threads) == 5
    next_batch(services_anywhere, clock)
    assert len(comments.listing(services_anywhere, LEADER, wave.id, "alpha").threads) == 4
    shown = receipts.look(services_anywhere, kept[0], "anybody")
    assert shown.thread.state is ThreadState.WITHDRAWN
    assert "withdrawn" in refusal(receipts.withdraw, services_anywhere, kept[0], "anybody")
    assert f"from {NINE[0]}" not in str(everything(services_anywhere))


def test_withdrawing_twice_is_withdrawing_once(services):
    _, kept = closed(services)
    receipts.withdraw(services, kept[0], "anybody")
    before = everything(services)
    receipts.withdraw(services, kept[0], "anybody")
    assert everything(services) == before


def test_what_an_author_writes_names_nobody_and_only_a_day(services, clock):
    _, kept = closed(services)
    before = everything(services)
    receipts.say_in_thread(services, kept[0], Kind.ANSWER, "an answer")
    after = everything(services)
    assert {table for table in before if before[table] != after[table]} == {"thread_entry"}
    (row,) = after["thread_entry"]
    assert "an answer" not in row
    assert not [person for person in [*NINE, LEADER, ADMIN] if person in row]
    assert "datetime.datetime" not in row


def test_whatever_is_said_takes_the_same_room(services):
    _, kept = closed(services)
    comment_id = receipts.look(services, kept[0], "anybody").thread.comment_id
    comments.reply(services, LEADER, comment_id, "a reply " * 100)
    comments.acknowledge(services, LEADER, comment_id, Kind.THANKS)
    receipts.say_in_thread(services, kept[0], Kind.ANSWER, "short")
    receipts.say_in_thread(services, kept[0], Kind.REPORT)
    with services.database.reading() as session:
        sizes = session.scalars(text("SELECT length(box) FROM thread_entry")).all()
    assert len(sizes) == 4
    assert len(set(sizes)) == 1


def test_a_batch_leaves_neither_the_order_of_writing_nor_the_rows_that_were_written(services_anywhere, clock):
    _, kept = closed(services_anywhere)
    for number in range(20):
        receipts.say_in_thread(services_anywhere, kept[number % 5], Kind.ANSWER, str(number))
        clock.at += timedelta(minutes=1)
    place = "rowid" if services_anywhere.database.sqlite else "xmin"
    with services_anywhere.database.reading() as session:
        written = set(session.scalars(text("SELECT id FROM thread_entry")))
    next_batch(services_anywhere, clock)
    with services_anywhere.database.reading() as session:
        now = list(session.scalars(text("SELECT id FROM thread_entry")))
        if place == "xmin":
            assert len(set(session.scalars(text("SELECT CAST(xmin AS text) FROM thread_entry")))) == 1
            assert list(session.scalars(text("SELECT id FROM thread_entry ORDER BY ctid"))) == sorted(now)
    assert written.isdisjoint(now)


def test_neither_the_database_nor_the_key_store_holds_a_token_or_code(services, tmp_path, clock):
    _, kept = closed(services)
    receipts.say_in_thread(services, kept[0], Kind.ANSWER, "an answer that is sealed")
    next_batch(services, clock)
    services.database.dispose()
    services.keys.dispose()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for code in kept:
        token = codes.read(code, services.deployment_id)
        assert token not in held
        assert token.hex().encode() not in held
        assert code.encode() not in held
    assert b"an answer that is sealed" not in held


def test_after_thirty_days_pepper_and_thread_are_gone_and_the_comment_stays(services_anywhere, clock, tmp_path):
    wave, kept = closed(services_anywhere)
    receipts.say_in_thread(services_anywhere, kept[0], Kind.ANSWER, "an answer")
    clock.at = wave.closes_at + timedelta(days=30) - timedelta(seconds=1)
    threads.forget_old(services_anywhere)
    assert services_anywhere.keys.wave_ids(Purpose.THREADS) == {wave.id}
    clock.at += timedelta(seconds=1)
    waves.tick(services_anywhere)
    assert wave.id not in services_anywhere.keys.wave_ids(Purpose.THREADS)
    assert "more than 30 days ago" in refusal(receipts.look, services_anywhere, kept[0], NINE[0])
    found = everything(services_anywhere)
    assert found["thread"] == found["thread_entry"] == []
    listing = comments.listing(services_anywhere, LEADER, wave.id, "alpha")
    assert [thread.alive for thread in listing.threads] == [False] * 5


def test_comments_are_forgotten_after_a_year(services, clock):
    wave, _ = closed(services)
    clock.at = wave.closes_at + timedelta(days=365)
    threads.forget_old(services)
    assert len(everything(services)["comment"]) == 5
    clock.at += timedelta(seconds=1)
    threads.forget_old(services)
    assert everything(services)["comment"] == []


def test_the_pepper_of_a_void_wave_is_destroyed(services, clock):
    wave, _ = answered(services)
    services.keys.destroy(wave.id)
    with services.database.transaction() as session:
        session.execute(text("UPDATE wave SET state = 'void'"))
    threads.forget_old(services)
    assert services.keys.wave_ids(Purpose.THREADS) == set()


def test_without_its_pepper_a_wave_can_still_be_answered_and_counted(services):
    wave = open_wave(services, roster_of({"alpha": 9}))
    services.keys.destroy(wave.id, Purpose.THREADS)
    for person in NINE:
        assert len(cast(services, person, 4, "text").code) == 35
    closing.close(services, wave)
    assert [thread.alive for thread in comments.listing(services, LEADER, wave.id, "alpha").threads] == [False] * 9
