"""The choice among several open pulses."""

from datetime import UTC, datetime

import pytest

from bot.i18n import Words
from bot.views.invitation import CHOICES_MOST, choice
from surveys.texts import Locale
from surveys.waves import OpenPulse

CLOSES_AT = datetime(2026, 1, 13, 17, tzinfo=UTC)


def pulses(*names):
    return [OpenPulse(number, name, (), CLOSES_AT) for number, name in enumerate(names, start=1)]


@pytest.mark.parametrize(("locale", "until"), [(Locale.EN, "until"), (Locale.DE, "bis")])
def test_every_open_pulse_is_named_literally_with_its_end_and_a_button_of_its_own(locale, until):
    post = choice(pulses("Leadership", "Pay & rest"), Words(locale))
    question, first, second = [block.to_dict() for block in post.blocks]
    assert post.text == question["text"]["text"]
    assert first["text"]["text"].startswith(f"*Leadership*, {until} ")
    assert second["text"]["text"].startswith("*Pay &amp; rest*, ")
    assert [each["accessory"]["value"] for each in (first, second)] == ["1", "2"]


def test_however_many_are_open_the_message_stays_within_what_slack_shows():
    assert len(choice(pulses(*map(str, range(100))), Words(Locale.EN)).blocks) == CHOICES_MOST + 1
