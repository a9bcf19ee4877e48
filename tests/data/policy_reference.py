"""Research reference of the publication policy (privacy.md): a sketch that ours is checked against on random organisations.

Copied from the research directory's `reference/policy_ref.py`: partition, rounding, representative and gate, as they
stood. Nothing of ours is imported here, and its style is not ours.
"""
# ruff: noqa: N803, PLR0917, SIM300

from __future__ import annotations

from dataclasses import dataclass

K1, K2, BASE = 5, 50, 3
E_LOW, E_TOP = 7, 3  # edge coding: low end is protected even against one disclosing insider


def partition(children, n_own, root, K):
    """children: mgr -> [mgr]; n_own: mgr -> respondents among direct reports. Returns ({cell_mgr: [teams]}, left_over)."""
    cells = {}
    carry = {}
    order, st = [], [root]
    while st:
        m = st.pop()
        order.append(m)
        st.extend(children.get(m, ()))
    for m in reversed(order):
        own = [m] if n_own.get(m, 0) else []
        if n_own.get(m, 0) >= K:
            cells[(m, "team")] = [m]
            own = []
        pool = own + [t for c in children.get(m, ()) for t in carry[c]]
        if sum(n_own[t] for t in pool) >= K:
            cells[(m, "pool")] = pool
            pool = []
        carry[m] = pool
    return cells, carry[root]


def publish_sum(s, n, base=BASE):
    """what may leave the building for one cell and one question: (lo, hi) band of the sum; every person keeps >=4 possible answers"""
    if s <= n + E_LOW:
        return n, n + E_LOW  # bottom coded "(n+7)/n or lower"
    if s >= 5 * n - E_TOP:
        return 5 * n - E_TOP, 5 * n  # top coded "(5n-3)/n or higher"
    c = base * round(s / base)
    r = (base - 1) // 2
    return max(c - r, n + E_LOW - 2), min(c + r, 5 * n - 1)


def point(lo, hi, n):
    """number used for the level and the gate; the wide low band is represented near its upper end so that it does not exaggerate drops"""
    return (n + E_LOW - 1.5) / n if (lo, hi) == (n, n + E_LOW) else (lo + hi) / 2 / n


def person_range(lo, hi, n, insiders=()):  # feasible answers of one other person if `insiders` reveal theirs
    m = n - len(insiders)
    k = sum(insiders)
    lo, hi = lo - k, hi - k
    return max(1, lo - 5 * (m - 1)), min(5, hi - (m - 1))


@dataclass
class Gate:
    """step-gated level. Keeps only sufficient statistics: baseline (S,N,W) and the last window."""

    S: float = 0.0
    N: int = 0
    W: int = 0
    prev: tuple | None = None
    level: float | None = None
    seen: int = 0

    def update(self, mean, n, a=0.05, b=0.60, c=3.0, start=3, q=0.5):
        """call once per published window; returns 'up'/'down'/None"""
        out = None
        self.seen += 1
        cur = (mean * n, n)
        if self.level is None:
            self.level = round(mean / q) * q
        if self.prev is not None and self.W >= start:
            r_s, r_n = self.prev[0] + cur[0], self.prev[1] + cur[1]
            r, base = r_s / r_n, self.S / self.N
            se = (a / 2 * (1 / 2 + 1 / self.W) + b * (1 / r_n + 1 / self.N)) ** 0.5
            if abs(r - base) >= c * se:
                out = "up" if r > base else "down"
                self.level = round(r / q) * q
                self.S, self.N, self.W, self.prev = self.prev[0], self.prev[1], 1, cur
                return out
        if self.prev is not None:
            self.S += self.prev[0]
            self.N += self.prev[1]
            self.W += 1
        self.prev = cur
        return out
