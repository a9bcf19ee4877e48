"""Every column that stands beside a person, reviewed: why it may, and that no answer of anybody changes it.

The auditor reports any other column in a table that names people, and any table that names people and is not here. Who
adds one asks first: could somebody with the database, or a manager who reads everything for years, use it?
"""

from collections.abc import Mapping

BESIDE_PEOPLE: Mapping[str, frozenset[str]] = {
    "person": frozenset(
        {
            "id",
            "name",
            "email",
            "unit_id",
            "locale",
            "time_zone",
            "office",
            "active",
            "invitable",
            "slack_locale",
            "chosen_locale",
        }
    ),  # the roster, and the language somebody chose to read
    "unit": frozenset({"id", "name", "leader_id", "parent_id"}),  # who leads what, as everybody knows
    "wave_unit": frozenset({"wave_id", "unit_id", "name", "leader_id", "parent_id", "invited"}),  # the same, at opening
    "invitation": frozenset({"wave_id", "person_id", "unit_id", "channel_id", "message_ts"}),  # where a message is
    "outbox": frozenset(  # when the bot owed a message: at opening and close for all alike, never at an answer;
        # to whom a pulse comes again that they put off, and when, is sealed
        {
            "id",
            "key",
            "kind",
            "parameters",
            "wave_id",
            "due_at",
            "expires_at",
            "state",
            "attempts",
            "lease_until",
            "tried_at",
            "remedy",
        }
    ),
    "journal": frozenset(
        {"id", "at", "actor_id", "action", "subject", "details"}
    ),  # who changed settings, for all to see
    "role": frozenset({"person_id", "role", "named_by", "confirmed_by", "active"}),  # who is admin or viewer
    "roster_proposal": frozenset({"id", "made_by", "made_at", "origin", "base", "box"}),  # whose import waits, sealed
    "charter_signature": frozenset({"version", "person_id"}),  # a leader's public act; without a time
    "card_proposal": frozenset(
        {"id", "unit_id", "part", "text", "person_id", "basis", "state", "decided_on"}
    ),  # what somebody proposes with their name, for their whole unit to see
    "commitment": frozenset(
        {"id", "unit_id", "holder_id", "text", "due_on", "state"}
    ),  # what a leader promises in front of the team
    "commitment_event": frozenset(
        {"id", "commitment_id", "step", "person_id", "day", "text"}
    ),  # what leaders did about it, for their teams to see; what teams say changes nothing here
    "term": frozenset({"unit_id", "leader_id", "since"}),  # since when who leads what, as everybody knows
    "interview": frozenset({"code", "asker_id", "asked", "opened_on", "closed"}),  # who sees a candidate, by a code
    "interview_sheet": frozenset(
        {"code", "person_id", "points", "note"}
    ),  # what an interviewer says of a candidate, openly by name: no survey; deleted after thirty days
    "voice_entry": frozenset(
        {
            "id",
            "kind",
            "text",
            "customer_group",
            "urgency",
            "received_on",
            "person_id",
            "mark",
            "waits",
            "state",
            "acknowledged_on",
            "closed_on",
            "handled_by",
            "done",
            "channel_id",
            "message_ts",
        }
    ),  # who relayed a word by name, and who looks after it, as its channel reads; days, and nothing of whoever gave no name
    "voice_daily": frozenset({"person_id"}),  # who wants to be asked daily
    "group_member": frozenset({"group", "person_id"}),  # who is in a group, as Slack shows everybody
    "absence": frozenset({"person_id", "source", "starts_on", "ends_on"}),  # when to send nothing; never why
    "instalment_message": frozenset(
        {"wave_id", "person_id", "instalment", "channel_id", "message_ts"}
    ),  # as invitation
}
