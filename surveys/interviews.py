"""Interview sheets: how each of a candidate's interviewers saw their concern for customers, answered independently.

No anonymous survey: interviewers see each other's sheets, with names, once all have answered. The candidate is known by
a code alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from surveys.errors import VorbildError, say
from surveys.texts import Text

KEPT = timedelta(days=30)
MOST_INTERVIEWERS = 10
LEAST_INTERVIEWERS = 2
NOTE_CHARACTERS = 1000
CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What a code is made of: nothing that is read for something else."""
CODE_LENGTH = 5
POINTS = (1, 2, 3, 4, 5)


class Item(StrEnum):
    """What a candidate is asked about."""

    UNHAPPY = "unhappy"
    INCONVENIENT = "inconvenient"
    COMPLAINT = "complaint"
    COLLEAGUES = "colleagues"


@dataclass(frozen=True)
class Question:
    """A behavioural question, and what an answer looks like at the low, the middle and the high end of the scale."""

    text: Text
    low: Text
    middle: Text
    high: Text


QUESTIONS: Mapping[Item, Question] = {
    Item.UNHAPPY: Question(
        Text(
            "Erzählen Sie von einem Kunden, der unzufrieden war. Was haben Sie getan, und wie ging es aus?",
            "Tell us of a customer who was unhappy. What did you do, and how did it end?",
        ),
        Text("sucht die Schuld beim Kunden", "blames the customer"),
        Text("löst den Fall, wie er vorliegt", "settles the case as it stands"),
        Text("versteht den Anlass und beugt dem nächsten Fall vor", "understands the cause and prevents the next case"),
    ),
    Item.INCONVENIENT: Question(
        Text(
            "Wann war das, was ein Kunde brauchte, für Sie unbequem? Wie haben Sie entschieden?",
            "When was what a customer needed inconvenient for you? How did you decide?",
        ),
        Text("kennt kein Beispiel oder geht darüber hinweg", "knows no example, or passes over it"),
        Text("hilft, wenn es verlangt wird", "helps when asked to"),
        Text("wägt ab, handelt für den Kunden und steht dazu", "weighs it up, acts for the customer and stands by it"),
    ),
    Item.COMPLAINT: Question(
        Text(
            "Was war die letzte Beschwerde, aus der Sie gelernt haben, und was ist heute anders?",
            "What was the last complaint you learnt from, and what is different today?",
        ),
        Text("sieht in Beschwerden eine Störung", "sees complaints as a disturbance"),
        Text("hat für sich etwas geändert", "changed something for themselves"),
        Text("hat auch bei anderen etwas verändert", "changed something beyond themselves"),
    ),
    Item.COLLEAGUES: Question(
        Text(
            "Wie merken Kolleginnen, Kollegen oder Mitarbeitende, dass Sie ihre Arbeit leichter machen wollen?",
            "How do colleagues or staff notice that you want to make their work easier?",
        ),
        Text("bleibt bei Absichten", "stays with intentions"),
        Text("nennt ein Beispiel auf Nachfrage", "names an example when asked"),
        Text("fragt von sich aus nach und nennt Folgen", "asks of their own accord and names what came of it"),
    ),
}


@dataclass(frozen=True)
class Interview:
    """A candidate's sheets; `asked` are the interviewers by id, `sheets` what they answered."""

    code: str
    asker_id: str
    asked: tuple[str, ...]
    opened_on: date
    closed: bool = False


@dataclass(frozen=True)
class Sheet:
    """What one interviewer saw: a point for each question, and notes."""

    person_id: str
    points: Mapping[Item, int]
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Reading:
    """An interview as one interviewer, or whoever asked, may see it: others' sheets only when it is over."""

    interview: Interview
    sheets: tuple[Sheet, ...] = ()
    answered: int = 0
    mine: bool = False
    asks: bool = False
    asked: bool = False

    @property
    def over(self) -> bool:
        """Tell whether everybody asked has answered, or the asker has closed it."""
        return self.interview.closed or self.answered == len(self.interview.asked)


def check_asked(person_ids: Sequence[str]) -> tuple[str, ...]:
    """Refuse too few or too many interviewers."""
    asked = tuple(dict.fromkeys(person_ids))
    if not LEAST_INTERVIEWERS <= len(asked) <= MOST_INTERVIEWERS:
        raise VorbildError(
            say(
                "Name {least} to {most} interviewers: `/pulse interview @person @person`. Two see more than one.",
                least=LEAST_INTERVIEWERS,
                most=MOST_INTERVIEWERS,
            )
        )
    return asked


def check_sheet(sheet: Sheet) -> Sheet:
    """Refuse a sheet that leaves a question out, or notes that are too long."""
    if any(sheet.points.get(item) not in POINTS for item in Item):
        raise VorbildError(say("Choose a point for each question. Nothing was stored."))
    if len(sheet.note) > NOTE_CHARACTERS:
        raise VorbildError(say("Notes may have {count} characters.", count=NOTE_CHARACTERS))
    return sheet
