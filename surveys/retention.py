"""How long what is no answer is kept; answers themselves end with their wave.

Each period has bounds. The longest is what people are promised; the shortest is what something else promised needs: who
was invited hears of replies for 30 days, and a comment can be replied to as long.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

THREAD_DAYS = 30
INVITATION_DAYS = 30
MESSAGE_DAYS = 90
COMMENT_DAYS = 365
VOICE_DAYS = 365
EXPORT_DAYS = 30
RECORD_DAYS = 365
FIGURE_MONTHS = 36
LEAST_FIGURE_MONTHS = 12


@dataclass(frozen=True)
class Retention:
    """How long what is kept.

    Days: invitations after a wave's close; notes of messages to Slack; comments after the close; customers' words; files
    that the bot sent; records (proposals that were decided, since when somebody leads, check-ins, superseded charters).
    Months: published figures and all that belongs to them.
    """

    invitation_days: int = INVITATION_DAYS
    message_days: int = MESSAGE_DAYS
    comment_days: int = COMMENT_DAYS
    voice_days: int = VOICE_DAYS
    export_days: int = EXPORT_DAYS
    record_days: int = RECORD_DAYS
    figure_months: int = FIGURE_MONTHS

    def kept_until(self, closes_on: date) -> date:
        """Give the last day on which the figures of a wave are kept, which is frozen with it."""
        return months_after(closes_on, self.figure_months)


def months_after(day: date, months: int) -> date:
    """Give the day so many months later, or the last one of that month; a negative number goes back."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
