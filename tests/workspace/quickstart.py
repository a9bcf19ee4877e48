"""A stock Bolt app in the style of Slack's official quickstart. It knows nothing of the local workspace."""

import logging

from slack_bolt import App
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

logging.getLogger("slack_bolt").setLevel(logging.WARNING)

FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "notify_on_close": True,
    "private_metadata": "kept",
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Your name"},
            "element": {"type": "plain_text_input", "action_id": "name_input"},
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [
                {"type": "button", "action_id": "add_colour", "text": {"type": "plain_text", "text": "Add a colour"}}
            ],
        },
    ],
}

COLOUR = {
    "type": "input",
    "block_id": "colour",
    "label": {"type": "plain_text", "text": "Colour"},
    "element": {
        "type": "static_select",
        "action_id": "colour_input",
        "options": [
            {"text": {"type": "plain_text", "text": "Red"}, "value": "red"},
            {"text": {"type": "plain_text", "text": "Blue"}, "value": "blue"},
        ],
    },
}

DONE = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Thank you"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Sent."}}],
}


def async_app(api_url: str) -> AsyncApp:
    """The quickstart, as an `AsyncApp`."""
    app = AsyncApp(client=AsyncWebClient(token="xoxb-local", base_url=api_url))
    app.heard = []
    for register in (greet, commands, form, home_and_events):
        register(app)
    return app


def greet(app):
    """Answer "hello" with a button."""

    @app.message("hello")
    async def say_hello(message, say):
        await say(
            text=f"Hey there <@{message['user']}>!",
            blocks=[
                {
                    "type": "section",
                    "text": {"type": "mrkdwn", "text": f"Hey there <@{message['user']}>!"},
                    "accessory": {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "Click Me"},
                        "action_id": "button_click",
                    },
                }
            ],
        )

    @app.action("button_click")
    async def clicked(body, ack, say):
        await ack()
        await say(f"<@{body['user']['id']}> clicked the button")


def commands(app):
    """Listen to slash commands and shortcuts."""

    @app.command("/echo")
    async def echo(ack, respond, command):
        await ack()
        await respond(f"{command['text']}")

    @app.command("/form")
    async def open_form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.shortcut("open_form")
    async def form_by_shortcut(ack, shortcut, client):
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.shortcut("keep_message")
    async def keep(ack, shortcut, respond):
        await ack()
        await respond(f"Kept: {shortcut['message']['text']}")


def form(app):
    """Let the modal grow, be refused, be sent and be closed."""

    @app.action("add_colour")
    async def add_colour(ack, body, client):
        await ack()
        view = {**FORM, "blocks": [*FORM["blocks"], COLOUR]}
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    @app.view("form")
    async def submitted(ack, body, view, client):
        name = view["state"]["values"]["name"]["name_input"]["value"]
        if not name:
            await ack(response_action="errors", errors={"name": "Please say who you are."})
            return
        await ack(response_action="update", view=DONE)
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Hello {name}")

    @app.view_closed("form")
    async def closed(ack, body):
        await ack()
        app.heard.append(body)


def home_and_events(app):
    """Show the Home tab and note what happens."""

    @app.event("app_home_opened")
    async def show_home(client, event):
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f"*Welcome home, <@{event['user']}>*"}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section]})

    @app.event("member_joined_channel")
    @app.event("team_join")
    @app.event("user_change")
    @app.event("subteam_members_changed")
    @app.event("app_mention")
    @app.event("file_shared")
    @app.event("message")
    async def hear(event):
        app.heard.append(event)


def sync_app(api_url: str) -> App:
    """A shorter one, as the synchronous `App`."""
    app = App(client=WebClient(token="xoxb-local", base_url=api_url))

    @app.command("/echo")
    def echo(ack, command):
        ack(f"You said {command['text']}")

    @app.message("hello")
    def say_hello(message, say):
        say(f"Hey there <@{message['user']}>!")

    return app
