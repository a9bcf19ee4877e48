"""Every screen in German with "Sie" and in English: nothing untranslated, and nothing that a screen reader misses.

German with "du" is what "Sie" falls back on: tests/bot/test_catalogue.py holds the two against each other.
"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.address import informal
from bot.commands import COMMANDS
from bot.senders import SENDERS
from bot.use_cases import kinds, languages, waves
from bot.use_cases import roster as roster_cases
from bot.views.ids import Action, Callback
from bot.workspace.blocks.entered import all_elements
from bot.workspace.seed import seed
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, BOARD, LEADER, LEADERSHIP, STAFF, choices, staged
from tests.journeys.walker import TYPED, Screens, Spoken, Walker, plain, quiet, visible

EMPLOYEE, SECOND, TOP = STAFF[0], STAFF[1], STAFF[7]
TEAM = [ADMIN, *STAFF[:7]]
CODE = re.compile(r"`([0-9A-Z-]{35})`")
NAMES = {LEADER: "Qlena Qlicht", ADMIN: "Qadam Qadler", TOP: "Qtom Qtaler"}
SURVEY = "Qpuls"
DATA = re.compile(
    r"(?:Deutschland|Germany) – Berlin|Q(?:lena Qlicht|adam Qadler|tom Qtaler|staff \d|xanten|zwolle|berlin|puls|group|comment \d|wertz\d*)|q(?:xanten|zwolle|group|wertz)"
    r"|Vorbild|Slack|Deutsch|English|Europe/\w+|DE-B[EY]|XX|^(?:du|Sie)$|\b(?:du|Sie) →|(?<=→ )(?:du|Sie)|\bdu \| Sie\b|[“„](?:du|Sie)[”“]"
    r"|(?<=, )(?:unit|manager)(?=:)|staff\.csv|CSV"
)
"""Names, what people typed, and the languages, each called by its own name."""
COMMANDS_PUT_IN = {"verb", "topics", "column", "columns", "code", "region", "names", "ids"}
"""What stands in commands and files as it is, in every language."""
ELSEWHERE = {Action.EARLIER_COMMENTS, Action.LATER_COMMENTS}
ELSEWHERE_KINDS = {
    *(kinds.HELD_NOTICE, kinds.REMNANT_NOTICE, kinds.SWEEP, kinds.CHANNEL_NOTICE),
    *(kinds.CARDS_NOTE, kinds.CHECK_IN_SMALL),
}
"""What needs many comments, a fault, another quarter or a small team; tests of their own show it."""
SHOWN_OF_A_BUTTON, MOST_OF_AN_ALT_TEXT = 30, 2000
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ENGLISH = r"(?i)\b(?:the|and|of|with|your|you|is|are|this|that|not|for|from|has|have|been|will|be|to)\b"
_GERMAN = r"(?i)\b(?:der|die|das|und|nicht|ist|sind|mit|dein|ihr|sie|von|für|ein|eine|wird|werden|kann|auf|zu)\b"
_MONTHS_DE = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_MONTHS_EN = "January|February|March|April|May|June|July|August|September|October|November|December"
EVERYBODYS = ("help", "answer", "privacy", "journal", "away", "card", "charter show", "heard", "survey new", "results")
LEADERS = ("help", "results", "commit", "charter sign")


def roster_csv(language, leader=LEADER):
    """Two levels: somebody at the top, and a team that `leader` leads."""
    names = NAMES | {id_: f"Qstaff {id_[-1]}" for id_ in STAFF[:7]}
    people = [(TOP, "Qzwolle", ""), (leader, "Qzwolle", TOP)]
    people += [(id_, "Qxanten", leader) for id_ in names if id_ not in {TOP, leader}]
    lines = [f"{id_},{names[id_]},{unit},{manager},{language},Qberlin" for id_, unit, manager in people]
    return "\n".join(["slack_id,name,unit,manager,language,office", *lines]) + "\n"


WRONG = (
    "survey nwe",
    "help qwertz",
    "survey show Qwertz",
    "away 2026-01-02 2025-01-01",
    "away qwertz",
    "card Qwertz",
    f"channel set Qwertz <#{LEADERSHIP}>",
    "voice daily qwertz",
    "question retire 999",
    "roster office Qberlin XX",
)
RIGHT = (
    "survey list",
    f"survey show {SURVEY}",
    f"survey edit {SURVEY}",
    f"survey preview {SURVEY}",
    f"survey threshold {SURVEY} 4",
    f"survey threshold {SURVEY} 6",
    f"survey pause {SURVEY}",
    f"survey resume {SURVEY}",
    f"survey run {SURVEY}",
    f"survey run {SURVEY}",
    f"channel set Qxanten <#{LEADERSHIP}>",
    f"voice channel all <#{BOARD}>",
    f"admin add <@{SECOND}>",
    f"admin add <@{SECOND}>",
    f"viewer add <@{TOP}>",
    "admin list",
    "roster office Qberlin DE-BE",
    f"roster away <@{SECOND}> 2027-01-01 2027-01-05",
    "status",
)
LEFT = {  # what would end the walk too early
    *(f"survey {verb}" for verb in ("end", "close", "void", "pause", "run")),
    "withdraw_ballot",
    "comment_withdraw",
    "thread_close",
    "interview_close",
    "opt_out",
}


class Walk:
    """The long journey: an employee, a leader and an admin, from an empty workspace to the end of a survey."""

    def __init__(self, stage, language):
        self.stage, self.language, self.codes, self.sent = stage, language, {}, set()
        fill = {
            "name": SURVEY,
            "channel": LEADERSHIP,
            "dimension": "listening",
            "part": "promise",
            "person": SECOND,
            "due_on": "2026-12-18",
            "days_open": "9",
            "groups": ["S0GROUP"],
        }
        self.employee, self.leader, self.admin, self.top, self.second = self.everybody = [
            Walker(stage, id_, dict(fill), set(LEFT)) for id_ in (EMPLOYEE, LEADER, ADMIN, TOP, SECOND)
        ]

    async def run(self):
        for step in (self.nothing_yet, self.opened, self.answered, self.counted, self.talked, self.changed, self.ended):
            await step()

    async def nothing_yet(self):
        for command in COMMANDS:
            await self.admin.type(str(command.verb))
        for walker, verbs in ((self.employee, EVERYBODYS), (self.leader, LEADERS)):
            for verb in verbs:
                await walker.type(verb)
        for typed in WRONG:
            await self.admin.type(typed)

    async def opened(self):
        await self.stage.create_survey(SURVEY, reminder="remind")
        for typed in RIGHT:
            await self.admin.type(typed)
        await self.second.type(f"viewer add <@{TOP}>")
        await self.later()
        await self.admin.look_around()

    async def answered(self):
        await self.employee.type("voice daily on")
        await self.employee.look_around()
        for number, id_ in enumerate(TEAM):
            person, ballot = await self.stage.open_ballot(id_)
            await person.submit(ballot, {**choices(ballot, 4), "comment": f"Qcomment {number}" if number < 5 else ""})
            sealed = await person.top_view()
            self.codes[id_] = CODE.search(str(sealed["blocks"]))[1]
            if id_ == EMPLOYEE:
                await self.employee.explore(sealed)
            while top := await person.top_view():
                await person.close(top)
        await self.employee.type("privacy")
        await self.later(hour=16)
        for _ in range(9):
            await self.later(days=1)

    async def counted(self):
        await self.admin.type(f"survey close {SURVEY}")
        await self.later()
        await self.leader.look_around()
        for walker in (self.employee, self.second):
            walker.fill["code"] = self.codes[walker.person_id]
            await walker.look_around()

    async def talked(self):
        await self.employee.type(f"interview <@{SECOND}|a> <@{LEADER}|b>")
        await self.later(days=1)
        for walker in (self.employee, self.second, self.leader, self.admin):
            await walker.look_around()
        self.leader.leave |= {"commitment_done"}
        await self.promise(9001)
        await self.leader.look_around()
        await self.promise(9002)
        await self.leader.type("results")
        await self.leader.type(f"export {SURVEY}")
        for walker in (self.employee, self.second):
            walker.leave -= {"thread_close", "comment_withdraw", "interview_close"}
            self.second.leave -= {"opt_out"}
            await walker.look_around()

    async def promise(self, number):
        """Publish another commitment: the first one was marked as done, the second one is dropped, this one stays."""
        form = await self.stage.ask_for_modal(LEADER, "commit")
        leader = self.stage.person(LEADER)
        await leader.submit(form, {"promise": f"{TYPED}{number}", "due_on": "2026-12-18"})
        await leader.submit(await leader.top_view())
        await leader.close(await leader.top_view())

    async def changed(self):
        admin = self.stage.person(ADMIN)
        for content in (roster_csv(self.language, leader=SECOND), "slack_id,name\nU1,\n", roster_csv(self.language)):
            await admin.drop_file(self.stage.workspace.state.bot_user_id, "staff.csv", content)
            await self.later()
            await self.admin.look_around()
        for days in (7, 7, 20):
            await self.later(days=days)
        for id_ in {LEADER, *TEAM} - {SECOND}:
            await self.answer_the_newest(self.stage.person(id_))
        await self.later(days=8)
        for walker in self.everybody:
            await walker.look_around()

    async def ended(self):
        self.admin.leave.clear()
        self.employee.leave.clear()
        await self.later(days=30)
        await self.admin.type(f"survey run {SURVEY}")
        await self.later()
        await self.employee.type("privacy")
        await self.admin.type(f"survey end {SURVEY}")

    async def answer_the_newest(self, person):
        invitations = [message for message in await person.dms() if "answer_pulse" in str(message.get("blocks"))]
        await person.click(invitations[-1], "answer_pulse")
        ballot = await person.until(person.top_view)
        await person.submit(ballot, choices(ballot, 4))
        await person.close(await person.top_view())

    async def later(self, days=0, hour=12):
        self.stage.clock.at = (self.stage.clock.at + timedelta(days=days)).replace(hour=hour)
        await self.stage.services.run(waves.tick)
        await quiet(self.stage)
        await self.stage.deliver()
        with self.stage.services.database.reading() as session:
            self.sent |= set(session.scalars(text("SELECT DISTINCT kind FROM outbox WHERE state = 'sent'")))


def set_up(stage, language, *, formal):
    seed(
        stage.workspace.state, {"usergroups": [{"id": "S0GROUP", "handle": "qgroup", "name": "Qgroup", "users": TEAM}]}
    )
    new, _ = roster_cases.preview(stage.services, roster_csv(language).encode(), {})
    roster_cases.apply(stage.services, new, "operator")
    if formal:
        languages.speak(stage.services, ADMIN, formal=True)


@pytest.mark.parametrize(("locale", "formal"), [(Locale.DE, True), (Locale.EN, False)])
async def test_every_screen_speaks_one_language_and_can_be_read_out(tmp_path, monkeypatch, locale, formal):
    screens, spoken = Screens(monkeypatch), Spoken(monkeypatch)
    async with staged(tmp_path) as stage:
        set_up(stage, locale.value, formal=formal)
        walk = Walk(stage, locale.value)
        await walk.run()
    reached(walk, screens)
    assert spoken.readers == {(locale, formal)}
    texts = {(name, plain(text)) for surface in screens.shown for name, text in visible(surface)}
    untranslated(spoken, texts)
    by_locale(locale, {text for _, text in texts})
    for surface in screens.shown:
        accessible(surface)


def reached(walk, screens):
    """Every form, every button and every kind of message was there."""
    shown = str(screens.shown)
    assert {str(each) for each in (*Callback, *Action) if f"'{each}" not in shown} <= ELSEWHERE
    assert set(SENDERS) - walk.sent <= ELSEWHERE_KINDS


def untranslated(spoken, texts):
    """Nothing is shown that neither a catalogue nor a person has said, in a sentence neither."""
    put_in = {(name, value) for name, value in spoken.put_in if name not in COMMANDS_PUT_IN}
    left = {(name, shown): spoken.left(shown, DATA) for name, shown in texts | put_in}
    assert {pair: letters for pair, letters in left.items() if letters} == {}


def by_locale(locale, texts):
    """No word of the other language, no "du" where "Sie" is said, no gap, and dates and numbers as people write them."""
    german = locale is Locale.DE
    other = _ENGLISH if german else _GERMAN
    number = r"(?<![\d.])\d+\.\d+(?![\d.]|\.\d)" if german else r"\d,\d(?!\d\d)"
    date = rf"\d (?:{_MONTHS_DE})\b" if german else rf"\d\. (?:{_MONTHS_EN})\b"
    for shown in texts:
        said = DATA.sub(" ", re.sub(r"`[^`]*`", " ", shown))
        assert not re.search(other, said), shown
        assert not (german and informal(said)), shown
        assert not re.search(r"\{\w*\}|\bNone\b", shown), shown
        assert not re.search(number, shown), shown
        assert not re.search(date, shown), shown


def accessible(surface):
    """Somebody who hears the screen learns what somebody who sees it learns; and Slack shows all of it."""
    if surface["type"] == "errors":
        return
    elements = [element for _, element in all_elements([{"block_id": "", **each} for each in surface["blocks"]])]
    buttons = [each for each in elements if each["type"] == "button"]
    names = [each.get("accessibility_label") or each["text"]["text"] for each in buttons]
    assert {name for name in names if names.count(name) > 1} == set()
    for button in buttons:
        assert _LETTERS.search(button["text"]["text"])
        assert len(button["text"]["text"]) <= SHOWN_OF_A_BUTTON, button
    for element in elements:
        for option in element.get("options", ()):
            assert _LETTERS.search(option["text"]["text"]) or option["text"]["text"].strip().isdigit()
    for block in surface["blocks"]:
        if block["type"] == "input":
            assert _LETTERS.search(block["label"]["text"])
        if block["type"] == "image":
            assert re.search(r"\d", block["alt_text"]), "it does not say what the figures are"
            assert len(block["alt_text"]) <= MOST_OF_AN_ALT_TEXT
    if surface["type"] == "message" and surface["blocks"]:
        heard = bare(surface["text"])
        told = [{**each, "accessory": None} for each in surface["blocks"] if each["type"] != "actions"]
        for _, shown in visible({"blocks": told}):
            assert bare(shown) in heard or heard.endswith("…"), (shown, heard)


def bare(shown):
    return " ".join(plain(shown).replace("*", " ").split())
