"""How long what is no answer is kept; answers themselves end with their wave."""

from dataclasses import dataclass

INVITATION_DAYS = 30
"""As long as threads last: until then everybody who was invited hears of replies."""
MESSAGE_DAYS = 90


@dataclass(frozen=True)
class Retention:
    """Days after a wave's close that invitations are kept, and days that notes of messages to Slack are."""

    invitation_days: int = INVITATION_DAYS
    message_days: int = MESSAGE_DAYS
