"""The auditor: plays the attackers on what a wave is about to publish, and on the ledger (`privacy.md`, "The auditor").

Two of its four attacks live in the domain, as pure functions. *Structure*: published groups are disjoint cells of 5 or
more, or unions of them, in figures no finer than agreed. *Certainty*: whatever is published, everybody keeps 4 of 5
possible answers, even against somebody who knows every n exactly and the rounded sum of every cell. Raw counts never
come near.
"""

from collections.abc import Sequence

from surveys.audit_figures import explained, instrument
from surveys.audit_judging import judging
from surveys.audit_ledger import audit_published
from surveys.audit_structure import structure
from surveys.audit_sums import Group, certainty, groups
from surveys.figures import Evidence, Release
from surveys.findings import Finding, FindingKind
from surveys.judging import JudgedBy
from surveys.policy import Policy
from surveys.tree import UnitTree

__all__ = ["Finding", "FindingKind", "Group", "audit", "audit_published", "certainty", "groups", "structure"]


def audit(
    evidence: Sequence[Evidence],
    release: Release,
    tree: UnitTree,
    policy: Policy,
    judged_by: Sequence[JudgedBy] = (),
) -> tuple[Finding, ...]:
    """Attack what a wave is about to publish. Nothing may be written or posted unless this is empty."""
    attacks = (
        structure(release, tree, policy),
        explained(evidence, release, policy),
        certainty(evidence, release),
        instrument(evidence, release),
        judging(judged_by, release),
    )
    return tuple(finding for attack in attacks for finding in attack)
