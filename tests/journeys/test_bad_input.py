"""Whatever comes in, signed or not: never a 500, never a stack trace, never a write; and a sentence where a person reads.

Sizes, signatures and shapes: tests/bot/test_request_guard.py. Roster files: tests/surveys/test_roster_csv.py. Names and
comments that would act: tests/bot/views/test_report_safety.py. Cells of exports: tests/bot/test_export.py.
"""

import asyncio
import json
from copy import deepcopy
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.commands import COMMANDS
from bot.views.ids import Action, Callback
from tests.journeys.conftest import ADMIN, STAFF, choices, staged
from tests.journeys.hostile import FORM, JSON, Door, click, command, event, submission

OUTSIDER = "U0NOBODY"
SAMPLES = Path(__file__).parents[1] / "workspace" / "data" / "payloads"
EXAMPLES = 80
EVERYBODYS = Action.JOURNAL_FILE
"""Anybody may have the journal sent to them; that is owed, and so written."""


@pytest.fixture
async def ballot(stage):
    """A ballot paper as it lies before one employee, and the door to which it may come back in any shape."""
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    _, paper = await stage.open_ballot(STAFF[0])
    filled = deepcopy(paper)
    for block_id, point in choices(paper, 4).items():
        option = {"text": {"type": "plain_text", "text": point}, "value": point}
        filled["state"]["values"][block_id] = {"value": {"type": "radio_buttons", "selected_option": option}}
    return Door(stage), filled


def first_answer(paper):
    values = paper["state"]["values"]
    return next(answers["value"] for block, answers in values.items() if block != "comment")


def outside_the_scale(value):
    def change(paper):
        first_answer(paper)["selected_option"]["value"] = value

    return change


def another_question(paper):
    values = paper["state"]["values"]
    values["q99.v1"] = values.pop(next(block for block in values if block != "comment"))


def another_wave(paper):
    paper["private_metadata"] = '{"wave_id": 4711}'


def no_block(paper):
    values = paper["state"]["values"]
    del values[next(block for block in values if block != "comment")]


def comment_of(value):
    def change(paper):
        paper["state"]["values"]["comment"] = {"value": {"type": "plain_text_input", "value": value}}

    return change


def replaced(**parts):
    return lambda paper: paper.update(parts)


REFUSED = {
    "a choice of six": outside_the_scale("6"),
    "a negative choice": outside_the_scale("-1"),
    "a choice that is a word": outside_the_scale("five"),
    "a choice of another type": outside_the_scale(4),
    "a choice that is a list": outside_the_scale(["4"]),
    "a choice in Arabic digits": outside_the_scale("٤"),
    "an answer to another question": another_question,
    "a ballot for another wave": another_wave,
    "a block that is missing": no_block,
    "no state": replaced(state=None),
    "no values": replaced(state={"values": None}),
    "values that are a list": replaced(state={"values": []}),
    "no metadata": replaced(private_metadata=""),
    "metadata that is no JSON": replaced(private_metadata="{"),
    "metadata with more than it had": replaced(private_metadata='{"wave_id": 1, "person": "U1"}'),
    "metadata of another type": replaced(private_metadata='{"wave_id": "1"}'),
    "metadata beyond all numbers": replaced(private_metadata='{"wave_id": 99999999999999999999999}'),
    "an unknown form": replaced(callback_id="of_yesterday"),
    "a comment of 3,000 characters": comment_of("x" * 3_000),
    "a comment of 10,000 characters": comment_of("x" * 10_000),
    "a comment of another type": comment_of({"a": 1}),
}


async def test_a_ballot_that_was_tampered_with_is_refused_in_a_sentence_and_nothing_is_stored(ballot):
    door, paper = ballot
    before = door.written()
    for what, change in REFUSED.items():
        tampered = deepcopy(paper)
        change(tampered)
        status, answer = await door.interact(submission(STAFF[0], tampered))
        assert (what, status) == (what, 200)
        assert answer["response_action"] in {"errors", "push"}, what
        assert "Traceback" not in str(answer), what
        assert door.written() == before, what


async def test_a_ballot_that_was_not_tampered_with_is_sealed(ballot):
    door, paper = ballot
    assert (await door.interact(submission(STAFF[0], paper)))[1]["response_action"] == "update"
    assert len(door.written()["urn"]) == 2


ODD = ["a\x00b", "\ud83d\ude00 ok", "<!channel> <@U1> *b* <http://x>", "\u202eabc\u200b", "=1+1"]


async def test_odd_characters_in_a_comment_are_stored_whole_or_refused(ballot):
    door, paper = ballot
    for odd in ODD:
        comment_of(odd)(paper)
        status, answer = await door.interact(submission(STAFF[0], paper))
        assert status == 200, odd
        assert answer["response_action"] in {"errors", "push", "update"}, odd
    await door.stage.ask(ADMIN, "survey close Puls")


async def test_a_double_click_seals_one_ballot(ballot):
    door, paper = ballot
    await asyncio.gather(*(door.interact(submission(STAFF[0], paper)) for _ in range(2)))
    assert len(door.written()["urn"]) == 2


async def test_a_ballot_from_somebody_who_was_not_asked_is_refused_whatever_it_says(ballot):
    door, paper = ballot
    before = door.written()
    paper["user"] = {"id": STAFF[0]}
    status, answer = await door.interact(submission(OUTSIDER, paper) | {"user_id": STAFF[0]})
    assert (status, answer["response_action"]) == (200, "push")
    assert door.written() == before


async def test_after_the_close_a_ballot_is_refused_and_nothing_is_stored(ballot):
    door, paper = ballot
    await door.stage.ask(ADMIN, "survey close Puls")
    before = door.written()
    status, answer = await door.interact(submission(STAFF[0], paper))
    assert (status, answer["response_action"]) == (200, "push")
    assert "closed" in str(answer) or "geschlossen" in str(answer) or "beendet" in str(answer)
    assert door.written() == before


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    """One bot for all examples, in one loop."""
    with asyncio.Runner() as runner:
        opening = staged(tmp_path_factory.mktemp("fuzz"))
        stage = runner.run(opening.__aenter__())
        yield runner, Door(stage)
        runner.run(opening.__aexit__(None, None, None))


def seeds():
    """One payload of every kind, from somebody who may do nothing."""
    samples = [json.loads(path.read_text()) for path in sorted(SAMPLES.glob("*.json"))]
    for sample in samples:
        if "command" in sample:
            sample["user_id"] = OUTSIDER
        else:
            sample.setdefault("user", {})["id"] = OUTSIDER
    state = {"values": {"comment": {"value": {"type": "plain_text_input", "value": "x"}}}}
    views = [
        {"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": '{"wave_id": 1}', "state": state}
        for callback in Callback
    ]
    return [
        *samples,
        *(submission(OUTSIDER, view) for view in views),
        *({**submission(OUTSIDER, view), "type": "view_closed"} for view in views[:2]),
        *(click(OUTSIDER, action, "1/team") for action in Action if action is not EVERYBODYS),
        *(command(OUTSIDER, f"{each.verb} x <#C1|x> <@U1> 8") for each in COMMANDS),
        event("app_home_opened", user=OUTSIDER, tab="home"),
        event("file_shared", user_id=OUTSIDER, file_id="F1", channel_id="D1"),
        event("user_change", user={"id": OUTSIDER}),
        event("team_join", user={"id": OUTSIDER}),
        event("message", user=OUTSIDER, text="x", channel="D1"),
        {"type": "url_verification", "challenge": "x"},
    ]


SEEDS = seeds()
NASTY = [
    None,
    [],
    {},
    "",
    "\x00",
    "\ud800",
    0,
    -1,
    2**80,
    1.5,
    True,
    [[[]]],
    {"a": None},
    "x" * 4000,
    "\u202e<!channel>",
]


def damaged(payload, chance):
    """Change up to three places of a payload, at any depth; who acts stays as it is or becomes nonsense."""
    payload = deepcopy(payload)
    for _ in range(chance.randint(0, 3)):
        place = payload
        while isinstance(place, dict | list) and place:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.3:
                if chance.random() < 0.3:
                    del place[key]
                else:
                    place[key] = deepcopy(chance.choice(NASTY))
                break
            place = place[key]
    return payload


def encoded(payload, door):
    """Write a payload as its kind demands, or as near to it as it can be written; answers go to the workspace."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload), JSON
    if "command" in payload:
        payload = {**payload, "response_url": f"{door.stage.workspace.url}/response/none"}
        fields = {key: json.dumps(value) if not isinstance(value, str) else value for key, value in payload.items()}
        return urlencode(fields, errors="surrogatepass"), FORM
    return urlencode({"payload": json.dumps(payload)}), FORM


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), chance=st.randoms(use_true_random=False))
def test_no_signed_payload_whatever_is_a_server_error_a_stack_trace_or_a_write(fuzzed, seed, chance):
    runner, door = fuzzed
    body, kind = encoded(damaged(seed, chance), door)
    before = door.written()
    status, text = runner.run(door.post(body, kind))
    assert status < 500
    assert "Traceback" not in text
    assert door.written() == before


def odd_clicks(person):
    """Every button without what it says, with nonsense, in the shape of another element, and of another version."""
    for action in Action:
        yield click(person, f"{action}/x/y", "1/team")
        for shape in ODD_SHAPES:
            yield {**click(person, action), "actions": [{"action_id": action, "action_ts": "1.1", **shape}]}


ODD_SHAPES = [
    {"type": "button"},
    {"type": "button", "block_id": "b", "value": ["x"]},
    {"type": "static_select", "block_id": "b", "selected_option": None},
]
ODD_FORMS = [
    {"private_metadata": "{}", "state": None},
    {"private_metadata": "", "state": {"values": []}},
    {"private_metadata": "{", "state": {"values": {"b": {"value": None}}}},
    {"private_metadata": "[]", "state": {"values": {"comment": {"value": {"type": "plain_text_input"}}}}},
    {"state": {"values": {}}},
    {},
]


def odd_submissions(person):
    for callback in Callback:
        for form in ODD_FORMS:
            yield submission(person, {"id": "V1", "type": "modal", "callback_id": callback, **form})


@pytest.mark.parametrize("odd", [odd_clicks, odd_submissions])
def test_whatever_a_button_or_a_form_lacks_an_admin_reads_a_sentence_and_never_a_reference_number(fuzzed, odd):
    """A reference number stands for an error that nobody thought of."""
    runner, door = fuzzed
    for payload in odd(ADMIN):
        with capture_logs() as logged:
            status, _ = runner.run(door.interact(payload))
        assert status < 500, payload
        unforeseen = [line for line in logged if line["event"] in {"unexpected_error", "request_unreadable"}]
        assert unforeseen == [], payload


def test_no_payload_of_any_kind_from_somebody_without_rights_is_an_error_or_a_write(fuzzed):
    runner, door = fuzzed
    before = door.written()
    for seed in SEEDS:
        status, text = runner.run(door.post(*encoded(seed, door)))
        assert status < 500, seed
        assert "Traceback" not in text, seed
        assert door.written() == before, seed


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), chance=st.randoms(use_true_random=False), age=st.sampled_from([None, 301, -301]))
def test_no_unsigned_or_old_payload_is_let_in(fuzzed, seed, chance, age):
    runner, door = fuzzed
    body, kind = encoded(damaged(seed, chance), door)
    at, secret = (None, "another secret") if age is None else (1_700_000_000 - age, "a signing secret")
    before = door.written()
    assert runner.run(door.post(body, kind, secret=secret, at=at)) == (401, "")
    assert door.written() == before


async def test_an_answer_is_never_sent_anywhere_but_to_slack(stage):
    body = urlencode(command(STAFF[0], "help") | {"response_url": "https://hooks.slack.com.example.org/x"})
    assert (await Door(stage).post(body, FORM))[0] == 400
