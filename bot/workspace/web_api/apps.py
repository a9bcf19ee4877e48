"""Who is calling: `auth.*`, `api.*`, `apps.*`, `bots.*`, `team.*`."""

from bot.workspace.errors import SlackError
from bot.workspace.shapes import Json
from bot.workspace.web_api.call import Call


def api_test(call: Call) -> Json:
    """Give the arguments back, or fail as asked."""
    if call.arguments.get("error"):
        raise SlackError(call.text("error"), args=call.arguments)
    return {"args": call.arguments} if call.arguments else {}


def auth_test(call: Call) -> Json:
    """Say who the token belongs to."""
    state = call.state
    return {
        "url": f"{call.context.url}/",
        "team": state.team.name,
        "user": state.users[state.bot_user_id].name,
        "team_id": state.team.id,
        "user_id": state.bot_user_id,
        "bot_id": state.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """Give the address of a new websocket."""
    ticket = call.context.hub.issue_ticket()
    place = call.context.url.replace("http://", "ws://")
    return {"url": f"{place}/link/?ticket={ticket}&app_id={call.state.app_id}"}


def bots_info(call: Call) -> Json:
    """Describe the one bot of this workspace."""
    state = call.state
    if call.text("bot", state.bot_id) != state.bot_id:
        raise SlackError("bot_not_found")
    bot = state.users[state.bot_user_id]
    return {
        "bot": {
            "id": state.bot_id,
            "deleted": False,
            "name": bot.real_name,
            "updated": bot.updated,
            "app_id": state.app_id,
            "user_id": bot.id,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
        }
    }


def team_info(call: Call) -> Json:
    """Describe the workspace."""
    team = call.state.team
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"{call.context.url}/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }
