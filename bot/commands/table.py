"""The one table of commands, and who is offered which of them."""

from collections.abc import Sequence

from bot.commands.command import (
    ADDRESS,
    CHANNEL,
    DAYS,
    KIND,
    NUMBER,
    OFFICE,
    PERSON,
    QUESTION,
    SURVEY,
    SWITCH,
    TOPIC,
    UNIT,
    Command,
    Verb,
)
from bot.commands.german import english
from surveys.errors import VorbildError, say
from surveys.roles import Role

_EVERYBODY = (Role.EMPLOYEE,)
COMMANDS = (
    Command(Verb.HELP, say("shows what you can do here"), _EVERYBODY, optional=(TOPIC,), button=say("Help")),
    Command(Verb.ANSWER, say("opens what you can answer now"), _EVERYBODY),
    Command(Verb.SURVEY_NEW, say("sets up a survey in a form"), button=say("New survey")),
    Command(Verb.SURVEY_LIST, say("lists all surveys"), button=say("All surveys")),
    Command(Verb.SURVEY_SHOW, say("shows a survey, its wave and its next dates"), takes=(SURVEY,), button=say("Show")),
    Command(Verb.SURVEY_EDIT, say("changes a survey in a form"), takes=(SURVEY,), button=say("Edit")),
    Command(
        Verb.SURVEY_PREVIEW,
        say("sends you what an employee will get; nothing is stored"),
        takes=(SURVEY,),
        button=say("Preview"),
    ),
    Command(
        Verb.SURVEY_RUN,
        say("opens the next wave now"),
        takes=(SURVEY,),
        button=say("Open a wave now"),
        sure=say("Everybody whom this survey asks is invited now, or when they are next at work."),
    ),
    Command(
        Verb.SURVEY_CLOSE,
        say("closes the open wave now and counts it"),
        takes=(SURVEY,),
        button=say("Close the wave"),
        sure=say(
            "It is counted now, and the ballots are destroyed. Nobody can answer any more; this cannot be undone."
        ),
    ),
    Command(
        Verb.SURVEY_PAUSE, say("stops opening waves and sending invitations"), takes=(SURVEY,), button=say("Pause")
    ),
    Command(Verb.SURVEY_RESUME, say("goes on after a pause"), takes=(SURVEY,), button=say("Resume")),
    Command(Verb.SURVEY_VOID, say("gives up an open wave whose key is lost, uncounted"), takes=(SURVEY,)),
    Command(
        Verb.SURVEY_THRESHOLD,
        say("raises the least number of answers behind a figure, for good"),
        takes=(SURVEY, NUMBER),
    ),
    Command(
        Verb.RESULTS,
        say("shows the figures of the unit you lead or, by its name, of one beneath"),
        (Role.LEADER, Role.VIEWER),
        optional=(UNIT,),
    ),
    Command(
        Verb.SURVEY_END,
        say("ends a survey; asks what becomes of an open wave"),
        takes=(SURVEY,),
        button=say("End"),
        sure=say("No wave opens any more. You are asked what becomes of an open one, and can resume the survey later."),
    ),
    Command(
        Verb.CHANNEL_SET,
        say("sends a unit's trend posts to a channel"),
        takes=(UNIT, CHANNEL),
        button=say("Channel of a unit"),
    ),
    Command(
        Verb.STATUS,
        say("shows what is delivered, waiting and failed, and participation once a wave is closed"),
        optional=(SURVEY,),
        button=say("Status"),
    ),
    Command(Verb.RETRY, say("tries a survey's failed messages again"), takes=(SURVEY,)),
    Command(
        Verb.EXPORT,
        say("sends you a survey's published figures as a table"),
        (Role.LEADER, Role.VIEWER),
        takes=(SURVEY,),
        button=say("Figures as a table"),
    ),
    Command(Verb.PRIVACY, say("shows what is stored about you, and what never is"), _EVERYBODY),
    Command(Verb.JOURNAL, say("shows who changed which setting"), _EVERYBODY, button=say("Journal")),
    Command(Verb.QUESTION_NEW, say("adds a question of your own in a form"), button=say("New question")),
    Command(Verb.QUESTION_LIST, say("lists your own questions with their numbers"), button=say("Own questions")),
    Command(
        Verb.QUESTION_EDIT, say("gives an own question a new wording"), takes=(QUESTION,), button=say("New wording")
    ),
    Command(
        Verb.QUESTION_RETIRE,
        say("asks an own question no more"),
        takes=(QUESTION,),
        button=say("Retire"),
        sure=say(
            "It is asked no more. Reports of earlier waves can still be read; to ask it again, it has to be written anew."
        ),
    ),
    Command(Verb.AWAY, say("notes when you are away, so that nothing is sent to you"), _EVERYBODY, optional=(DAYS,)),
    Command(Verb.ROSTER_SHOW, say("shows people and units"), button=say("People and units")),
    Command(
        Verb.ROSTER_IMPORT, say("imports a roster from a CSV file, after a preview"), button=say("Import a roster")
    ),
    Command(
        Verb.ROSTER_SYNC,
        say("makes a roster of Slack's user groups, after a preview"),
        button=say("Roster from Slack"),
    ),
    Command(
        Verb.ROSTER_CHECK,
        say("looks for people and units that cannot be asked or shown"),
        button=say("Check the roster"),
    ),
    Command(
        Verb.ROSTER_AWAY,
        say("notes when somebody is away"),
        takes=(PERSON,),
        optional=(DAYS,),
        button=say("Somebody is away"),
    ),
    Command(
        Verb.ROSTER_OFFICE, say("sets whose holidays are kept in an office"), optional=(OFFICE,), button=say("Offices")
    ),
    Command(
        Verb.INTERVIEW,
        say("gives a candidate's interviewers a short sheet on concern for customers"),
        _EVERYBODY,
        takes=(PERSON,),
    ),
    Command(
        Verb.CARD,
        say("shows the contribution card of your unit or, by its name, of another"),
        _EVERYBODY,
        optional=(UNIT,),
    ),
    Command(Verb.COMMIT, say("promises your team one concrete thing, with a date"), (Role.LEADER,), optional=(UNIT,)),
    Command(Verb.CHARTER_SHOW, say("shows our promise to customers, and what it asks of leaders"), _EVERYBODY),
    Command(Verb.CHARTER_SIGN, say("signs the current charter"), (Role.LEADER,)),
    Command(Verb.CHARTER_EDIT, say("writes the next version of the charter in a form"), button=say("Charter")),
    Command(Verb.HEARD, say("relays what a customer told you, with your name or without"), _EVERYBODY),
    Command(
        Verb.VOICE_CHANNEL,
        say("sends what customers say to a channel, by kind"),
        takes=(KIND, CHANNEL),
        button=say("Channel of customer voice"),
    ),
    Command(
        Verb.VOICE_DAILY,
        say("asks you at the end of a working day whether a customer told you something"),
        _EVERYBODY,
        takes=(SWITCH,),
    ),
    Command(
        Verb.INVITATIONS,
        say("sends you no messages about pulses any more, or sends them again; nobody is told"),
        _EVERYBODY,
        takes=(SWITCH,),
    ),
    Command(
        Verb.ADDRESS,
        say("lets German texts say “du” or “Sie” to everybody"),
        takes=(ADDRESS,),
        button=say("“du” or “Sie”"),
    ),
    Command(Verb.ADMIN_LIST, say("lists admins and viewers of the whole"), button=say("Admins and viewers")),
    Command(
        Verb.ADMIN_ADD,
        say("names an admin: runs surveys, sees no results"),
        takes=(PERSON,),
        button=say("Name an admin"),
    ),
    Command(Verb.ADMIN_REMOVE, say("takes the role of an admin back"), takes=(PERSON,), button=say("Remove an admin")),
    Command(
        Verb.VIEWER_ADD,
        say("names or confirms a viewer of the whole; it takes two admins"),
        takes=(PERSON,),
        button=say("Name a viewer"),
    ),
    Command(Verb.VIEWER_REMOVE, say("takes the role of a viewer back"), takes=(PERSON,), button=say("Remove a viewer")),
)


def allowed(roles: frozenset[Role]) -> list[Command]:
    """Give the commands that a person of these roles may use."""
    return [command for command in COMMANDS if not roles.isdisjoint(command.needs)]


def command_of(verb: object) -> Command:
    """Give the command that a button or a form names."""
    found = next((command for command in COMMANDS if command.verb == verb), None)
    if found is None:
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return found


def about(topic: str, commands: Sequence[Command]) -> list[Command]:
    """Give the commands of one topic, all of them without one; an unknown topic is answered with those there are."""
    wanted = " ".join(english(topic.split()[:1]))
    found = [command for command in commands if not wanted or command.topic == wanted]
    if not found:
        topics = ", ".join(dict.fromkeys(command.topic for command in commands))
        raise VorbildError(say("There is no help on “{topic}”. There is: {topics}.", topic=topic, topics=topics))
    return found
