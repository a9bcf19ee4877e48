"""What somebody reads who puts a pulse off: when it comes again, and that nobody is told."""

from datetime import datetime

from slack_sdk.models.blocks import PlainTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import Action
from surveys.postponing import Choice
from surveys.waves import OpenPulse

CHOICES = {
    Action.LATER_TODAY: Choice.LATER_TODAY,
    Action.TOMORROW: Choice.TOMORROW,
    Action.NOT_THIS_TIME: Choice.NOT_THIS_TIME,
}


def postponed_modal(pulse: OpenPulse, until: datetime | None, words: Words) -> View:
    """Say what was noted. The message itself stays as it is: a change would leave its time in Slack's export."""
    closes_at = words.moment(pulse.closes_at)
    if until is None:
        text = words(
            "Noted: nothing more about this comes to you, no reminder either. Should you change your mind, you can "
            "answer until {moment}, in the message or in the Home tab.",
            moment=closes_at,
        )
        if pulse.more_on is not None:
            text = f"{text} {words('The next questions come on {day}.', day=words.day(pulse.more_on))}"
    else:
        text = words(
            "Noted: the invitation comes again on {until}, unless you have answered by then. You can answer at any "
            "time until {moment}.",
            until=words.moment(until),
            moment=closes_at,
        )
    sealed = words("Nobody is told: this lies sealed beside the answers and is destroyed with them at the close.")
    return View(
        type="modal",
        title=PlainTextObject(text=words("Pulse")),
        close=PlainTextObject(text=words("Close")),
        blocks=[SectionBlock(text=PlainTextObject(text=text)), SectionBlock(text=PlainTextObject(text=sealed))],
    )
