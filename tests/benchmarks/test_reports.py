"""The benchmark of reports, on an organisation small enough for every run."""

from tests.benchmarks.reports import run


def test_the_benchmark_times_every_kind_of_unit_at_every_stage():
    found = run(units=73, people=600, stages=(2, 3))
    assert set(found) == {"top", "division", "team", "everything of one wave"}
    assert set(found["top"]) == {2, 3}
