"""The promise about answers, what is stored about a person now, and the journal of settings."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import Action, Callback
from bot.views.labels import told_apart
from bot.views.languages import NAMES
from surveys.privacy import Holdings, OpenBallot
from surveys.retention import Retention


def privacy_modal(holdings: Holdings, words: Words) -> View:
    """Show the promise and, from the real rows, what is stored about this person now."""
    blocks = told_apart([*promises(words), *stored(holdings, words, can_withdraw=True)])
    return _modal(words("Your answers"), blocks, words)


def promises(words: Words) -> list[Block]:
    """Say what happens to answers, who can see what, and whom one has to trust meanwhile."""
    return [
        _section(paragraph)
        for paragraph in (
            words(
                "*While the pulse is open* your answers lie sealed (encrypted) in an urn. The key lies elsewhere. You can replace or withdraw them until the end."
            ),
            words(
                "*When it closes* the urn is counted in memory, the ballots and the key are destroyed, and only figures of five or more people remain."
            ),
            words("*Never stored:* who answered what, when somebody answered, or who took part after the close."),
            words(
                "*Who sees what:* leaders see rounded figures of groups of five or more, once in four weeks. Admins set up pulses and see no answers. Nobody sees who took part."
            ),
            words(
                "*“Later”, “not this time” and wanting no messages* are nobody's business either: the first two lie sealed in the urn and are destroyed with it, the last is kept under a mark that only the bot can connect with you. What was sent to you again is deleted when the pulse closes; a Slack export made before then would hold it."
            ),
            words(
                "*Comments* are shown to leaders of the unit only among at least eight answers and three comments, in random order. With the code that you kept you can read replies for 30 days, answer them, or take your comment back; who holds a code is stored nowhere."
            ),
            words(
                "*What to know:* while a pulse is open, whoever runs the bot has to be trusted: Slack sends your name along with your answers, and with the server, the key and the secret together they could be read. After the close nobody can, whatever they have."
            ),
            words(
                "*How to check:* your works council or IT can run `vorbild privacy-audit` at any time. It attacks the real storage and everything ever published, and says what it found. Part of it runs by itself before every post."
            ),
            words(
                "*Do you need help?* This is no place for emergencies or whistleblowing: please use the contacts your company names for that."
            ),
        )
    ]


def stored(holdings: Holdings, words: Words, *, can_withdraw: bool = False) -> list[Block]:
    """List what is stored about the person who asks; where it can be shown at once, a ballot can be taken back."""
    head = "\n".join([words("*Stored about you now*"), *_roster_lines(holdings, words), *_role_lines(holdings, words)])
    return [
        _section(head[:3000]),
        *(block for ballot in holdings.ballots for block in _of_wave(ballot, words, can_withdraw=can_withdraw)),
        _section("\n".join(_past_lines(holdings, words))),
    ]


def _roster_lines(holdings: Holdings, words: Words) -> list[str]:
    person = holdings.person
    if person is None and holdings.remembered:
        return [words("• You are not in the roster any more; what an earlier one said of you is still remembered.")]
    if person is None:
        return [words("• You are not in the roster.")]
    lines = [
        words(
            "• From the roster: your name, {name}; the team in which you are asked, {unit}.",
            name=escape(person.name),
            unit=escape(holdings.unit_name or "–"),
        )
    ]
    language = NAMES[person.language] if person.language else None
    kept = [escape(value) for value in (person.email, language, person.time_zone, person.office) if value]
    if kept:
        lines.append(words("• For delivery: {values}.", values=", ".join(kept)))
    if holdings.absences:
        days = ", ".join(words.span(each.first, each.last) for each in holdings.absences)
        lines.append(words("• Days on which you are away, so that nothing is sent to you then: {days}.", days=days))
    return lines


def _role_lines(holdings: Holdings, words: Words) -> list[str]:
    lines = []
    if holdings.leads:
        lines.append(words("• Units you lead: {units}.", units=", ".join(map(escape, holdings.leads))))
    if holdings.roles:
        told = ", ".join(words.message(role.told()) for role in holdings.roles)
        lines.append(words("• Roles you were given: {roles}.", roles=told))
    if holdings.signed_versions:
        numbers = ", ".join(map(words.number, holdings.signed_versions))
        lines.append(words("• Versions of the charter that you have signed: {numbers}.", numbers=numbers))
    if holdings.commitment_steps:
        lines.append(
            words.many(
                "• {count} step of a commitment under your name, which the team reads.",
                "• {count} steps of commitments under your name, which the teams read.",
                holdings.commitment_steps,
            )
        )
    if holdings.card_proposals:
        lines.append(
            words.many(
                "• {count} proposal of yours for a contribution card, with your name.",
                "• {count} proposals of yours for contribution cards, with your name.",
                holdings.card_proposals,
            )
        )
    if holdings.interview_sheets:
        lines.append(
            words.many(
                "• {count} interview sheet of yours, with your name, for 30 days.",
                "• {count} interview sheets of yours, with your name, for 30 days each.",
                holdings.interview_sheets,
            )
        )
    if holdings.voice_entries:
        lines.append(
            words.many(
                "• {count} word of a customer that you relayed with your name.",
                "• {count} words of customers that you relayed with your name.",
                holdings.voice_entries,
            )
        )
    lines += _switch_lines(holdings, words)
    if holdings.deeds:
        lines.append(
            words.many(
                "• {count} entry of yours in the settings journal, which everybody can read.",
                "• {count} entries of yours in the settings journal, which everybody can read.",
                holdings.deeds,
            )
        )
    return lines


def _switch_lines(holdings: Holdings, words: Words) -> list[str]:
    lines = []
    if holdings.opted_out:
        lines.append(
            words(
                "• That you want no messages about pulses, under a mark that only the bot can connect with you. Only you are told so."
            )
        )
    if holdings.asked_daily:
        lines.append(words("• That you want to be asked daily whether a customer told you something."))
    return lines


def _past_lines(holdings: Holdings, words: Words) -> list[str]:
    return [
        words.many(
            "• {count} earlier invitation: that a message was sent to you, not whether you answered.",
            "• {count} earlier invitations: that messages were sent to you, not whether you answered.",
            holdings.past_invitations,
        ),
        words("• Of closed pulses: no answer of yours that anybody could find, not even we."),
        words("*For how long*"),
        *(f"• {line}" for line in periods(holdings.retention, words)),
    ]


def periods(keeps: Retention, words: Words) -> list[str]:
    """Say how long what is kept."""
    return [
        words("Sealed ballots and their key: until the pulse closes."),
        words(
            "Invitations until {invitations} days after the close, notes of messages sent to you for {messages} days, your roster entry until you have left and nothing refers to you any more.",
            invitations=words.number(keeps.invitation_days),
            messages=words.number(keeps.message_days),
        ),
        words(
            "Comments for {comments} days after the close, conversations beneath them for 30; what customers said for {voice} days; interview sheets for 30.",
            comments=words.number(keeps.comment_days),
            voice=words.number(keeps.voice_days),
        ),
        words(
            "Published figures and who led which unit then: {months} months. Commitments that ended: 36 months.",
            months=words.number(keeps.figure_months),
        ),
        words(
            "Files that I sent to somebody: {exports} days. Decided proposals for cards, since when somebody leads, check-ins and earlier charters: {records} days.",
            exports=words.number(keeps.export_days),
            records=words.number(keeps.record_days),
        ),
        words(
            "The settings journal and the charter that holds: for good. Logs are your company's; 14 days are advised."
        ),
    ]


def _of_wave(ballot: OpenBallot, words: Words, *, can_withdraw: bool) -> list[Block]:
    """Show what an open wave holds of somebody: ballot or none, and whether they put it off."""
    blocks, put_off = [_ballot(ballot, words, can_withdraw=can_withdraw)], ballot.postponed
    if put_off.until is not None:
        moment = words.moment(put_off.until)
        blocks.append(
            _section(words("• Sealed beside it: that its invitation is to come again on {moment}.", moment=moment))
        )
    elif put_off.left_out:
        blocks.append(_section(words("• Sealed beside it: that you said “not this time”, so that no reminder comes.")))
    return blocks


def _ballot(ballot: OpenBallot, words: Words, *, can_withdraw: bool) -> Block:
    moment, name = words.moment(ballot.closes_at), escape(ballot.survey_name)
    if not ballot.sealed:
        return _section(
            words(
                "• “{name}”: an invitation, and no ballot; open until {moment}. Only you are told so.",
                name=name,
                moment=moment,
            )
        )
    text = words("• “{name}”: a sealed ballot, until {moment}. Only you are told so.", name=name, moment=moment)
    if ballot.weeks > 1:
        text = words(
            "• “{name}”: a sealed ballot with the answers of {count} of {weeks} weeks, until {moment}. Only you are told so.",
            name=name,
            count=words.number(ballot.weeks_sealed),
            weeks=words.number(ballot.weeks),
            moment=moment,
        )
    return SectionBlock(
        text=MarkdownTextObject(text=text), accessory=_withdraw(ballot, words) if can_withdraw else None
    )


def _withdraw(ballot: OpenBallot, words: Words) -> ButtonElement:
    return ButtonElement(
        action_id=Action.WITHDRAW,
        value=str(ballot.wave_id),
        text=PlainTextObject(text=words("Withdraw my ballot")),
        confirm=ConfirmObject(
            title=PlainTextObject(text=words("Withdraw my ballot")),
            text=PlainTextObject(
                text=words(
                    "It is taken out of the urn, scores and comment. You can answer again until the pulse closes."
                )
            ),
            confirm=PlainTextObject(text=words("Withdraw")),
            deny=PlainTextObject(text=words("Keep it")),
        ),
    )


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text))


def _modal(title: str, blocks: Sequence[Block], words: Words) -> View:
    return View(
        type="modal",
        callback_id=Callback.PRIVACY,
        title=PlainTextObject(text=title),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )
