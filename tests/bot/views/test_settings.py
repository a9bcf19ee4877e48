"""Settings of a survey side by side."""

from bot.i18n import Words
from bot.views.settings import changes_lines, value
from surveys.settings import Setting
from surveys.texts import Locale

ENGLISH = Words(Locale.EN)


def test_channels_are_mentioned_and_units_named_even_if_they_look_like_channels():
    changed = {Setting.CHANNELS: ("dach: C0LEAD", "dach: C0LEAD, crm: G0CRM")}
    (line,) = changes_lines(changed, ENGLISH, {"dach": "DACH", "crm": "<!here>"})
    assert line == "• leadership channels: DACH: <#C0LEAD> → DACH: <#C0LEAD>, &lt;!here&gt;: <#G0CRM>"


def test_what_is_not_set_is_a_dash_and_groups_are_mentioned():
    assert value(Setting.GROUPS, "channel/C0ALL, usergroup/S0TEAM", ENGLISH) == "<#C0ALL>, <!subteam^S0TEAM>"
    for setting in (Setting.GROUPS, Setting.CHANNELS, Setting.WORKING_DAYS, Setting.LANGUAGES, Setting.QUESTIONS):
        assert value(setting, "", ENGLISH) == "–"
