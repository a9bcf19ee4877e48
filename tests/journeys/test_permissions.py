"""Who may do what: every role against every command, every form of the admins, and every button.

Rights are looked at when something is opened, and again when it comes back; a refusal stands in the journal. Whose
figures a leader may read: tests/journeys/test_results.py.
"""

import json
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from bot.commands import Verb
from bot.directory import read_directory
from bot.use_cases import roles
from bot.use_cases import roster as roster_cases
from bot.use_cases.roster import RosterFile
from bot.views.ids import Action, Callback
from bot.workspace.seed import seed
from surveys.journal import Deed
from surveys.roster import Member, Person, Roster, Unit
from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF, roster_csv
from tests.journeys.hostile import FORM, JSON, Door, click, command, event, submission

ABOVE, VIEWER, FORMER, SECOND, GUEST = STAFF[7], STAFF[6], STAFF[5], STAFF[4], "U0GUEST"
OUTSIDER = "U0OUTSIDE"
EMPLOYEE = STAFF[0]
EVERYBODYS = {
    Verb.HELP,
    Verb.ANSWER,
    Verb.PRIVACY,
    Verb.JOURNAL,
    Verb.AWAY,
    Verb.CARD,
    Verb.CHARTER_SHOW,
    Verb.INTERVIEW,
    Verb.HEARD,
    Verb.VOICE_DAILY,
    Verb.INVITATIONS,
}
READERS = {Verb.RESULTS, Verb.EXPORT}
LEADERS = {Verb.COMMIT, Verb.CHARTER_SIGN}
ADMINS = {
    Verb.SURVEY_NEW,
    Verb.SURVEY_LIST,
    Verb.SURVEY_SHOW,
    Verb.SURVEY_EDIT,
    Verb.SURVEY_PREVIEW,
    Verb.SURVEY_RUN,
    Verb.SURVEY_CLOSE,
    Verb.SURVEY_PAUSE,
    Verb.SURVEY_RESUME,
    Verb.SURVEY_VOID,
    Verb.SURVEY_THRESHOLD,
    Verb.SURVEY_END,
    Verb.CHANNEL_SET,
    Verb.CHARTER_EDIT,
    Verb.VOICE_CHANNEL,
    Verb.STATUS,
    Verb.RETRY,
    Verb.QUESTION_NEW,
    Verb.QUESTION_LIST,
    Verb.QUESTION_EDIT,
    Verb.QUESTION_RETIRE,
    Verb.ROSTER_SHOW,
    Verb.ROSTER_IMPORT,
    Verb.ROSTER_SYNC,
    Verb.ROSTER_CHECK,
    Verb.ROSTER_AWAY,
    Verb.ROSTER_OFFICE,
    Verb.ADMIN_ADD,
    Verb.ADMIN_REMOVE,
    Verb.ADMIN_LIST,
    Verb.ADDRESS,
    Verb.VIEWER_ADD,
    Verb.VIEWER_REMOVE,
}
MATRIX = {
    EMPLOYEE: EVERYBODYS,
    LEADER: EVERYBODYS | READERS | LEADERS,
    ABOVE: EVERYBODYS | READERS | LEADERS,
    VIEWER: EVERYBODYS | READERS,
    ADMIN: EVERYBODYS | ADMINS,
    FORMER: EVERYBODYS,
    GUEST: EVERYBODYS,
}
"""What each role may ask for; everything else is refused. A verb that stands in no set has no row, and fails."""

REFUSALS = (
    "Das können nur die Admins",
    "This is for Vorbild's admins",
    "This is for leaders and for viewers",
    "Das ist für Führungskräfte",
)
ARGUMENTS = f"Nothing <#{LEADERSHIP}|leadership> <@{GUEST}> 8"


def test_every_verb_has_a_row():
    assert set(Verb) == EVERYBODYS | READERS | LEADERS | ADMINS


@pytest.fixture
async def company(stage):
    """Two levels of leaders, a viewer, a former admin, a second admin and a guest."""
    guest = {"id": GUEST, "name": "guest", "is_restricted": True, "locale": "en-GB"}
    seed(stage.workspace.state, {"users": [guest], "channels": [{"id": LEADERSHIP, "members": [GUEST]}]})
    names = [LEADER, ADMIN, *STAFF]
    people = {id_: Person(id_, id_, "team", time_zone="Europe/Berlin") for id_ in names if id_ not in {LEADER, ABOVE}}
    people |= {LEADER: Person(LEADER, LEADER, "all"), ABOVE: Person(ABOVE, ABOVE, None)}
    units = {"all": Unit("all", "All", ABOVE, None), "team": Unit("team", "Team", LEADER, "all")}
    services = stage.services
    roster_cases.apply(services, RosterFile(Roster(people, units)), ADMIN)
    for each in (SECOND, FORMER):
        roles.add_admin(services, ADMIN, member(each))
    roles.remove_admin(services, ADMIN, FORMER)
    roles.add_viewer(services, ADMIN, member(VIEWER))
    roles.add_viewer(services, SECOND, member(VIEWER))
    return stage


def member(id_):
    return Member(id_, id_, None, None, None)


@pytest.mark.parametrize("role", MATRIX)
async def test_a_role_may_ask_for_what_its_row_says_and_for_nothing_else(company, role):
    person = company.person(role)
    refused = {verb for verb in Verb if is_refusal(await told(company, person, f"{verb} {ARGUMENTS}"))}
    assert refused == set(Verb) - MATRIX[role]
    assert tried(company, role) == (1 if refused & ADMINS else 0)


async def told(stage, person, typed):
    """Type a command; give what is said or shown."""
    before = len(await person.messages(LEADERSHIP))
    await person.command("/pulse", typed, LEADERSHIP)

    async def answer():
        messages = await person.messages(LEADERSHIP)
        return messages[-1]["text"] if len(messages) > before else str(await person.top_view() or "")

    found = await person.until(answer)
    while view := await person.top_view():
        await person.close(view)
    return found


def is_refusal(answer):
    return any(sentence in answer for sentence in REFUSALS)


def tried(stage, person_id):
    """How often the journal says that somebody was refused."""
    asked = text("SELECT count(*) FROM journal WHERE action = :deed AND actor_id = :actor")
    with stage.services.database.reading() as session:
        return session.scalar(asked, {"deed": Deed.REFUSED, "actor": person_id})


FORMS = ["survey new", "survey edit Puls", "survey end Puls", "question new", "roster import", "roster sync"]


@pytest.mark.parametrize("typed", FORMS)
async def test_a_form_that_an_admin_opened_is_refused_when_they_are_none_any_more(company, typed):
    await company.create_survey()
    await company.ask(ADMIN, "survey run Puls")
    company.workspace.state.usergroups.clear()
    seed(company.workspace.state, {"usergroups": [{"handle": "team", "name": "Team", "users": STAFF[:3]}]})
    form = await company.ask_for_modal(ADMIN, typed)
    roles.remove_admin(company.services, SECOND, ADMIN)
    door = Door(company)
    before = door.written()
    status, answer = await door.interact(submission(ADMIN, form))
    assert status == 200
    assert answer["response_action"] in {"errors", "push"}, answer
    assert door.written() == before


@pytest.mark.parametrize("role", [EMPLOYEE, LEADER, VIEWER, FORMER, GUEST])
async def test_no_button_of_the_admins_does_anything_for_somebody_else(company, role):
    await company.create_survey()
    await company.ask(ADMIN, "survey run Puls")
    door = Door(company)
    before = door.written()
    for verb in ADMINS:
        for action in (Action.COMMAND, Action.COMMAND_FORM):
            status, _ = await door.interact(click(role, f"{action}/1", f"{verb} Puls"))
            assert status == 200, verb
    for action in (Action.ROSTER_CONFIRM, Action.ROSTER_DISCARD, Action.CHANGE_DRAFT):
        assert (await door.interact(click(role, action, "1")))[0] == 200, action
    assert door.written() == before
    assert tried(company, role) == 1


NOT_FROM_HERE = {
    "somebody of another organisation who shares a channel": {"team_id": "T0OTHER"},
    "an account that is switched off": {"deleted": True},
}


@pytest.mark.parametrize("account", NOT_FROM_HERE.values(), ids=NOT_FROM_HERE)
async def test_whoever_does_not_work_here_may_do_nothing_at_all(company, account):
    seed(company.workspace.state, {"users": [{"id": OUTSIDER, "name": "out", **account}]})
    await company.create_survey()
    await company.ask(ADMIN, "survey run Puls")
    door = Door(company)
    before = door.written()
    for verb in Verb:
        payload = command(OUTSIDER, f"{verb} {ARGUMENTS}") | {"response_url": f"{company.workspace.url}/response/none"}
        assert (await door.post(urlencode(payload), FORM))[0] == 200, verb
    for action in Action:
        for value in ("1", "on", "1/team"):
            assert (await door.interact(click(OUTSIDER, action, value)))[0] == 200, action
    for callback in Callback:
        view = {"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": '{"wave_id": 1}', "state": {}}
        status, answer = await door.interact(submission(OUTSIDER, view))
        assert status == 200, callback
        assert "people who work here" in str(answer), callback
    assert (await door.post(json.dumps(event("app_home_opened", user=OUTSIDER, tab="home")), JSON))[0] == 200
    assert door.written() == before
    assert OUTSIDER not in company.workspace.state.homes


@pytest.mark.parametrize("account", NOT_FROM_HERE.values(), ids=NOT_FROM_HERE)
async def test_whoever_does_not_work_here_is_never_asked_though_a_list_names_them(stage, account):
    seed(stage.workspace.state, {"users": [{"id": OUTSIDER, "name": "out", **account}]})
    listed = roster_csv([*STAFF[:2], OUTSIDER])
    new, _ = roster_cases.preview(stage.services, listed, await read_directory(stage.bot.client))
    assert [person.invitable for person in (new.roster.people[STAFF[0]], new.roster.people[OUTSIDER])] == [True, False]
