"""What is read out: a message whole, and buttons that look alike each with what they are about."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.views.labels import told_apart
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post


def section(text):
    return SectionBlock(text=MarkdownTextObject(text=text))


def button(text, value="1"):
    return ButtonElement(action_id=f"do/{value}", text=PlainTextObject(text=text), value=value)


def labels(blocks):
    return [
        element.accessibility_label
        for each in told_apart(blocks)
        for element in getattr(each, "elements", None) or [getattr(each, "accessory", None)]
        if isinstance(element, ButtonElement)
    ]


def test_a_message_says_in_its_text_all_that_its_blocks_say_in_their_order_and_nothing_twice():
    blocks = [
        HeaderBlock(text=PlainTextObject(text="Wave 7")),
        section("*Wave 7* is closed."),
        ImageBlock(image_url="https://example.org/a.png", alt_text="From 50 to 62.5."),
        block(Paragraph("Overall:", "62.5", items=(("Listening", "75"), ("Means", "50")), last="No rankings.")),
        ContextBlock(elements=[PlainTextObject(text="Visible from five.")]),
        ActionsBlock(elements=[button("Details")]),
    ]
    assert Post("Wave 7 is closed.", blocks).whole.split("\n") == [
        "Wave 7 is closed.",
        "From 50 to 62.5.",
        "Overall: 62.5",
        "Listening 75",
        "Means 50",
        "No rankings.",
        "Visible from five.",
    ]


def test_what_people_wrote_acts_no_more_in_the_text_than_in_the_blocks():
    whole = Post("News.", [block(Paragraph("", "<!channel> *bold* :tada: at 09:30"))]).whole
    assert "<!channel>" not in whole
    assert "*bold*" not in whole
    assert ":tada:" not in whole
    assert "at 09:30" in whole


def test_a_text_ends_where_slack_would_cut_it():
    assert len(Post("News.", [section("x" * 2999), section("y" * 2999)]).whole) <= 4000


def test_buttons_that_look_alike_say_what_they_are_about_and_others_keep_their_text():
    blocks = [
        HeaderBlock(text=PlainTextObject(text="Commitments")),
        section("*Half an hour* a week"),
        ActionsBlock(elements=[button("Drop"), button("Write a new one", "2")]),
        section("A bell"),
        ActionsBlock(elements=[button("Drop", "3")]),
        SectionBlock(text=PlainTextObject(text="A card"), accessory=button("Drop", "4")),
    ]
    assert labels(blocks) == ["Drop: Half an hour a week", None, "Drop: A bell", "Drop: A card"]


def test_where_what_stands_above_is_alike_too_the_header_tells_buttons_apart():
    blocks = []
    for unit in ("Sales", "Service"):
        blocks += [HeaderBlock(text=PlainTextObject(text=unit)), section("Changed today.")]
        blocks += [ActionsBlock(elements=[button("Open", unit)])]
    assert labels(blocks) == ["Open: Sales", "Open: Service"]


def test_a_label_is_no_longer_than_slack_allows():
    blocks = [section("x" * 200), ActionsBlock(elements=[button("Drop"), button("Drop", "2")])]
    assert all(len(label) <= 75 for label in labels(blocks))
