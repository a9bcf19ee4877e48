"""What is said of commitments: in reports, messages and the Home tab."""

from datetime import date

from bot.i18n import Words
from bot.literal import literal, name
from bot.people import named
from bot.report_sentences import index_of
from surveys.commitments import Board, Commitment, CommitmentState, Event, Kept, Step, Told
from surveys.errors import Message, say
from surveys.judging import Outcome
from surveys.reports import Top

_OUTCOMES = {
    Outcome.KEPT: say("Kept, as the team sees it."),
    Outcome.PARTLY: say("Partly kept, as the team sees it."),
    Outcome.NOT_KEPT: say("Not kept, as the team sees it."),
    Outcome.TOO_FEW: say("Too few could judge whether it was kept; that is told from five answers on."),
}
_STEPS = {
    Step.MADE: say("promised by {person}, {day}"),
    Step.DONE: say("marked as done by {person}, {day}"),
    Step.DROPPED: say("dropped by {person}, {day}: {reason}"),
    Step.PASSED: say("passed to {person}, {day}"),
    Step.ACCEPTED: say("taken on by {person}, {day}"),
}
_STATES = {
    CommitmentState.DRAFT: say("Draft, seen by you alone"),
    CommitmentState.MADE: say("Until {day}"),
    CommitmentState.PASSED: say("Until {day}; taken over, not yet accepted"),
    CommitmentState.DONE: say("Done"),
    CommitmentState.DROPPED: say("Dropped"),
    CommitmentState.JUDGED: say("Was due on {day}"),
}


def quoted(commitment: Commitment) -> str:
    """Give what is promised, literally."""
    return literal(commitment.text)


def state(told: Told, today: date, words: Words) -> str:
    """Say where a commitment stands, and what its team said."""
    commitment, day = told.commitment, words.short_day(told.commitment.due_on)
    if commitment.open and commitment.due_on < today:
        standing = words("Was due on {day}", day=day)
    else:
        standing = words.message(Message(_STATES[commitment.state].template, {"day": day}))
    if told.outcome is not None:
        return f"{standing} · {words.message(_OUTCOMES[told.outcome])}"
    if commitment.open or commitment.state is CommitmentState.DONE:
        return f"{standing} · {words('The team is asked in the next pulse after the date.')}"
    return standing


def history(told: Told, board: Board, words: Words) -> str:
    """Tell what happened, oldest first."""
    return " · ".join(_event(event, named(event.person_id, board.names, words), words) for event in told.events)


def _event(event: Event, person: str, words: Words) -> str:
    told = {"person": name(person), "day": words.short_day(event.day), "reason": literal(event.text)}
    return words.message(Message(_STEPS[event.step].template, told))


def kept_rate(kept: Kept, words: Words) -> str:
    """Say how many promises were kept; that nothing was judged yet where it is so."""
    if not kept.judged:
        return words("No commitment has been judged yet.")
    return words(
        "Promises kept, as teams see it: {kept} of {judged} that could be judged.",
        kept=words.number(kept.kept, 0),
        judged=words.number(kept.judged, 0),
    )


def beneath(kept: Kept, words: Words) -> str:
    """Say the kept rate of a leader beneath, to their superior."""
    return words("{kept} of {judged} kept", kept=words.number(kept.kept, 0), judged=words.number(kept.judged, 0))


def example(top: Top, words: Words) -> str:
    """Say what the top level shows of itself: its figure, and its commitments."""
    figure = (
        words("own figure not shown")
        if top.level is None
        else words("own figure {index}", index=index_of(top.level, words))
    )
    still = words.many("one commitment open", "{count} commitments open", top.open)
    told = [figure, still if top.open else words("no commitment open")]
    if top.kept.judged:
        told.append(beneath(top.kept, words))
    return " · ".join(told)
