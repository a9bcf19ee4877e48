"""The ids that builders and handlers share; whatever arrives with another one is not ours."""

from enum import StrEnum


class Action(StrEnum):
    """Buttons."""

    ANSWER = "answer_pulse"
    HOW_PRIVATE = "how_private"
    MY_DATA = "my_data"
    JOURNAL = "settings_journal"
    DETAILS = "report_details"
    ROSTER_CONFIRM = "roster_confirm"
    ROSTER_DISCARD = "roster_discard"
    COMMAND = "command"
    """Does what `/pulse` followed by the button's value does. A block with several has `command/…` ids."""
    RECEIPT = "receipt"
    ENTER_CODE = "receipt_enter"
    CLOSE_THREAD = "thread_close"
    REPORT_THREAD = "thread_report"
    WITHDRAW_COMMENT = "comment_withdraw"
    COMMENTS = "comments"
    EARLIER_COMMENTS = "comments_earlier"
    LATER_COMMENTS = "comments_later"
    REPLY = "comment_reply"
    THANKS = "comment_thanks"
    WORKING = "comment_working"
    DETAIL = "comment_detail"
    MISUSE = "thread_misuse"


class Callback(StrEnum):
    """Modals."""

    BALLOT = "ballot"
    SEALED = "sealed"
    PRIVACY = "privacy"
    NEW_SURVEY = "survey_new"
    DETAILS = "report_details"
    ROSTER_IMPORT = "roster_import"
    ROSTER_GROUPS = "roster_groups"
    ROSTER_LEADERS = "roster_leaders"
    QUESTION = "own_question"
    CODE = "receipt_code"
    THREAD = "thread"
    COMMENTS = "comments"
    REPLY = "comment_reply"


class Field(StrEnum):
    """Inputs of a modal, as block ids; the element inside is always `VALUE`."""

    COMMENT = "comment"
    NAME = "name"
    AUDIENCE = "audience"
    CADENCE = "cadence"
    OPENS = "opens"
    DAYS_OPEN = "days_open"
    CHANNEL = "channel"
    LANGUAGES = "languages"
    ROSTER_FILE = "roster_file"
    GROUPS = "groups"
    LEADERS = "leaders"
    DIMENSION = "dimension"
    QUESTION_DE = "question_de"
    QUESTION_EN = "question_en"
    STEP_DE = "step_de"
    STEP_EN = "step_en"
    ANYWAY = "anyway"
    CODE = "code"
    ANSWER = "answer"
    REPLY = "reply"


VALUE = "value"

COMMAND = "/pulse"
