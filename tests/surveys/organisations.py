"""Builders: companies as trees of teams with answers, small by hand or random, and a wave of one."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from surveys.disclosure import Evidence, GateKey, Policy, Release, evidence, release
from surveys.gate import Gate
from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.tree import UnitTree

ANCHOR_KEY = "q23.v1"
FRESH_FROM_FIFTY = Policy(large=50)
"""As waves were frozen once: companies of fifty are large enough to try the rules on."""

PATTERNS = {
    "anything": [1, 2, 3, 4, 5],
    "all 1s": [1],
    "all 5s": [5],
    "all 3s": [3],
    "torn": [1, 5],
    "content": [3, 4, 4, 5, 5],
    "cannot judge": [0, 0, 0, 2, 4],
}


@dataclass(frozen=True)
class Company:
    """Units by parent, the answers of each unit's direct reports, and how many of them were asked."""

    parents: dict
    answers: dict
    silent: dict

    @property
    def tree(self):
        return UnitTree(self.parents)

    @property
    def invited(self):
        return {unit: len(self.answers.get(unit, ())) + self.silent.get(unit, 0) for unit in self.parents}

    @property
    def respondents(self):
        return {unit: len(self.answers.get(unit, ())) for unit in self.parents}

    def tallies(self, question_keys=(ANCHOR_KEY,)):
        tallies = Tallies(question_keys)
        for unit, answers in self.answers.items():
            for answer in answers:
                tallies.add(unit, dict.fromkeys(question_keys, Answer(answer)))
        return tallies


@dataclass(frozen=True)
class Closed:
    """What a close has in its hands."""

    release: Release
    gates: dict[GateKey, Gate]
    evidence: tuple[Evidence, ...]

    def figure(self, unit, kind, question_key=ANCHOR_KEY):
        found = [
            one
            for one in self.release.released
            if one.cell.unit_id == unit and one.cell.kind == kind and one.question_key == question_key
        ]
        assert len(found) < 2
        return found[0] if found else None


def close(company, gates=None, policy=None, question_keys=(ANCHOR_KEY,)):
    policy = policy or FRESH_FROM_FIFTY
    tallies = company.tallies(question_keys)
    published, advanced = release(tallies, company.tree, company.invited, gates or {}, policy)
    return Closed(published, advanced, evidence(tallies, company.tree, company.invited, policy))


def company(parents, silent=None, **answers):
    """Build a company: `company({"top": None, "a": "top"}, top=[4] * 5, a="44455")`."""
    return Company(parents, {unit: [int(one) for one in given] for unit, given in answers.items()}, silent or {})


def star(top, *teams):
    """Build a top unit whose teams all stand directly beneath it, named t0, t1 …"""
    parents = {"top": None} | {f"t{number}": "top" for number in range(len(teams))}
    return company(parents, top=top, **{f"t{number}": team for number, team in enumerate(teams)})


def random_company(rnd, units, largest_team, patterns=tuple(PATTERNS)):
    parents = {"u0": None} | {f"u{number}": f"u{rnd.randrange(number)}" for number in range(1, units)}
    common = rnd.choice(patterns)
    answers, silent = {}, {}
    for unit in parents:
        points = PATTERNS[common if rnd.random() < 0.7 else rnd.choice(patterns)]
        answers[unit] = [rnd.choice(points) for _ in range(rnd.randint(0, largest_team))]
        silent[unit] = rnd.randint(0, 4)
    return Company(parents, answers, silent)


@st.composite
def companies(draw, most_units=25, largest_team=12, patterns=tuple(PATTERNS)):
    """Draw a random organisation with random, often extreme, patterns of response."""
    rnd = random.Random(draw(st.integers(0, 2**32)))
    return random_company(rnd, draw(st.integers(1, most_units)), draw(st.integers(1, largest_team)), patterns)


@st.composite
def large_companies(draw):
    """Draw organisations with cells of 50 and more, single or pooled of many."""
    rnd = random.Random(draw(st.integers(0, 2**32)))
    return random_company(rnd, draw(st.integers(3, 30)), draw(st.sampled_from([8, 20, 70])))


def answered_again(company, rnd):
    """The next wave: everybody answers near what they answered before."""
    answers = {
        unit: [min(5, max(1, one + rnd.choice([-1, 0, 0, 0, 1]))) for one in given]
        for unit, given in company.answers.items()
    }
    return Company(company.parents, answers, company.silent)
