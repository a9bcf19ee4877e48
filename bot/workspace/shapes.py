"""Shapes shared by every part: what travels over the wire is plain JSON."""

from typing import Any

Json = dict[str, Any]
"""A JSON object, as Slack writes it."""
