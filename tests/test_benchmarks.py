"""The benchmarks run: small here, their numbers are read by people."""

import subprocess
import sys

import pytest


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("benchmark", "tables"),
    [
        ("privacy", ["Linkage", "Pinned by arithmetic", "most critical member", "Partition and audit", "Close"]),
        ("trends", ["Trend rules"]),
        ("answering", ["ballots at", "sqlite", "postgresql"]),
        ("delivery", ["A wave of", "A websocket breaks", "start"]),
        ("growth", ["people, and units with them", "close", "audit"]),
        ("raw_rows", ["Trend over", "ledger", "SQLite", "PostgreSQL"]),
        (
            "admin",
            ["people opened", "rows previewed", "`vorbild run`", "SQLite: every command", "PostgreSQL: every command"],
        ),
        ("ballot_path", ["at once", "sqlite", "postgresql"]),
        ("casting", ["raw commits", "sqlite", "postgresql"]),
    ],
)
def test_a_benchmark_prints_its_tables(benchmark, tables):
    command = [sys.executable, "-m", f"tests.benchmarks.{benchmark}", "--quick"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [table for table in tables if table not in printed] == []
