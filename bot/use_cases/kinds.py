"""The kinds of message that can be owed to Slack."""

from storage.outbox import UNTIL_CLOSE

REMINDER, POSTPONED = UNTIL_CLOSE
INVITATION = "invitation"
CLOSING_NOTE = "closing_note"
TREND_POST = "trend_post"
HELD_NOTICE = "held_notice"
SWEEP = "sweep"
LEADER_REPORT = "leader_report"
ROSTER_PREVIEW = "roster_preview"
PREVIEW = "preview"
JOURNAL_FILE = "journal_file"
EXPORT = "export"
FILE_END = "file_end"

IN_WORKING_TIME = (INVITATION, REMINDER)
"""What is sent only while its reader is at work; each is for one person in one wave."""
REPLIES_NOTE = "replies_note"
ANSWERS_NOTE = "answers_note"
MISUSE_NOTE = "misuse_note"
CHARTER_NOTE = "charter_note"
CARD_PROPOSALS = "card_proposals"
CARD_ANSWER = "card_answer"
CARDS_NOTE = "cards_note"
CHECK_IN_REPORT = "check_in_report"
CHECK_IN_SMALL = "check_in_small"
INTERVIEW = "interview"
INTERVIEW_SHOWN = "interview_shown"
CHANNEL_NOTICE = "channel_notice"
REMNANT_NOTICE = "remnant_notice"
COMMITMENT_NOTE = "commitment_note"
COMMITMENT_REMINDER = "commitment_reminder"
COMMITMENT_HANDOVER = "commitment_handover"
VOICE_POST = "voice_post"
VOICE_UPDATE = "voice_update"
VOICE_STEP = "voice_step"
VOICE_NOTICE = "voice_notice"
VOICE_DIGEST = "voice_digest"
VOICE_DAILY = "voice_daily"


def instalment_parameters(wave_id: int, person_id: str, instalment: int) -> dict[str, int | str]:
    """Say which message to a person is meant; the first instalment is not numbered."""
    which: dict[str, int | str] = {"wave_id": wave_id, "person_id": person_id}
    return which if instalment == 1 else {**which, "instalment": instalment}


def instalment_key(kind: str, which: dict[str, int | str]) -> str:
    """Name a message once and for all by wave, person and, from the second on, instalment."""
    return "/".join([kind, *map(str, which.values())])
