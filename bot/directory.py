"""What Slack knows of people: for the roster, and for the language of somebody who is not in it."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.i18n import Words
from bot.services import Services
from bot.together import Together
from bot.use_cases import languages
from bot.use_cases.languages import Reader
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
_UNKNOWN = {"user_not_found", "user_not_visible"}
_AWAY_WORDS = ("vacation", "on leave", "out of office", "out sick", "urlaub", "abwesend", "krank", "elternzeit")


async def read_directory(client: AsyncWebClient) -> dict[str, Member]:
    """List the workspace's people by id, page by page."""
    people: dict[str, Member] = {}
    cursor, own = "", await _own(client)
    while True:
        page = await _page(client, cursor)
        for member in page["members"]:
            person = to_member(member, own)
            people[person.id] = person
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return people


async def read_member(client: AsyncWebClient, person_id: str) -> Member:
    """Look one person up; whoever Slack does not know is refused."""
    try:
        answer = await client.users_info(user=person_id, include_locale=True)
    except SlackApiError as error:
        if error.response.get("error") not in _UNKNOWN:
            raise
        raise VorbildError(say("Slack does not know this person. Nothing was changed.")) from None
    return to_member(answer["user"], await _own(client))


async def _own(client: AsyncWebClient) -> frozenset[str]:
    """Name our own workspace, and the organisation it belongs to if it does."""
    answer = await client.auth_test()
    return frozenset(filter(None, (answer.get("team_id"), answer.get("enterprise_id"))))


def is_outside(member: Mapping[str, Any], own: Collection[str]) -> bool:
    """Tell whether somebody's account is switched off, or another organisation's.

    Whoever shares a channel with us is no `is_stranger` to Slack; the workspace they belong to tells them apart. `own`
    names ours; where it is empty that is not asked.
    """
    home = {member.get("team_id"), (member.get("enterprise_user") or {}).get("enterprise_id")} - {None}
    elsewhere = bool(own and home) and home.isdisjoint(own)
    return bool(member.get("deleted") or member.get("is_stranger")) or elsewhere


def to_member(member: Mapping[str, Any], own: Collection[str] = ()) -> Member:
    """Read somebody as Slack shows them, in its list or in an event; `own` names our workspace."""
    profile = member.get("profile") or {}
    guest = any(member.get(flag) for flag in ("is_bot", "is_restricted", "is_ultra_restricted"))
    zone = zone_or_default(member.get("tz"), "") or None
    return Member(
        id=member["id"],
        name=profile.get("real_name") or member.get("real_name") or member.get("name") or member["id"],
        email=profile.get("email"),
        locale=Locale.of(member["locale"]) if member.get("locale") else None,
        time_zone=zone,
        invitable=not guest and not is_outside(member, own) and member["id"] != "USLACKBOT",
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


@dataclass(frozen=True)
class Known:
    """Somebody who acts: their words, and whether they are outside and may do nothing here."""

    words: Words
    outside: bool


class Readers:
    """Finds the words for a person: their language and time zone from the roster, else from Slack."""

    def __init__(self, services: Services, client: AsyncWebClient) -> None:
        self._services = services
        self._client = client
        self._strangers: dict[str, dict[str, Any]] = {}
        self._look_up: Together[str, Reader] = Together(lambda ids: services.run(languages.readers, ids))

    async def words_of(self, person_id: str) -> Words:
        """Give a person's own words; English where nothing is known."""
        return (await self.know(person_id)).words

    async def know(self, person_id: str, own: Collection[str] = ()) -> Known:
        """Say who acts. The roster is believed of those it would ask; of all others Slack is asked."""
        reader = await self._look_up(person_id)
        person, usual = reader.person, self._services.time_zone
        if person is not None and person.invitable and person.language is not None:
            return Known(Words(person.language, zone_or_default(person.time_zone, usual), reader.formal), outside=False)
        refused = person is not None and not person.invitable  # for how long, and why, only Slack knows
        seen = await self._ask(person_id) if refused else await self._seen(person_id)
        language = (person.language if person else None) or Locale.of(seen.get("locale") or "en")
        zone = zone_or_default((person.time_zone if person else None) or seen.get("tz"), usual)
        outside = is_outside(seen, own) and (person is None or refused)
        return Known(Words(language, zone, reader.formal), outside)

    async def _seen(self, person_id: str) -> dict[str, Any]:
        if person_id not in self._strangers:
            self._strangers[person_id] = await self._ask(person_id)
        return self._strangers[person_id]

    async def _ask(self, person_id: str) -> dict[str, Any]:
        """Ask Slack; whoever it does not know is outside, and where it does not answer nothing is known."""
        try:
            answer = await self._client.users_info(user=person_id, include_locale=True)
        except SlackApiError as error:
            return {"is_stranger": error.response.get("error") in _UNKNOWN}
        found: dict[str, Any] = answer["user"]
        return found
