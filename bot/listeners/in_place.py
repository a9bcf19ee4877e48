"""What came of a button is shown where it was pressed."""

from typing import Any

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient


async def show_in_place(client: AsyncWebClient, body: dict[str, Any], view: View) -> None:
    """Show what came of a button where it was pressed: in place of its modal, or in one of its own."""
    pressed = body.get("view") or {}
    if pressed.get("type") == "modal":
        await client.views_update(view_id=pressed["id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
