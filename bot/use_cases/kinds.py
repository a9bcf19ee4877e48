"""The kinds of message that can be owed to Slack."""

INVITATION = "invitation"
CLOSING_NOTE = "closing_note"
TREND_POST = "trend_post"
HELD_NOTICE = "held_notice"
SWEEP = "sweep"
LEADER_REPORT = "leader_report"
ROSTER_PREVIEW = "roster_preview"

IN_WORKING_TIME = (INVITATION,)
"""What is sent only while its reader is at work; each is for one person in one wave."""
REPLIES_NOTE = "replies_note"
ANSWERS_NOTE = "answers_note"
MISUSE_NOTE = "misuse_note"
CHANNEL_NOTICE = "channel_notice"
