"""Composition objects: texts, options, confirmations, files."""

from bot.workspace.blocks.checks import (
    Check,
    array,
    at_least_one,
    boolean,
    both,
    choice,
    kinds,
    string,
    thing,
)

ID = string(255)
URL = string(3000)


def plain(most: int, least: int = 1) -> Check:
    """Accept a `plain_text` object of bounded length."""
    return kinds({"plain_text": thing({"text": string(most, least)}, {"emoji": boolean})})


def text(most: int, least: int = 1) -> Check:
    """Accept a `plain_text` or `mrkdwn` object of bounded length."""
    marked = thing({"text": string(most, least)}, {"verbatim": boolean})
    return kinds({"plain_text": thing({"text": string(most, least)}, {"emoji": boolean}), "mrkdwn": marked})


SLACK_FILE = both(
    thing({}, {"id": string(255), "url": URL}),
    at_least_one("id", "url"),
)

CONFIRM = thing(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)


def option(label: Check) -> Check:
    """Accept an option; selects and overflow menus take plain labels, radio buttons and checkboxes marked ones too."""
    return thing({"text": label, "value": string(150)}, {"description": label, "url": URL})


PLAIN_OPTION = option(plain(75))
TEXT_OPTION = option(text(75))
OPTION_GROUP = thing({"label": plain(75), "options": array(PLAIN_OPTION, 100, 1)})

FILTER = thing(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

DISPATCH = thing(
    {},
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), least=1)},
)
