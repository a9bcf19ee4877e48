"""Text of people inside mrkdwn: shown literally, whatever it contains."""

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
_WORD_JOINER = "\u2060"
_MARKS = "*_~`"


def escape(text: str) -> str:
    """Escape control characters of mrkdwn, break its marks, drop invisible and direction-changing characters.

    The three entities are Slack's own rule; a word joiner behind a mark keeps it from formatting.
    """
    plain = text.translate(_INVISIBLE).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(c + _WORD_JOINER if c in _MARKS else c for c in plain)
