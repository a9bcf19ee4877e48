"""The journal: who changed which setting, and when. Readable by all staff; never holds content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from surveys.errors import Message, say

OPERATOR = "operator"
"""Who acts on the command line, where Slack tells no person."""


class Deed(StrEnum):
    """What can be done to settings."""

    SURVEY_CREATED = "survey created"
    SURVEY_EDITED = "survey edited"
    SURVEY_ENDED = "survey ended"
    SURVEY_PAUSED = "survey paused"
    SURVEY_RESUMED = "survey resumed"
    THRESHOLD_RAISED = "threshold raised"
    WAVE_OPENED = "wave opened"
    WAVE_CLOSED = "wave closed"
    WAVE_VOIDED = "wave voided"
    WAVE_DISCARDED = "wave discarded"
    CHANNEL_SET = "channel set"
    MESSAGES_RETRIED = "messages retried"
    POST_HELD = "post held"
    ROSTER_IMPORTED = "roster imported"
    ADMIN_ADDED = "admin added"
    ADMIN_REMOVED = "admin removed"
    VIEWER_NAMED = "viewer named"
    VIEWER_CONFIRMED = "viewer confirmed"
    VIEWER_REMOVED = "viewer removed"
    REFUSED = "refused"
    OFFICE_SET = "office set"
    QUESTION_WRITTEN = "question written"
    QUESTION_RETIRED = "question retired"
    CHARTER_DRAFTED = "charter drafted"
    CHARTER_PUBLISHED = "charter published"
    BACKUP_RESTORED = "backup restored"
    DELIVERY_STOPPED = "delivery stopped"
    DELIVERY_RESUMED = "delivery resumed"
    VOICE_CHANNEL_SET = "voice channel set"
    PERSON_ERASED = "person erased"
    ADDRESS_SET = "address set"

    def told(self) -> Message:
        """Give it as a sentence fragment for the catalogues."""
        return _TOLD[self]


_TOLD = {
    Deed.SURVEY_CREATED: say("survey created"),
    Deed.SURVEY_EDITED: say("survey changed"),
    Deed.SURVEY_ENDED: say("survey ended"),
    Deed.SURVEY_PAUSED: say("survey paused"),
    Deed.SURVEY_RESUMED: say("survey resumed"),
    Deed.THRESHOLD_RAISED: say("threshold raised"),
    Deed.WAVE_OPENED: say("wave opened by hand"),
    Deed.WAVE_CLOSED: say("wave closed by hand"),
    Deed.WAVE_VOIDED: say("wave declared void"),
    Deed.WAVE_DISCARDED: say("open wave discarded, uncounted"),
    Deed.CHANNEL_SET: say("leadership channel set"),
    Deed.MESSAGES_RETRIED: say("failed messages tried again"),
    Deed.POST_HELD: say("posts held by the auditor"),
    Deed.ROSTER_IMPORTED: say("roster imported"),
    Deed.ADMIN_ADDED: say("admin added"),
    Deed.ADMIN_REMOVED: say("admin removed"),
    Deed.VIEWER_NAMED: say("viewer of the whole named, to be confirmed"),
    Deed.VIEWER_CONFIRMED: say("viewer of the whole confirmed"),
    Deed.VIEWER_REMOVED: say("viewer of the whole removed"),
    Deed.REFUSED: say("refused: not an admin"),
    Deed.OFFICE_SET: say("holidays of an office set"),
    Deed.QUESTION_WRITTEN: say("own question written"),
    Deed.QUESTION_RETIRED: say("own question retired"),
    Deed.CHARTER_DRAFTED: say("charter written, not yet published"),
    Deed.CHARTER_PUBLISHED: say("charter published"),
    Deed.BACKUP_RESTORED: say("backup restored"),
    Deed.DELIVERY_STOPPED: say("delivery stopped"),
    Deed.DELIVERY_RESUMED: say("delivery resumed"),
    Deed.VOICE_CHANNEL_SET: say("channel of customer voice set"),
    Deed.PERSON_ERASED: say("a person was erased"),
    Deed.ADDRESS_SET: say("“du” or “Sie” set"),
}


@dataclass(frozen=True)
class Entry:
    """One change of settings. `actor_id` is a Slack id, `OPERATOR`, or `surveys.erasure.ERASED`."""

    at: datetime
    actor_id: str
    deed: Deed
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Some entries, newest first; pages are counted from 0."""

    entries: tuple[Entry, ...]
    number: int
    has_older: bool
