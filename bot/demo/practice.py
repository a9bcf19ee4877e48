"""What people of the invented company do besides the pulse: a charter, two contribution cards, customers' words.

All of it is done through the use cases, by people who may do it, and told by the bot like everything else.
"""

from functools import cache
from typing import Any

from bot.demo.chart import read_data
from bot.demo.company import Colleague, Company
from bot.demo.dice import dice
from bot.services import Services
from bot.use_cases import cards, charter, voice
from surveys.cards import Card, Part, Proposal, fingerprint
from surveys.texts import Locale, Text
from surveys.voice import Draft, Kind, Urgency

_SIGNS = 0.8
"""The share of leaders who sign the charter at once."""
_TOKEN_BYTES = 16


def write_down(services: Services, company: Company) -> None:
    """Publish the charter and let most leaders sign it; let two teams have a card, and words of customers a channel."""
    written, admin = _data()["charter"], company.admin.id
    basis = charter.start_draft(services, admin)
    draft = charter.save_draft(services, admin, _text(written["promise"]), _text(written["asks"]), basis.fingerprint)
    charter.publish(services, admin, draft.fingerprint)
    for unit in company.roster.units.values():
        if dice(company.seed, "signs", unit.id).random() < _SIGNS:
            charter.sign(services, unit.leader_id)
    for leader, member in ((company.manager, company.employee), (company.german_manager, company.german_employee)):
        _write_card(services, company, leader, member)
    voice.set_channel(services, admin, tuple(Kind), company.voice_channel.id)


def relay(services: Services, company: Company, wave: int) -> None:
    """Let people relay what customers told them while this wave was open."""
    for number, word in enumerate(_data()["voice"]):
        if word["wave"] == wave:
            teller = company.german_employee if word["language"] == Locale.DE else company.employee
            token = dice(company.seed, "voice", number).randbytes(_TOKEN_BYTES)
            draft = Draft(
                token,
                Kind(word["kind"]),
                word["text"],
                word["group"],
                Urgency(word["urgency"]),
                word.get("anonymous", False),
            )
            voice.relay(services, teller.id, draft)


def look_after(services: Services, company: Company) -> None:
    """Let a division's leader take up what waits, and close what something was done about."""
    leader, members = company.division_lead.id, frozenset(company.voice_channel.members)
    words = {word["text"]: word for word in _data()["voice"]}
    for entries in voice.to_look_after(services, leader).values():
        for entry in entries:
            word = words[entry.text]
            if word.get("seen"):
                voice.acknowledge(services, leader, entry.id, members)
            if "done" in word:
                voice.close(services, leader, entry.id, members, word["done"])


def _write_card(services: Services, company: Company, leader: Colleague, member: Colleague) -> None:
    """Write a team's card as its leader; somebody in the team proposes another promise, which waits."""
    unit_id, locale = str(company.roster.people[member.id].unit_id), member.language
    texts = {Part(part): _text(told).in_(locale) for part, told in _data()["card"].items()}
    seen = cards.of_unit(services, leader.id, unit_id).card.fingerprint
    card = cards.write(services, leader.id, Card(unit_id, texts), seen).card
    basis = fingerprint(card.text(Part.PROMISE))
    proposed = Proposal(0, unit_id, Part.PROMISE, _text(_data()["proposal"]).in_(locale), member.id, basis)
    cards.propose(services, member.id, proposed)


def _text(told: dict[str, str]) -> Text:
    return Text(told["de"], told["en"])


@cache
def _data() -> dict[str, Any]:
    return dict(read_data("practice.toml"))
