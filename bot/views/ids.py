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


VALUE = "value"

COMMAND = "/pulse"
