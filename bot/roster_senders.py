"""How previews of rosters reach the admins who asked for them."""

from bot import posting
from bot.delivery import Sending
from bot.directory import Readers
from bot.use_cases import proposing
from bot.use_cases.inviting import Place
from bot.views.roster import preview_post, problems_post
from storage.outbox import Message


async def send_roster_preview(sending: Sending, message: Message) -> Place | None:
    """Show an admin what a roster would change, or everything that is wrong with its file."""
    person_id = message.parameters["person_id"]
    preview = await sending.services.run(proposing.preview, message.parameters["proposal_id"])
    if preview is None:
        return None
    words = await Readers(sending.services, sending.client).words_of(person_id)
    refused = bool(preview.proposal.problems)
    post = problems_post(preview.proposal, words) if refused else preview_post(preview, words)
    return await posting.send(sending, message, person_id, post)
