"""Block Kit's rules, as Slack enforces them."""

import pytest
from slack_sdk.models import blocks as kit
from slack_sdk.models.views import View

from bot.workspace.blocks.surfaces import message_problems, view_problems
from tests.workspace.conftest import modal, section

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}


def plain(text):
    return {"type": "plain_text", "text": text}


def option(value="1", text="One"):
    return {"text": plain(text), "value": value}


def options(count):
    return [option(str(number)) for number in range(count)]


def actions(*elements, **fields):
    return {"type": "actions", "elements": list(elements), **fields}


def field(element, **fields):
    return {"type": "input", "label": plain("Label"), "element": element, **fields}


def radio(count):
    return {"type": "radio_buttons", "action_id": "r", "options": options(count)}


def chart(series=1, categories=2):
    names = [f"c{number}" for number in range(categories)]
    points = [{"label": name, "value": 1} for name in names]
    lines = [{"name": f"s{number}", "data": points} for number in range(series)]
    return {
        "type": "data_visualization",
        "title": "Trend",
        "chart": {"type": "line", "series": lines, "axis_config": {"categories": names}},
    }


def cells(rows, columns, text="x"):
    return [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]


GOOD = [
    [section()],
    [section(accessory=BUTTON), {"type": "divider"}, actions(BUTTON, {**BUTTON, "action_id": "stop"})],
    [field({"type": "plain_text_input", "action_id": "a", "multiline": True}, optional=True)],
    [actions({"type": "overflow", "action_id": "o", "options": options(5)}, radio(10))],
    [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10}],
    [{"type": "header", "text": plain("x" * 150)}],
    [{"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"}],
    [{"type": "table", "rows": cells(100, 20, "x" * 5), "column_settings": [None, {"align": "right"}]}],
    [{"type": "data_table", "caption": "Rows", "rows": cells(3, 2)}],
    [chart(12, 20), chart()],
    [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}],
    [actions({"type": "static_select", "action_id": "s", "options": options(100), "initial_option": option("7")})],
]


@pytest.mark.parametrize("blocks", GOOD)
def test_what_slack_takes_is_taken(blocks):
    assert message_problems(blocks) == []


BAD = [
    ([{"type": "sections"}], "unsupported type: sections", "/blocks/0/type"),
    ([{"text": "x"}], "missing required field: type", "/blocks/0"),
    ([{"type": "section"}], "missing required field: text", "/blocks/0"),
    ([section("x" * 3001)], "must be less than 3001 characters", "/blocks/0/text/text"),
    ([section("")], "must be more than 0 characters", "/blocks/0/text/text"),
    ([section(fields=[plain("x" * 2001)])], "must be less than 2001 characters", "/blocks/0/fields/0/text"),
    ([section(colour="red")], "invalid additional property: colour", "/blocks/0"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters", "/blocks/0/text/text"),
    (
        [actions({**BUTTON, "text": plain("x" * 76)})],
        "must be less than 76 characters",
        "/blocks/0/elements/0/text/text",
    ),
    ([actions({**BUTTON, "value": "x" * 2001})], "must be less than 2001 characters", "/blocks/0/elements/0/value"),
    ([actions(BUTTON, BUTTON)], '`action_id` "go" already exists', "/blocks/0/elements/1/action_id"),
    (
        [actions(*[{**BUTTON, "action_id": str(n)} for n in range(26)])],
        "no more than 25 items allowed",
        "/blocks/0/elements",
    ),
    ([actions(radio(11))], "no more than 10 items allowed", "/blocks/0/elements/0/options"),
    (
        [actions({"type": "overflow", "options": options(6)})],
        "no more than 5 items allowed",
        "/blocks/0/elements/0/options",
    ),
    (
        [actions({"type": "static_select", "options": options(101)})],
        "no more than 100 items allowed",
        "/blocks/0/elements/0/options",
    ),
    (
        [actions({**radio(2), "initial_option": option("9")})],
        "initial_option must exactly match a provided option",
        "/blocks/0/elements/0/initial_option",
    ),
    (
        [actions({**radio(1), "options": [option("1", "x" * 76)]})],
        "must be less than 76 characters",
        "/blocks/0/elements/0/options/0/text/text",
    ),
    ([actions({"type": "plain_text_input"})], "unsupported type: plain_text_input", "/blocks/0/elements/0/type"),
    ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists', "/blocks/1/block_id"),
    ([section(block_id="x" * 256)], "must be less than 256 characters", "/blocks/0/block_id"),
    ([{"type": "image", "image_url": "https://example.com/a.png"}], "missing required field: alt_text", "/blocks/0"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed", "/blocks/0/elements"),
    ([section()] * 51, "no more than 50 items allowed", "/blocks"),
    ([{"type": "table", "rows": cells(101, 1)}], "no more than 100 items allowed", "/blocks/0/rows"),
    ([{"type": "table", "rows": cells(1, 21)}], "no more than 20 items allowed", "/blocks/0/rows/0"),
    (
        [{"type": "table", "rows": cells(11, 1, "x" * 1000)}],
        "table must be less than 10001 characters",
        "/blocks/0/rows",
    ),
    ([{"type": "table", "rows": cells(1, 1)}] * 2, "no more than 1 table blocks allowed", "/blocks"),
    ([{"type": "data_table", "rows": cells(2, 2)}], "missing required field: caption", "/blocks/0"),
    ([{"type": "data_table", "caption": "x", "rows": cells(1, 2)}], "no less than 2 items allowed", "/blocks/0/rows"),
    ([chart(13)], "no more than 12 items allowed", "/blocks/0/chart/series"),
    ([chart(1, 21)], "no more than 20 items allowed", "/blocks/0/chart/axis_config/categories"),
    ([chart()] * 3, "no more than 2 data_visualization blocks allowed", "/blocks"),
    ([{**chart(), "title": "x" * 51}], "must be less than 51 characters", "/blocks/0/title"),
    ("nonsense", "must provide an array", "/blocks"),
]


@pytest.mark.parametrize(("blocks", "sentence", "pointer"), BAD)
def test_what_slack_refuses_is_refused_in_its_words(blocks, sentence, pointer):
    assert f"[ERROR] {sentence} [json-pointer:{pointer}]" in message_problems(blocks)


BAD_VIEWS = [
    (modal(field({"type": "plain_text_input"})), "missing required field: submit", "/view"),
    (modal(title=plain("x" * 25)), "must be less than 25 characters", "/view/title/text"),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters", "/view/submit/text"),
    (modal(private_metadata="x" * 3001), "must be less than 3001 characters", "/view/private_metadata"),
    (modal(callback_id="x" * 256), "must be less than 256 characters", "/view/callback_id"),
    (modal(*[section()] * 101), "no more than 100 items allowed", "/view/blocks"),
    (modal({"type": "table", "rows": cells(1, 1)}), "unsupported type: table", "/view/blocks/0/type"),
    (modal(chart()), "unsupported type: data_visualization", "/view/blocks/0/type"),
    (modal(id="V1"), "invalid additional property: id", "/view"),
    ({"type": "modal", "title": plain("x")}, "missing required field: blocks", "/view"),
    ({"type": "home", "blocks": [None]}, "missing required field: type", "/view/blocks/0"),
    ({"type": "dialog"}, "unsupported type: dialog", "/view/type"),
    (None, "unsupported type: None", "/view/type"),
]


@pytest.mark.parametrize(("view", "sentence", "pointer"), BAD_VIEWS)
def test_a_view_that_slack_refuses_is_refused(view, sentence, pointer):
    assert f"[ERROR] {sentence} [json-pointer:{pointer}]" in view_problems(view)


def test_the_blocks_of_the_sdks_models_are_taken():
    choice = kit.Option(text="One", value="1", description="First")
    view = View(
        type="modal",
        title="Everything",
        submit="Send",
        close="Cancel",
        callback_id="all",
        blocks=[
            kit.HeaderBlock(text="Header"),
            kit.SectionBlock(text="Section", accessory=kit.ButtonElement(text="Go", action_id="go", value="1")),
            kit.InputBlock(label="Radio", element=kit.RadioButtonsElement(options=[choice], action_id="r")),
            kit.InputBlock(label="Boxes", element=kit.CheckboxesElement(options=[choice], action_id="c")),
            kit.InputBlock(label="Select", element=kit.StaticSelectElement(options=[choice], initial_option=choice)),
            kit.InputBlock(label="People", element=kit.UserMultiSelectElement(placeholder="Who?")),
            kit.InputBlock(label="Where", element=kit.ConversationSelectElement(placeholder="Where?")),
            kit.InputBlock(label="Day", element=kit.DatePickerElement(initial_date="2026-03-31")),
            kit.InputBlock(label="Time", element=kit.TimePickerElement(initial_time="09:00")),
            kit.InputBlock(label="Number", element=kit.NumberInputElement(is_decimal_allowed=False)),
            kit.InputBlock(
                label="Text", hint="A hint", element=kit.PlainTextInputElement(multiline=True, max_length=500)
            ),
            kit.ActionsBlock(elements=[kit.OverflowMenuElement(options=[choice, choice], action_id="o")]),
            kit.ContextBlock(elements=[kit.MarkdownTextObject(text="small")]),
            kit.DividerBlock(),
            kit.ImageBlock(image_url="https://example.com/a.png", alt_text="A", title="T"),
        ],
    )
    assert view_problems(view.to_dict()) == []
