"""The standing instrument: who is asked what, about whom, when, and under which policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from surveys.audiences import GroupRef
from surveys.cadences import Cadence, comes_round, fits_the_window
from surveys.calendars import WorkingTime
from surveys.disclosure import Policy
from surveys.errors import Message, say
from surveys.instalments import least_days_open
from surveys.questions import MOST_OTHERS, QUESTIONS_A_WAVE
from surveys.settings import Setting, SettingError
from surveys.texts import Locale

NAME_CHARACTERS = 60
CLOSING_TIME = time(18)


class SurveyState(StrEnum):
    """Whether a survey opens waves."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"

    def told(self) -> Message:
        """Give it as a word for the catalogues."""
        return _TOLD[self]


_TOLD = {
    SurveyState.ACTIVE: say("active"),
    SurveyState.PAUSED: say("paused"),
    SurveyState.ENDED: say("ended"),
}


@dataclass(frozen=True)
class Survey:
    """A survey as an admin set it up.

    `audience` names units (each with all beneath it) and `groups` Slack user groups and channels, whose members of the
    roster are asked too; both empty: everyone. `channels` is the leadership channel per unit (Slack ids), `opens` the
    local opening time in each person's own zone, `days_open` how long a wave stays open. No wave opens before
    `starts_on`; waves close at `CLOSING_TIME` in `time_zone`. `questions` are the numbers asked in every wave beside the
    anchor; none: they rotate. `reminder` is for who has not answered a day before the end. Each edit raises `version`.
    `working` says in which days and hours people are written to.
    `weekly` spreads a wave's questions over instalments of one or two a week; otherwise they are asked all at once.
    """

    id: int
    name: str
    cadence: Cadence
    opens: time
    days_open: int
    channels: Mapping[str, str]
    starts_on: date
    languages: tuple[Locale, ...] = (Locale.EN, Locale.DE)
    audience: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    state: SurveyState = SurveyState.ACTIVE
    time_zone: str = "UTC"
    groups: tuple[GroupRef, ...] = ()
    questions: tuple[int, ...] = ()
    reminder: bool = False
    version: int = 1
    working: WorkingTime = field(default_factory=WorkingTime)
    weekly: bool = False
    check_in: str | None = None
    """The unit whose own people alone are asked about its new leader; None for every other survey."""

    @property
    def questions_a_wave(self) -> int:
        """Count the questions of a wave, the anchor among them."""
        return len(self.questions) + 1 if self.questions else QUESTIONS_A_WAVE


def check(survey: Survey, today: date) -> Survey:
    """Refuse a survey that could not run as its admin expects; give it back otherwise."""
    if not survey.name.strip() or len(survey.name) > NAME_CHARACTERS:
        raise SettingError(
            Setting.NAME, say("A survey needs a name of 1 to {count} characters.", count=NAME_CHARACTERS)
        )
    if not 1 <= survey.days_open < survey.policy.window_days:
        most = survey.policy.window_days - 1
        raise SettingError(Setting.DAYS_OPEN, say("A wave can stay open for 1 to {count} days.", count=most))
    _check_working(survey)
    if len(survey.questions) > MOST_OTHERS:
        raise SettingError(
            Setting.QUESTIONS, say("A wave asks at most {count} questions beside the overall one.", count=MOST_OTHERS)
        )
    if not comes_round(survey.cadence, today):
        raise SettingError(
            Setting.CADENCE,
            say(
                "This rhythm never comes round within the next two years. Is the year right? Choose “every 4 weeks on Tuesday” or another one."
            ),
        )
    if survey.weekly and survey.days_open < least_days_open(survey.questions_a_wave):
        raise SettingError(
            Setting.DAYS_OPEN,
            say(
                "With one or two questions a week a wave must stay open for at least {count} days. "
                "Choose more days, or all questions at once.",
                count=least_days_open(survey.questions_a_wave),
            ),
        )
    if not fits_the_window(survey.cadence, survey.policy.window_days, today):
        raise SettingError(
            Setting.CADENCE,
            say(
                "Waves may open every {count} days at the soonest, so that figures protect people. "
                "Choose “every 4 weeks on Tuesday” or a longer rhythm.",
                count=survey.policy.window_days,
            ),
        )
    return survey


def _check_working(survey: Survey) -> None:
    working = survey.working
    if not working.days:
        raise SettingError(
            Setting.WORKING_DAYS, say("Choose at least one working day; otherwise nobody would ever be asked.")
        )
    if working.begins >= working.ends:
        raise SettingError(Setting.WORKING_HOURS, say("The working hours end before they begin. Nothing was changed."))
    if not working.begins <= survey.opens < working.ends:
        raise SettingError(
            Setting.OPENS,
            say(
                "The opening time {opens} is outside the working hours, {begins} to {ends}: nobody is written to then. "
                "Choose another time or other hours.",
                opens=f"{survey.opens:%H:%M}",
                begins=f"{working.begins:%H:%M}",
                ends=f"{working.ends:%H:%M}",
            ),
        )
