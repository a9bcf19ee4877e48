"""The whole policy over several waves, beside the reference: the same cells, the same levels, the same events."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cells import CellKind
from surveys.disclosure import Policy
from surveys.gate import Event, GateRule
from surveys.policy import EARLIER_DEFAULTS
from tests.data import policy_reference
from tests.surveys.organisations import ANCHOR_KEY, answered_again, close, companies

WAVES = 6
SMALL = {CellKind.TEAM, CellKind.POOL}
MOVED = {Event.UP, Event.DOWN}
BEFORE = EARLIER_DEFAULTS.items() - {("large", policy_reference.K2)}
AS_IN_THE_REFERENCE = Policy(large=policy_reference.K2, gate=GateRule(**dict(BEFORE)))


def expected(here, gates):
    """What the reference publishes of a wave: level and event of each cell with five answers to the question."""
    children = {unit: list(here.tree.children(unit)) for unit in here.parents}
    cells, _ = policy_reference.partition(children, here.respondents, "u0", policy_reference.K1)
    found = {}
    for place, units in cells.items():
        answers = [one for unit in units for one in here.answers[unit] if one]
        if len(answers) >= policy_reference.K1:
            band = policy_reference.publish_sum(sum(answers), len(answers))
            gate = gates.setdefault(place, policy_reference.Gate())
            event = gate.update(policy_reference.point(*band, len(answers)), len(answers))
            found[place] = (gate.level, event)
    return found


@settings(max_examples=60, deadline=None)
@given(companies(most_units=15), st.integers(0, 2**32))
def test_levels_and_events_of_every_cell_agree_wave_after_wave(here, seed):
    rnd, gates, theirs, moved = random.Random(seed), {}, {}, set()
    for _ in range(WAVES):
        closed = close(here, gates, AS_IN_THE_REFERENCE)
        gates = closed.gates
        wanted = expected(here, theirs)
        figures = {
            (one.cell.unit_id, str(one.cell.kind)): (one.level, one.event if one.event in MOVED else None)
            for one in closed.release.released
            if one.cell.kind in SMALL and one.question_key == ANCHOR_KEY
        }
        assert figures.keys() == wanted.keys()
        assert {place: one for place, one in figures.items() if place not in moved} == {
            place: one for place, one in wanted.items() if place not in moved
        }
        # From its first move on ours settles, as the tests of the gate say.
        moved |= {place for place, (_, event) in wanted.items() if event}
        here = answered_again(here, rnd)
