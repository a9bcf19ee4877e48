"""Scores as people read them."""

HIGHEST_INDEX = 100


def index(level: float) -> float:
    """Turn scale points (1–5) into the index (0–100): (mean − 1) / 4 × 100."""
    return (level - 1) / 4 * HIGHEST_INDEX


def index_shift(shift: float) -> float:
    """Turn a difference in scale points into one on the index."""
    return shift / 4 * HIGHEST_INDEX
