"""The demo as a stranger runs it: its posts agree with what the simulated employees say they answered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.demo.company import VOICE
from surveys.tree import UnitTree
from tests.data import policy_reference as reference

COMMAND = [sys.executable, "-m", "bot", "demo", "--headless", "--people", "60", "--waves", "2", "--seed", "3"]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    database, truth = folder / "x.db", folder / "t.jsonl"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("VORBILD_", "SLACK_"))}
    run = subprocess.run(
        [*COMMAND, "--truth", str(truth), "--database", f"sqlite:///{database}"],
        capture_output=True,
        text=True,
        timeout=110,
        cwd=Path.cwd(),
        env=environment,
        check=False,
    )
    return run, create_engine(f"sqlite:///{database}"), [json.loads(line) for line in truth.read_text().splitlines()]


def test_it_ends_well_and_prints_the_trend_posts(played):
    run, _, _ = played
    assert run.returncode == 0, run.stderr
    assert "wave 1" in run.stdout or "Welle 1" in run.stdout
    assert "wave 2" in run.stdout or "Welle 2" in run.stdout


def test_the_levels_of_the_first_wave_are_those_of_the_truth_under_the_policy(played):
    _, engine, truth = played
    first = [line for line in truth if line["wave"] == 1]
    with engine.connect() as connection:
        ledger = connection.execute(
            text("SELECT unit_id, kind, unit_ids, question_key, level FROM ledger WHERE wave_id = 1")
        ).all()
    cells = [(json.loads(units), key, level) for _, kind, units, key, level in ledger if kind in {"team", "pool"}]
    assert cells
    known = []
    for units, key, level in cells:
        answers = [line["answers"][key] for line in first if line["unit"] in units and line["answers"][key] != 0]
        assert len(answers) >= 5
        mean = reference.point(*reference.publish_sum(sum(answers), len(answers)), len(answers))
        known.append((key, mean, len(answers), level))
    for key, mean, n, level in known:
        same = [(each, size) for question, each, size, _ in known if question == key]
        whole = sum(each * size for each, size in same) / sum(size for _, size in same)
        apart = abs(mean - whole) >= 2 * (0.05 / 2 + 0.8 / n) ** 0.5
        assert level == round((mean if apart else whole) / 0.5) * 0.5


def test_the_cells_are_those_of_the_reference_partition(played):
    _, engine, truth = played
    with engine.connect() as connection:
        parents = dict(connection.execute(text("SELECT unit_id, parent_id FROM wave_unit WHERE wave_id = 1")).all())
        shown = connection.execute(
            text("SELECT DISTINCT unit_id, kind, unit_ids FROM ledger WHERE wave_id = 1 AND kind IN ('team', 'pool')")
        ).all()
    respondents = dict.fromkeys(parents, 0)
    for line in truth:
        if line["wave"] == 1:
            respondents[line["unit"]] += 1
    tree = UnitTree(parents)
    children = {unit: list(tree.children(unit)) for unit in tree}
    expected, _ = reference.partition(children, respondents, tree.roots()[0], 5)
    answered = {unit for unit, count in respondents.items() if count}
    got = {(unit, kind): sorted(set(json.loads(units)) & answered) for unit, kind, units in shown}
    assert got == {key: sorted(teams) for key, teams in expected.items()}


def test_there_is_a_charter_and_a_customers_word_went_to_its_channel(played):
    _, engine, _ = played
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM charter WHERE state = 'published'")).scalar() == 1
        assert connection.execute(text("SELECT DISTINCT channel_id FROM voice_entry")).scalars().all() == [VOICE]


def test_neither_a_ballot_nor_an_open_wave_is_left(played):
    _, engine, _ = played
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM urn")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM wave WHERE state = 'open'")).scalar() == 0
        owed = connection.execute(text("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'expired')")).scalar()
        assert owed == 0


def test_the_auditor_attacks_a_demo_with_the_command_that_it_prints(played):
    run, _, _ = played
    printed = run.stdout[run.stdout.index("VORBILD_DATABASE_URL=") :].replace("\n", "")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    audit = subprocess.run(
        printed, shell=True, capture_output=True, text=True, timeout=60, env={**os.environ, "PATH": path}, check=False
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert "BREACH" not in audit.stdout


def test_a_database_in_use_is_not_played_over(played):
    _, engine, _ = played
    run = subprocess.run(
        [*COMMAND, "--database", str(engine.url)], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 1
    assert "--database" in run.stderr
    assert "Traceback" not in run.stderr
