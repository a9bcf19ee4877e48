"""`vorbild privacy-audit`: holds on what we do, and tells of everything that somebody does to it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.use_cases import closing
from tests.attacks import naive_storage, ours, random_truth
from tests.builders import again, cast, run_now

TRUTH = random_truth(units=6, people=40)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(services, *arguments, **environment):
        where = {
            "VORBILD_DATABASE_URL": services.database.url,
            "VORBILD_KEYS_URL": services.keys.database.url,
            "LC_ALL": "en_GB",
            "COLUMNS": "200",
        }
        return CliRunner().invoke(app, ["privacy-audit", *arguments], env={**where, **environment})

    return call


@pytest.fixture
def closed(services_anywhere):
    """A bot that has closed a wave which everybody answered."""
    closing.close(services_anywhere, ours.answered(services_anywhere, TRUTH))
    return services_anywhere


def change(services, statement, **values):
    with services.database.transaction() as session:
        session.execute(text(statement), values)


def write_truth(path, truth=TRUTH):
    lines = [
        {"wave": 1, "person": each.person_id, "unit": each.unit_id, "answers": {"q23.v1": each.answer}, "comment": ""}
        for each in truth
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


def verdict_of(outcome, attack):
    return next(line for line in outcome.output.splitlines() if attack in line)


def test_what_we_do_holds_on_both_databases(run, closed, tmp_path):
    outcome = run(closed, "--truth", write_truth(tmp_path / "truth"))
    assert outcome.exit_code == 0, outcome.output
    assert "BREACH" not in outcome.output
    assert "holds" in verdict_of(outcome, "Line people up with answers")
    assert "No attack succeeded" in outcome.output


def test_it_holds_while_a_wave_is_open_and_with_a_backup_of_it(run, services, tmp_path):
    ours.answered(services, TRUTH)
    backup = ours.stolen(services, tmp_path)
    outcome = run(services, "--truth", write_truth(tmp_path / "truth"), "--backup", str(backup))
    assert outcome.exit_code == 0, outcome.output


def test_it_needs_no_secret(run, closed):
    assert run(closed, VORBILD_SECRET="").exit_code == 0


def test_a_works_council_reads_it_in_german(run, closed):
    outcome = run(closed, LC_ALL="de_DE.UTF-8")
    assert "Urteil" in outcome.output
    assert "hält" in outcome.output


@pytest.mark.parametrize(
    ("statement", "attack"),
    [
        ("INSERT INTO urn VALUES (1, :slot, :box)", "Find ballots of closed waves"),
        ("ALTER TABLE invitation ADD COLUMN answered_at text", "Find something beside people"),
        ("UPDATE wave SET state = 'open'", "Read figures of a wave before it closed"),
    ],
)
def test_what_somebody_does_to_the_storage_is_a_breach(run, closed, statement, attack):
    change(closed, statement, **({"slot": b"s" * 32, "box": b"b" * 9} if "slot" in statement else {}))
    outcome = run(closed)
    assert outcome.exit_code == 1
    assert "BREACH" in verdict_of(outcome, attack)
    assert "Publish nothing" in outcome.output


def test_a_key_that_is_still_there_is_a_breach(run, closed):
    closed.keys.create(1)
    outcome = run(closed)
    assert outcome.exit_code == 1
    assert "BREACH" in verdict_of(outcome, "Find keys of closed waves")


def test_an_exact_mean_that_was_published_is_a_breach(run, closed):
    change(
        closed,
        "INSERT INTO ledger (wave_id, unit_id, kind, unit_ids, question_key, size, level, event, strong)"
        " VALUES (1, 'unit-0', 'team', '[\"unit-0\"]', 'q99.v1', '5-7', 4.9, 'first', false)",
    )
    outcome = run(closed)
    assert outcome.exit_code == 1
    assert "BREACH" in verdict_of(outcome, "Subtract published groups")


def test_waves_that_ask_the_same_people_too_soon_are_a_breach(run, closed, clock):
    clock.at += timedelta(days=28)
    with closed.database.reading() as session:
        survey_id = session.scalar(text("SELECT id FROM survey"))
    from storage import survey

    with closed.database.reading() as session:
        each = survey.find(session, survey_id)
    wave = run_now(closed, each)
    for person in TRUTH:
        cast(closed, person.person_id, 4, wave=wave)
    closing.close(closed, again(closed, wave))
    assert run(closed).exit_code == 0
    change(closed, "UPDATE wave SET opens_on = '2026-01-20' WHERE number = 2")
    outcome = run(closed)
    assert outcome.exit_code == 1
    assert "BREACH" in verdict_of(outcome, "Ask the same people again too soon")


def test_storage_that_gives_people_away_is_a_breach(run, services, tmp_path):
    closing.close(services, ours.answered(services, TRUTH))
    naive = naive_storage.participation_and_answers(tmp_path / "naive.db", TRUTH)
    outcome = run(services, "--truth", write_truth(tmp_path / "truth"), "--backup", str(naive))
    assert outcome.exit_code == 1
    assert "BREACH" in verdict_of(outcome, "Line people up with answers")


def test_a_log_that_names_people_is_a_breach(run, closed, tmp_path):
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "today.log").write_text('{"event": "wave_opened", "wave": 1}\n')
    assert run(closed, "--logs", str(logs)).exit_code == 0
    (logs / "today.log").write_text(f'{{"event": "ballot_cast", "person": "{TRUTH[0].person_id}"}}\n')
    assert run(closed, "--logs", str(logs)).exit_code == 1


def test_nothing_is_created_where_there_is_nothing(run, services, tmp_path):
    outcome = run(services, VORBILD_DATABASE_URL=f"sqlite:///{tmp_path}/elsewhere.db")
    assert outcome.exit_code == 1
    assert "elsewhere.db" in outcome.output
    assert not (tmp_path / "elsewhere.db").exists()


def test_another_file_than_a_truth_is_one_sentence(run, closed, tmp_path):
    (tmp_path / "truth").write_text("no truth\n")
    for path in ("truth", "nowhere"):
        outcome = run(closed, "--truth", str(tmp_path / path))
        assert outcome.exit_code == 1
        assert path in outcome.output
        assert "Traceback" not in outcome.output
