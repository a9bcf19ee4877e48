"""Chance that comes out the same on every run, whatever is asked first."""

from random import Random


def dice(*subject: object) -> Random:
    """Give the dice for a subject, such as seed, wave and person: the same ones for the same subject."""
    return Random("/".join(map(str, subject)))
