"""No column that names a person is forgotten when they are erased: each is in `storage.naming`, or reviewed here."""

import pytest
from sqlalchemy import JSON, LargeBinary
from sqlmodel import AutoString, SQLModel

from bot.views.erasure import NOUNS
from storage.naming import NAMING
from storage.reviewed import BESIDE_PEOPLE

NAMELESS = {
    "absence": {"source"},
    "card": {"unit_id", "customers", "promise", "result", "roles", "improve"},
    "card_proposal": {"unit_id", "part", "text", "basis", "state"},
    "charter": {"promise_de", "promise_en", "asks_de", "asks_en", "state"},
    "check_in": {"unit_id"},
    "comment": {"id", "unit_id", "text"},
    "commitment": {"unit_id", "text", "state"},
    "commitment_event": {"step", "text"},
    "deployment": {"name", "value"},
    "gate": {"cell_key", "question_key", "box"},  # sealed: sums of cells
    "group_member": {"group"},
    "instalment_message": {"channel_id", "message_ts"},  # go with the row
    "interview": {"code"},
    "interview_sheet": {"code", "points", "note"},
    "invitation": {"unit_id", "channel_id", "message_ts"},  # go with the row
    "journal": {"action", "subject"},  # subjects are surveys, offices, questions and versions
    "ledger": {"unit_id", "kind", "unit_ids", "question_key", "size", "event"},
    "ledger_judged": {"unit_id", "outcome"},
    "ledger_participation": {"unit_id", "share"},
    "ledger_suppression": {
        "unit_id",
        "question_key",
        "reason",
        "counted_in_unit_id",
        "counted_in_kind",
        "counted_in_unit_ids",
    },
    "office": {"key", "name", "region"},
    "opt_out": {"tag"},  # which only VORBILD_SECRET makes of a person; taken out with it
    "outbox": {"id", "kind", "state", "remedy"},
    "own_question": {"dimension", "de", "en", "next_step_de", "next_step_en"},
    "pace": {"name"},
    "person": {
        "name",
        "email",
        "unit_id",
        "locale",
        "time_zone",
        "office",
        "slack_locale",
        "chosen_locale",
    },  # go with the row
    "role": {"role"},
    "roster_proposal": {"id", "origin", "base"},
    "series": {"place", "box"},  # sealed: tags, which only VORBILD_SECRET makes of people
    "survey": {
        "name",
        "cadence",
        "channels",
        "languages",
        "audience",
        "policy",
        "state",
        "time_zone",
        "groups",
        "questions",
        "working_days",
        "check_in",
    },
    "term": {"unit_id"},
    "thread": {"mark", "unit_id", "comment_id", "state"},  # a mark is an HMAC of a receipt, not of a person
    "thread_entry": {"id", "comment_id", "box"},
    "unit": {"id", "name", "parent_id"},
    "urn": {"slot", "box"},  # a ballot is withdrawn with the wave's key, before
    "voice_channel": {"kind", "channel_id"},
    "voice_entry": {
        "id",
        "kind",
        "text",
        "customer_group",
        "urgency",
        "mark",
        "state",
        "done",
        "channel_id",
        "message_ts",
    },
    "wave": {"question_keys", "policy", "state", "weekly"},
    "wave_unit": {"unit_id", "name", "parent_id"},
}


@pytest.mark.parametrize("table", SQLModel.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_that_could_name_somebody_is_reviewed(table):
    could = {column.name for column in table.columns if isinstance(column.type, AutoString | JSON | LargeBinary)}
    assert could == NAMELESS.get(table.name, set()) | NAMING.get(table.name, {}).keys()


def test_nothing_is_said_to_name_somebody_and_nobody():
    assert [table for table in NAMING if NAMELESS.get(table, set()) & NAMING[table].keys()] == []


def test_an_operator_is_told_of_each_table_in_words():
    assert NOUNS.keys() == NAMING.keys()


def test_the_auditor_has_reviewed_each_table_that_names_people():
    assert BESIDE_PEOPLE.keys() == NAMING.keys()
