"""A believable company: people with names, languages and leaders, the channels they talk in, and whom to be.

Tannhöfer makes, sells and repairs coffee machines for cafés, in Berlin and in Manchester. It is invented, and so is
everybody in it. The same size and seed give the same company.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from bot.demo.chart import PlannedUnit, Table, plan, read_data
from bot.demo.dice import dice
from surveys.roster import Roster
from surveys.roster_csv import parse_roster
from surveys.roster_units import slugify
from surveys.texts import Locale, Text

COLUMNS = ("slack_id", "email", "name", "unit", "manager", "language", "office")
GENERAL, VOICE = "C0001", "C0100"
_FOREIGN = 0.04
"""The share of people who read the language of the other office."""
PROMISE = Text("Jede Woche eine halbe Stunde für Hindernisse.", "A weekly half hour for obstacles.")
"""What the leader of the improving division promised before it became better."""


@dataclass(frozen=True)
class Colleague:
    """Somebody in the company. `unit` is the name of the unit in which they work or, if `leads`, that they lead."""

    id: str
    name: str
    email: str
    unit: str
    leads: bool
    manager_id: str | None
    language: Locale
    office: Locale
    """The language of the office names the office."""


@dataclass(frozen=True)
class Story:
    """What there is to find in the answers. Units by id, waves counted from 1."""

    improving: str
    slipping: str
    small_team: str
    improves_from: int = 4
    slips_from: int = 6


@dataclass(frozen=True)
class Channel:
    """A channel; a leadership channel belongs to a unit, and everybody's to none."""

    id: str
    name: str
    locale: Locale
    members: tuple[str, ...]
    unit_id: str | None = None


@dataclass(frozen=True)
class Company:
    """People by Slack id in the order of the roster, and everything that follows from them."""

    name: str
    seed: int
    colleagues: Mapping[str, Colleague]
    divisions: tuple[str, ...]
    story: Story
    offices: Table

    @cached_property
    def roster(self) -> Roster:
        """Give people and units as Vorbild reads them from the CSV file."""
        return parse_roster(self.roster_csv(), {})

    @cached_property
    def employee(self) -> Colleague:
        """Give somebody in an ordinary team who reads English: be them to answer a pulse."""
        return self._member_beneath(self.story.improving)

    @cached_property
    def german_employee(self) -> Colleague:
        """Give somebody in an ordinary team who reads German."""
        return self._member_beneath(self.story.slipping)

    @cached_property
    def manager(self) -> Colleague:
        """Give the manager of the employee who reads English: be them to promise the team something."""
        return self.colleagues[str(self.employee.manager_id)]

    @cached_property
    def german_manager(self) -> Colleague:
        """Give the manager of the employee who reads German."""
        return self.colleagues[str(self.german_employee.manager_id)]

    @cached_property
    def division_lead(self) -> Colleague:
        """Give the leader of the division that gets better: be them to read the leadership channel."""
        return self.colleagues[self.roster.units[self.story.improving].leader_id]

    @cached_property
    def german_division_lead(self) -> Colleague:
        """Give the leader of the division that gets worse."""
        return self.colleagues[self.roster.units[self.story.slipping].leader_id]

    @cached_property
    def admin(self) -> Colleague:
        """Give the person from HR, who reports to the board and leads nobody: be them to set up a survey."""
        root = self.roster.roots()[0]
        return next(each for each in self.colleagues.values() if each.unit == root.name and not each.leads)

    @cached_property
    def leadership_channels(self) -> tuple[Channel, ...]:
        """Give the channel of all leaders and one for each division, in the division's language."""
        root = self.roster.roots()[0]
        channels = [Channel("C0002", "leadership", Locale.EN, self._leaders(root.id, levels=3), root.id)]
        for number, unit_id in enumerate(self.divisions, start=3):
            locale = self.colleagues[self.roster.units[unit_id].leader_id].office
            name = f"{self.offices[locale]['channel']}-{unit_id}"
            channels.append(Channel(f"C{number:04}", name, locale, self._leaders(unit_id, levels=3), unit_id))
        return tuple(channels)

    @cached_property
    def voice_channel(self) -> Channel:
        """Give the channel in which the board and divisions look after what customers said."""
        return Channel(VOICE, "customer-voice", Locale.EN, self._leaders(self.roster.roots()[0].id, levels=2))

    @property
    def channels(self) -> Mapping[str, str]:
        """Give the id of the leadership channel for each unit that has one."""
        return {channel.unit_id: channel.id for channel in self.leadership_channels if channel.unit_id}

    @property
    def channel_locale(self) -> Mapping[str, Locale]:
        """Give the language of each leadership channel by its id."""
        return {channel.id: channel.locale for channel in self.leadership_channels}

    def roster_csv(self) -> bytes:
        """Write the roster as an admin would export it from an HR system."""
        sheet = io.StringIO(newline="")
        writer = csv.writer(sheet)
        writer.writerow(COLUMNS)
        for each in self.colleagues.values():
            place = (each.unit, each.manager_id or "", each.language, self.offices[each.office]["name"])
            writer.writerow((each.id, each.email, each.name, *place))
        return sheet.getvalue().encode()

    def workspace_seed(self) -> dict[str, Any]:
        """Give people and channels in the seed format of the local workspace."""
        everyone = Channel(GENERAL, "general", Locale.EN, tuple(self.colleagues))
        channels = (everyone, *self.leadership_channels, self.voice_channel)
        return {
            "users": [self._user(each) for each in self.colleagues.values()],
            "channels": [
                {
                    "id": channel.id,
                    "name": channel.name,
                    "is_private": channel.unit_id is not None,
                    "members": list(channel.members),
                    "with_bot": True,
                }
                for channel in channels
            ],
            "usergroups": [],
        }

    def _user(self, each: Colleague) -> dict[str, Any]:
        leads = Text(f"leitet {each.unit}", f"leads {each.unit}").in_(each.language)
        return {
            "id": each.id,
            "name": each.email.partition("@")[0],
            "real_name": each.name,
            "display_name": each.name,
            "email": each.email,
            "locale": self.offices[each.language]["locale"],
            "tz": self.offices[each.office]["time_zone"],
            "status_text": "HR" if each is self.admin else leads if each.leads else each.unit,
        }

    def _leaders(self, unit_id: str, levels: int) -> tuple[str, ...]:
        """Give the leaders of a unit and of those beneath it, so many levels in all, and HR, who sets up surveys."""
        most = self.roster.depth(unit_id) + levels
        units = [unit for unit in self.roster.beneath(unit_id) if self.roster.depth(unit.id) < most]
        return (*dict.fromkeys(unit.leader_id for unit in units), self.admin.id)

    def _member_beneath(self, unit_id: str) -> Colleague:
        """Give a member of the largest team beneath a unit who reads the language of their office."""
        beneath = self.roster.beneath(unit_id)
        team = max(beneath, key=lambda unit: len(self.roster.members(unit.id)))
        members = (self.colleagues[person.id] for person in self.roster.members(team.id))
        return next(each for each in members if not each.leads and each.language == each.office)


def build(people: int = 160, seed: int = 7) -> Company:
    """Build a company of exactly so many people (40 to 5000); `ValueError` for other sizes."""
    random = dice(seed, "company", people)
    chart = read_data("company.toml")
    planned = plan(chart, people, random)
    colleagues = {each.id: each for each in _staff(planned, people, random)}
    divisions = tuple(slugify(unit.name) for unit in planned if unit.name == unit.division)
    small_team = next(unit.name for unit in planned if unit.name in chart["small_team"].values())
    story = Story(divisions[0], divisions[1], slugify(small_team))
    return Company(chart["name"], seed, colleagues, divisions, story, chart["offices"])


def _staff(planned: Sequence[PlannedUnit], people: int, random: Random) -> Iterator[Colleague]:
    """Give every unit its leader and its members; leaders report to the leader of the unit above."""
    names = _Names(random)
    ids = _slack_ids(people, random)
    leaders: dict[str, str] = {}
    for unit in planned:
        for position in range(unit.members + 1):
            leads = position == 0
            id_ = next(ids)
            manager_id = leaders.get(unit.parent or "") if leads else leaders[unit.name]
            if leads:
                leaders[unit.name] = id_
            language = _language(unit, position, random)
            name, email = names.draw(language)
            yield Colleague(id_, name, email, unit.name, leads, manager_id, language, unit.language)


def _slack_ids(people: int, random: Random) -> Iterator[str]:
    """Give ids in no order; the last one begins with W, as some do in Slack's enterprise grid."""
    *numbers, last = random.sample(range(1, people + 1), people)
    yield from (f"U{number:04}" for number in numbers)
    yield f"W{last:04}"


def _language(unit: PlannedUnit, position: int, random: Random) -> Locale:
    """Choose the language somebody reads: nearly always that of their office; HR at the board reads English."""
    if unit.parent is None:
        return Locale.EN if position == 1 else unit.language
    foreign = position > 0 and random.random() < _FOREIGN
    other = Locale.EN if unit.language is Locale.DE else Locale.DE
    return other if foreign else unit.language


class _Names:
    """Draws names that nobody has yet, with the address that goes with them."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._lists = read_data("names.toml")
        self._taken: set[str] = set()

    def draw(self, language: Locale) -> tuple[str, str]:
        """Give a name and an address."""
        while True:
            first, last = (self._pick(self._lists[language][part]) for part in ("first", "last"))
            handle = ".".join(slugify(part.replace("'", "")) for part in (first, last))
            email = f"{handle}@example.com"
            if email not in self._taken:
                self._taken.add(email)
                return f"{first} {last}", email

    def _pick(self, names: Iterable[str]) -> str:
        return self._random.choice(tuple(names))
