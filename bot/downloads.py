"""Files that people give the bot: fetched with its token, from Slack's own hosts only."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from surveys.errors import VorbildError, say

MOST_BYTES = 30_000_000
_ENDINGS = (".csv", ".tsv", ".txt")
_SECONDS = aiohttp.ClientTimeout(total=120)


@dataclass(frozen=True)
class Attachment:
    """A file as Slack describes it."""

    name: str
    url: str
    size: int

    @property
    def is_table(self) -> bool:
        """Tell whether it may be a roster; a picture or a document is not."""
        return self.name.casefold().endswith(_ENDINGS)


async def describe(client: AsyncWebClient, file_id: str) -> Attachment:
    """Ask Slack about a file."""
    file = (await client.files_info(file=file_id))["file"]
    return Attachment(str(file.get("name", "")), str(file.get("url_private_download", "")), int(file.get("size", 0)))


async def fetch(client: AsyncWebClient, attachment: Attachment) -> bytes:
    """Fetch a file's bytes; refuse what is no table, is too large, or does not lie with Slack."""
    if not attachment.is_table:
        raise VorbildError(
            say("“{name}” is not a CSV file. In a spreadsheet program, save it as CSV.", name=attachment.name)
        )
    if attachment.size > MOST_BYTES:
        raise VorbildError(
            say("“{name}” is larger than {count} MB.", name=attachment.name, count=MOST_BYTES // 1_000_000)
        )
    if not _is_slacks(attachment.url, client.base_url):
        raise VorbildError(say("“{name}” does not lie with Slack; upload the file itself.", name=attachment.name))
    async with (
        aiohttp.ClientSession(timeout=_SECONDS) as session,
        session.get(
            attachment.url, headers={"Authorization": f"Bearer {client.token}"}, allow_redirects=False
        ) as answer,
    ):
        if answer.status != 200 or answer.content_type == "text/html":
            raise VorbildError(
                say("“{name}” could not be fetched from Slack. Please drop it again.", name=attachment.name)
            )
        return await answer.read()


def _is_slacks(url: str, api_url: str) -> bool:
    """Tell whether a file lies with Slack, or with what stands in for it: nobody else is shown the token."""
    parts, api = urlsplit(url), urlsplit(api_url)
    if parts.netloc == api.netloc and parts.scheme == api.scheme:
        return True
    host = parts.hostname or ""
    return parts.scheme == "https" and (host == "slack.com" or host.endswith((".slack.com", ".slack-files.com")))
