"""What came of a button is shown where it was pressed."""

from typing import Any

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from surveys.errors import VorbildError, say


async def show_in_place(client: AsyncWebClient, body: dict[str, Any], view: View) -> None:
    """Show what came of a button where it was pressed: in place of its modal, or in one of its own."""
    if (body.get("view") or {}).get("type") == "modal":
        await client.views_update(view_id=pressed_view(body)["id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


def pressed_view(body: dict[str, Any]) -> dict[str, Any]:
    """Give the view in which a button was pressed; refuse a click that names none."""
    view = body.get("view")
    if not isinstance(view, dict) or not isinstance(view.get("id"), str):
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return view
