"""What Slack knows of people: for the roster, and for the language of somebody who is not in it."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.i18n import Words
from bot.services import Services
from bot.use_cases import languages
from surveys.errors import VorbildError, say
from surveys.roster import Member, Person
from surveys.schedule import local_date, zone_or_default
from surveys.texts import Locale

PAGE = 500
"""Slack allows 20 pages a minute: 100,000 people take ten minutes."""
_AWAY_EMOJI = {
    ":palm_tree:",
    ":desert_island:",
    ":beach_with_umbrella:",
    ":face_with_thermometer:",
    ":hospital:",
    ":baby:",
}
_AWAY_WORDS = ("vacation", "on leave", "out of office", "out sick", "urlaub", "abwesend", "krank", "elternzeit")


async def read_directory(client: AsyncWebClient) -> dict[str, Member]:
    """List the workspace's people by id, page by page."""
    people: dict[str, Member] = {}
    cursor = ""
    while True:
        page = await _page(client, cursor)
        for member in page["members"]:
            person = to_member(member)
            people[person.id] = person
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return people


async def read_member(client: AsyncWebClient, person_id: str) -> Member:
    """Look one person up; whoever Slack does not know is refused."""
    try:
        answer = await client.users_info(user=person_id, include_locale=True)
    except SlackApiError as error:
        if error.response.get("error") not in {"user_not_found", "user_not_visible"}:
            raise
        raise VorbildError(say("Slack does not know this person. Nothing was changed.")) from None
    return to_member(answer["user"])


def to_member(member: Mapping[str, Any]) -> Member:
    """Read somebody as Slack shows them, in its list or in an event."""
    profile = member.get("profile") or {}
    outside = any(
        member.get(flag) for flag in ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
    )
    zone = zone_or_default(member.get("tz"), "") or None
    return Member(
        id=member["id"],
        name=profile.get("real_name") or member.get("real_name") or member.get("name") or member["id"],
        email=profile.get("email"),
        locale=Locale.of(member["locale"]) if member.get("locale") else None,
        time_zone=zone,
        invitable=not outside and member["id"] != "USLACKBOT",
        away_until=_away_until(profile, zone or "UTC"),
    )


def _away_until(profile: Mapping[str, Any], zone: str) -> date | None:
    """Read the last day of an absence off a status; what the status says is not kept.

    One that never clears counts for today and is looked at again tonight.
    """
    emoji, text = str(profile.get("status_emoji", "")), str(profile.get("status_text", "")).casefold()
    if emoji not in _AWAY_EMOJI and not any(word in text for word in _AWAY_WORDS):
        return None
    until = profile.get("status_expiration") or 0
    moment = datetime.fromtimestamp(until, UTC) if until else datetime.now(UTC)
    return local_date(moment, zone)


async def _page(client: AsyncWebClient, cursor: str) -> AsyncSlackResponse:
    """Ask for a page, and as often as Slack asks for patience wait as long as it says."""
    while True:
        try:
            return await client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
        except SlackApiError as error:
            if error.response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                raise
            await asyncio.sleep(float(error.response.headers.get("Retry-After", 1)))


async def words_of(person: Person, services: Services) -> Words:
    """Choose the words of somebody of the roster."""
    formal = await services.run(languages.is_formal)
    return Words(person.language or Locale.EN, zone_or_default(person.time_zone, services.time_zone), formal)


async def channel_words(locale: Locale, services: Services) -> Words:
    """Choose the words of a channel that reads this language."""
    return Words(locale, services.time_zone, await services.run(languages.is_formal))


class Readers:
    """Finds the words for a person: their language and time zone from the roster, else from Slack."""

    def __init__(self, services: Services, client: AsyncWebClient) -> None:
        self._services = services
        self._client = client
        self._strangers: dict[str, tuple[Locale, str]] = {}

    async def words_of(self, person_id: str) -> Words:
        """Give a person's own words; English where nothing is known."""
        reader = await self._services.run(languages.reader, person_id)
        known = reader.person
        if known is not None and known.language is not None:
            zone = zone_or_default(known.time_zone, self._services.time_zone)
            return Words(known.language, zone, reader.formal)
        if person_id not in self._strangers:
            self._strangers[person_id] = await self._ask(person_id)
        return Words(*self._strangers[person_id], reader.formal)

    async def _ask(self, person_id: str) -> tuple[Locale, str]:
        try:
            answer = await self._client.users_info(user=person_id, include_locale=True)
        except SlackApiError:
            return Locale.EN, self._services.time_zone
        person = to_member(answer["user"])
        return person.locale or Locale.EN, person.time_zone or self._services.time_zone
