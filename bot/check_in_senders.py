"""How what came of a check-in reaches the leader and their superior."""

from bot import posting
from bot.delivery import Sending
from bot.directory import words_of
from bot.use_cases import check_in_reports
from bot.use_cases.inviting import Place
from bot.views.check_ins import check_in_post, too_small_post
from storage.outbox import Message


async def send_check_in_report(sending: Sending, message: Message) -> Place | None:
    """Tell the leader, or their superior, what the team said."""
    named = message.parameters
    found = await sending.services.run(check_in_reports.report, named["wave_id"], named["person_id"])
    if found is None:
        return None
    words = await words_of(found.person, sending.services)
    place = (found.wave_id, found.unit_id)
    post = check_in_post(found.briefing.report, found.briefing.comments, words, place=place, own=found.own)
    return await posting.send(sending, message, message.parameters["person_id"], post)


async def send_check_in_small(sending: Sending, message: Message) -> Place | None:
    """Tell a superior that a team is too small for a check-in."""
    named = message.parameters
    found = await sending.services.run(check_in_reports.too_small, named["person_id"], named["unit_id"])
    if found is None:
        return None
    person, unit = found
    return await posting.send(
        sending,
        message,
        message.parameters["person_id"],
        too_small_post(unit, await words_of(person, sending.services)),
    )
