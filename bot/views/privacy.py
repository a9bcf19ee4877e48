"""The promise about answers, what is stored about a person now, and the journal of settings."""

from slack_sdk.models.blocks import Block, MarkdownTextObject, PlainTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import Callback
from surveys.privacy import Holdings, OpenBallot


def privacy_modal(holdings: Holdings, words: Words) -> View:
    """Show the promise and, from the real rows, what is stored about this person now."""
    return _modal(words("Your answers"), [*promises(words), *stored(holdings, words)], words)


def promises(words: Words) -> list[Block]:
    """Say what happens to answers, who can see what, and whom one has to trust meanwhile."""
    return [
        _section(paragraph)
        for paragraph in (
            words(
                "*While the pulse is open* your answers lie sealed (encrypted) in an urn. The key lies elsewhere. You can replace them until the end."
            ),
            words(
                "*When it closes* the urn is counted in memory, the ballots and the key are destroyed, and only figures of five or more people remain."
            ),
            words("*Never stored:* who answered what, when somebody answered, or who took part after the close."),
            words(
                "*Who sees what:* leaders see rounded figures of groups of five or more, once in four weeks. Admins set up pulses and see no answers. Nobody sees who took part."
            ),
            words(
                "*Comments* are shown to leaders of the unit only among at least eight answers and three comments, in random order, and for a year. With the code that you kept you can read replies for 30 days, answer them, or take your comment back; who holds a code is stored nowhere."
            ),
            words(
                "*What to know:* while a pulse is open, whoever runs the bot has to be trusted, because Slack sends your name along with your answers."
            ),
            words(
                "*Needing help?* This is no place for emergencies or whistleblowing: please use the contacts your company names for that."
            ),
        )
    ]


def stored(holdings: Holdings, words: Words) -> list[Block]:
    """List what is stored about the person who asks."""
    return [_section("\n".join([words("*Stored about you now*"), *_stored_lines(holdings, words)]))]


def _stored_lines(holdings: Holdings, words: Words) -> list[str]:
    person = holdings.person
    if person is None:
        return [words("• You are not in the roster: nothing.")]
    unit = escape(holdings.unit_name or "–")
    lines = [
        words(
            "• From the roster: your name, {name}; the team in which you are asked, {unit}.",
            name=escape(person.name),
            unit=unit,
        )
    ]
    kept = [escape(value) for value in (person.email, person.locale, person.time_zone, person.office) if value]
    if kept:
        lines.append(words("• For delivery: {values}.", values=", ".join(kept)))
    if holdings.absences:
        days = ", ".join(words.span(each.first, each.last) for each in holdings.absences)
        lines.append(words("• Days on which you are away, so that nothing is sent to you then: {days}.", days=days))
    lines += [_ballot(ballot, words) for ballot in holdings.ballots]
    lines.append(
        words.many(
            "• {count} earlier invitation: that a message was sent to you, not whether you answered.",
            "• {count} earlier invitations: that messages were sent to you, not whether you answered.",
            holdings.past_invitations,
        )
    )
    lines.append(words("• Of closed pulses: no answer of yours that anybody could find, we neither."))
    return lines


def _ballot(ballot: OpenBallot, words: Words) -> str:
    moment, name = words.moment(ballot.closes_at), escape(ballot.survey_name)
    if ballot.sealed:
        return words("• “{name}”: a sealed ballot, until {moment}. Only you are told so.", name=name, moment=moment)
    return words(
        "• “{name}”: an invitation, and no ballot; open until {moment}. Only you are told so.", name=name, moment=moment
    )


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text))


def _modal(title: str, blocks: list[Block], words: Words) -> View:
    return View(
        type="modal",
        callback_id=Callback.PRIVACY,
        title=PlainTextObject(text=title),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )
