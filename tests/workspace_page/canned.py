"""Canned people, messages and views: each kind of block and element at least once."""

import time

BOT = "UBOT"
ME = "U1"
GERMAN = "U2"

FIRST = [
    "Ada",
    "Björn",
    "Carla",
    "Dmitri",
    "Elif",
    "Fatou",
    "Günter",
    "Hannah",
    "Ivo",
    "Jana",
    "Kemal",
    "Lena",
    "Müller",
]
LAST = [
    "Abel",
    "Brandt",
    "Çelik",
    "Dietz",
    "Eder",
    "Fuchs",
    "Groß",
    "Huber",
    "Ivanov",
    "Jansen",
    "Krüger",
    "Lang",
    "Öz",
]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/Lisbon"]

XSS = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'

PIXEL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="300" viewBox="0 0 640 300"><rect width="640" height="300" fill="#e8f1ef"/>'
    '<polyline points="20,250 150,200 280,220 410,120 540,90 620,60" fill="none" stroke="#0b6b63" stroke-width="8"/></svg>'
)


def person(number):
    locale = "de-DE" if number % 3 == 2 else "en-US"
    name = f"{FIRST[number % 13]} {LAST[(number // 13) % 13]}"
    profile = {"real_name": name, "display_name": "", "title": ["Engineer", "Buyer", "Team lead"][number % 3]}
    return {
        "id": f"U{number}",
        "name": f"u{number}",
        "real_name": name,
        "profile": profile,
        "tz": ZONES[number % 4],
        "locale": locale,
    }


def people(count=168):
    bot = {"id": BOT, "name": "pulse", "real_name": "Pulse", "is_bot": True, "profile": {}}
    return [*(person(number) for number in range(1, count + 1)), bot]


def plain(text):
    return {"type": "plain_text", "text": text, "emoji": True}


def marked(text):
    return {"type": "mrkdwn", "text": text}


def option(text, value=None, description=None):
    made = {"text": plain(text), "value": value or text.lower()}
    return made | ({"description": plain(description)} if description else {})


def button(text, action_id, **more):
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": action_id, **more}


def section(text, block_id, **more):
    return {"type": "section", "block_id": block_id, "text": marked(text), **more}


def field(label, element, *, block_id=None, **more):
    return {
        "type": "input",
        "block_id": block_id or element["action_id"],
        "label": plain(label),
        "element": element,
        **more,
    }


SCALE = [
    option(words, str(5 - at))
    for at, words in enumerate(["Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree"])
]

MARKDOWN = (
    "Hello <@U1> and <@U2>, see <#C1|general> :wave:\n*bold* _italic_ ~strike~ `code` and *bold with _both_ and `x*y`*\n"
    "> a quote\n> of two lines\n• first\n• second <https://example.org/a?b=1&amp;c=2|with a link>\n"
    "1. one\n2. two\n```a < b &amp;&amp; c_d_e\n  *not bold*```\nsnake_case_name and 2*3*4 stay; 5 &lt; 6 &amp; 7\n"
    "<!date^1767225600^{date_long} at {time}|1 January> <!here> :unknown_emoji: https://example.org/bare."
)

CHART = {
    "type": "data_visualization",
    "block_id": "chart",
    "title": "Helpfulness by quarter",
    "chart": {
        "type": "line",
        "series": [
            {
                "name": "IT",
                "data": [{"label": f"Q{at + 1}", "value": value} for at, value in enumerate([3.4, 3.6, 3.5, 4.1])],
            },
            {
                "name": "Facilities",
                "data": [{"label": f"Q{at + 1}", "value": value} for at, value in enumerate([3.9, 3.8, 4.0, 4.2])],
            },
        ],
        "axis_config": {"categories": ["Q1", "Q2", "Q3", "Q4"], "x_label": "Quarter", "y_label": "Mean"},
    },
}
BARS = CHART | {"block_id": "bars", "title": "Change", "chart": CHART["chart"] | {"type": "bar"}}
PIE = {
    "type": "data_visualization",
    "title": "Parts",
    "chart": {"type": "pie", "segments": [{"label": "a", "value": 3}, {"label": "b", "value": 1}]},
}


def raw(text):
    return {"type": "raw_text", "text": text}


def number(value):
    return {"type": "raw_number", "value": value}


TABLE = {
    "type": "table",
    "block_id": "table",
    "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    "rows": [[raw("Team"), raw("n")], [raw("IT service desk"), raw("41")], [raw("Facilities"), raw("38")]],
}
DATA_TABLE = {
    "type": "data_table",
    "block_id": "data",
    "caption": "All teams",
    "page_size": 3,
    "rows": [[raw("Team"), raw("Mean")], *([raw(f"Team {at}"), number(3 + (at * 7 % 10) / 10)] for at in range(8))],
}
RICH = {
    "type": "rich_text",
    "block_id": "rich",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "Rich ", "style": {"bold": True}}, {"type": "user", "user_id": "U2"}],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "item"}]}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "let x = 1 < 2"}]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted", "style": {"italic": True}}]},
    ],
}

CONFIRM = {
    "title": plain("Are you sure?"),
    "text": marked("This *cannot* be undone."),
    "confirm": plain("Delete"),
    "deny": plain("Keep"),
    "style": "danger",
}

INVITATION = [
    {"type": "header", "block_id": "head", "text": plain("How did IT support you?")},
    section("Five short questions, about two minutes. *Nobody sees who answered what.*", "intro"),
    {
        "type": "actions",
        "block_id": "do",
        "elements": [
            button("Answer now", "open_survey", style="primary"),
            button("Delete", "delete", style="danger", confirm=CONFIRM),
            button("Read more", "read_more", url="https://example.org/"),
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Later", description="Tomorrow at 9"), option("Not at all")],
            },
        ],
    },
    {
        "type": "context",
        "block_id": "foot",
        "elements": [
            {"type": "image", "image_url": "/local/files/F1/trend.svg", "alt_text": "trend"},
            marked("Open until *Friday*"),
        ],
    },
]

KITCHEN = [
    section(MARKDOWN, "markdown"),
    {"type": "divider"},
    {
        "type": "section",
        "block_id": "fields",
        "fields": [marked("*Team*\nIT"), marked("*Wave*\n12"), plain("A"), plain("B")],
    },
    section(
        "Pick a date", "dates", accessory={"type": "datepicker", "action_id": "date", "initial_date": "2026-03-31"}
    ),
    section("Pick one", "radios", accessory={"type": "radio_buttons", "action_id": "pick", "options": SCALE[:3]}),
    section(
        "Choose",
        "selects",
        accessory={
            "type": "static_select",
            "action_id": "choose",
            "placeholder": plain("Team"),
            "options": [option("IT"), option("HR")],
        },
    ),
    RICH,
    {
        "type": "image",
        "block_id": "image",
        "title": plain("Trend"),
        "image_url": "/local/files/F1/trend.svg",
        "alt_text": "Trend rising from 3.4 to 4.1",
    },
    TABLE,
    DATA_TABLE,
    CHART,
    BARS,
    PIE,
    {"type": "hologram", "block_id": "new"},
]

SURVEY = {
    "type": "modal",
    "callback_id": "survey",
    "title": plain("Your view of IT"),
    "submit": plain("Submit"),
    "close": plain("Not now"),
    "blocks": [
        section(
            "What happens with your answers: they are counted when the wave closes, never shown one by one.", "note"
        ),
        field("IT solved my problem.", {"type": "radio_buttons", "action_id": "solved", "options": SCALE}),
        field(
            "IT kept me informed.",
            {"type": "radio_buttons", "action_id": "informed", "options": SCALE},
            hint=plain("Think of the last four weeks."),
        ),
        field(
            "Anything else?",
            {
                "type": "plain_text_input",
                "action_id": "comment",
                "multiline": True,
                "max_length": 60,
                "placeholder": plain("Optional"),
            },
            optional=True,
        ),
    ],
}

GALLERY = {
    "type": "modal",
    "callback_id": "gallery",
    "title": plain("Every input"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "actions",
            "block_id": "nav",
            "elements": [button("Push another", "push"), button("Update this", "update")],
        },
        field("Name", {"type": "plain_text_input", "action_id": "name", "initial_value": "Ada", "min_length": 2}),
        field("Email", {"type": "email_text_input", "action_id": "email"}, optional=True),
        field("Link", {"type": "url_text_input", "action_id": "link"}, optional=True),
        field(
            "Number",
            {
                "type": "number_input",
                "action_id": "number",
                "is_decimal_allowed": False,
                "min_value": "1",
                "max_value": "9",
            },
            optional=True,
        ),
        field(
            "Team",
            {
                "type": "static_select",
                "action_id": "team",
                "options": [option("IT", "it", "Information technology"), option("HR")],
            },
            optional=True,
        ),
        field(
            "Teams",
            {
                "type": "multi_static_select",
                "action_id": "teams",
                "option_groups": [{"label": plain("South"), "options": [option("Ulm"), option("Graz")]}],
            },
            optional=True,
        ),
        field("Owner", {"type": "users_select", "action_id": "owner"}, optional=True),
        field(
            "Readers", {"type": "multi_users_select", "action_id": "readers", "max_selected_items": 2}, optional=True
        ),
        field("Channel", {"type": "conversations_select", "action_id": "channel"}, optional=True),
        field("Channels", {"type": "multi_channels_select", "action_id": "channels"}, optional=True),
        field("Elsewhere", {"type": "external_select", "action_id": "elsewhere"}, optional=True),
        field("Day", {"type": "datepicker", "action_id": "day"}, optional=True),
        field("Hour", {"type": "timepicker", "action_id": "hour", "initial_time": "09:00"}, optional=True),
        field(
            "Moment", {"type": "datetimepicker", "action_id": "moment", "initial_date_time": 1774951200}, optional=True
        ),
        field(
            "Days",
            {
                "type": "checkboxes",
                "action_id": "days",
                "options": [option("Mon"), option("Tue")],
                "initial_options": [option("Tue")],
            },
            optional=True,
        ),
    ],
}

HOME = {
    "type": "home",
    "blocks": [
        {"type": "header", "block_id": "h", "text": plain("Good morning")},
        section("You have *one* open survey.", "open", accessory=button("Answer", "open_survey", style="primary")),
        {"type": "divider"},
        TABLE,
        {
            "type": "actions",
            "block_id": "a",
            "elements": [button("Every input", "open_gallery"), button("Refresh", "refresh_home")],
        },
    ],
}

COMMANDS = [
    {"command": "/pulse", "description": "See or start a survey", "usage_hint": "[status | new]"},
    {"command": "/pulse-help", "description": "What this app can do"},
    {"command": "/slow", "description": "Never answers"},
]
SHORTCUTS = [
    {"name": "New survey", "callback_id": "new_survey", "type": "global"},
    {"name": "Turn into a question", "callback_id": "to_question", "type": "message"},
]


def history():
    """A year of a channel, and the bot's own conversation."""
    now = time.time()
    general = [
        {
            "type": "message",
            "user": f"U{1 + at % 7}",
            "text": f"Message {at} of *many*",
            "ts": f"{now - (400 - at) * 40_000:.6f}",
        }
        for at in range(400)
    ]
    general[-1]["text"] = XSS.replace("<", "&lt;").replace(">", "&gt;")
    general.append({"type": "message", "user": "U3", "text": XSS, "ts": f"{now - 30:.6f}"})
    day = 86_400
    app = [
        {"text": "Welcome", "ts": f"{now - 40 * day:.6f}"},
        {"text": "kitchen", "blocks": KITCHEN, "ts": f"{now - 2 * day:.6f}", "edited": {"user": BOT, "ts": "1"}},
        {"text": "Only you", "ephemeral": True, "ts": f"{now - day:.6f}"},
        {
            "text": "file",
            "files": [{"id": "F1", "name": "trend.svg", "title": "Trend", "mimetype": "image/svg+xml", "size": 400}],
            "ts": f"{now - 3000:.6f}",
        },
        {"text": "How did IT support you?", "blocks": INVITATION, "ts": f"{now - 60:.6f}"},
    ]
    return general, [{"type": "message", "user": BOT, "bot_id": "B1", **message} for message in app]
