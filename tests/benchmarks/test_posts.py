"""The arrays of the benchmark publish what the product publishes: every level, event and fresh figure of every cell."""

import numpy as np
import pytest

from surveys.cells import CellKind
from surveys.disclosure import Policy, release
from surveys.gate import Event
from surveys.scales import Answer
from surveys.series import Running
from surveys.tallies import Tallies
from surveys.tree import UnitTree
from tests.benchmarks import posts
from tests.benchmarks.panel import simulated_panel

WAVES, QUESTIONS = 16, 2
CODES = {Event.FIRST: posts.FIRST, Event.SAME: posts.SAME, Event.UP: posts.UP, Event.DOWN: posts.DOWN}
POLICY = Policy(large=50)


def weekly(departments, teams, size, restless):
    """Answers of each wave; `restless` departments fall and rise, so that levels move."""
    panel = simulated_panel(WAVES, (departments * teams, size), QUESTIONS, np.random.default_rng(size))
    shift = np.where(np.arange(WAVES) % 12 < 6, 0, -restless)[:, None, None, None]
    answers = np.clip(panel.answers + shift, 1, 5)
    shape = (WAVES, departments, teams, size)
    return answers.reshape(*shape, QUESTIONS), panel.present.reshape(shape)


def by_the_product(answers, present):
    """Close wave after wave as the product does; gives (wave, unit, kind, question) -> figure."""
    _, departments, teams, size = present.shape
    parents = {"top": None} | {f"d{one}": "top" for one in range(departments)}
    parents |= {f"d{one}t{two}": f"d{one}" for one in range(departments) for two in range(teams)}
    units = [unit for unit in parents if "t" in unit[1:] and unit != "top"]
    asked = {unit: frozenset(f"{unit}/{one}".encode() for one in range(size)) for unit in units}
    gates, remembered, found = {}, {}, {}
    for wave in range(WAVES):
        tallies = Tallies([f"q{one}" for one in range(QUESTIONS)])
        for department, team, member in np.argwhere(present[wave]).tolist():
            points = answers[wave, department, team, member].tolist()
            tallies.add(f"d{department}t{team}", {f"q{one}": Answer(point) for one, point in enumerate(points)})
        running = Running(wave + 1, asked, remembered)
        told, gates = release(tallies, UnitTree(parents), dict.fromkeys(units, size), gates, POLICY, running)
        remembered |= running.after(told.cells)
        for figure in told.released:
            found[wave, figure.cell.unit_id, figure.cell.kind, int(figure.question_key[1:])] = figure
    return found


@pytest.mark.parametrize(("size", "teams", "restless"), [(6, 6, 0), (6, 5, 2), (8, 6, 1), (12, 7, 2)])
def test_the_arrays_publish_what_the_product_publishes(size, teams, restless):
    departments = 5
    answers, present = weekly(departments, teams, size, restless)
    told = by_the_product(answers, present)
    sums = (answers * present[..., None]).sum(3)
    liked = ((answers >= 4) * present[..., None]).sum(3)
    ours = posts.posts_of(present, sums.astype(np.int64), liked, POLICY)
    courses = {f"t{team}": (CellKind.TEAM, course) for team, course in enumerate(ours.teams)}
    courses |= {"": (CellKind.POOL, ours.pool), "/": (CellKind.ALL, ours.roll_up)}
    moved = 0
    for wave, department, question in np.ndindex(WAVES, departments, QUESTIONS):
        for name, (kind, course) in courses.items():
            figure = told.get((wave, f"d{department}{name.strip('/')}", kind, question))
            event = course.events[wave, department, question]
            assert event == (posts.HIDDEN if figure is None else CODES[figure.event])
            assert figure is None or course.levels[wave, department, question] == figure.level
            moved += abs(event) == 1
        fresh = told.get((wave, f"d{department}", CellKind.LARGE, question))
        mean, share = ours.fresh[wave, department, question], ours.favourable[wave, department, question]
        assert np.isnan(mean) if fresh is None else mean == fresh.fresh.mean
        assert fresh is None or abs(100 * share - fresh.fresh.favourable) < 2
    assert moved or not restless
