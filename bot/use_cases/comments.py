"""Comments for leaders: reading what was released at a unit, acknowledging it with a click, replying.

Whoever leads the unit, or one above it, in today's roster may; it is asked here at every step. Admins read a thread only
after its author has reported misuse in it.
"""

from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import threads as both_sides
from bot.use_cases.roles import need_admin
from bot.use_cases.threads import Said
from storage import comments, leading, roster, survey, threads, waves
from storage.keys import Purpose
from surveys.errors import VorbildError, say
from surveys.threads import ACKNOWLEDGEMENTS, Kind, Listing, Place, Shown, Thread, ThreadState

PAGE = 10
PLACES_SHOWN = 10


def listing(services: Services, person_id: str, wave_id: int, unit_id: str, page: int = 0) -> Listing:
    """Show a leader a page of comments; one that is not there any more becomes the last."""
    with services.database.reading() as session:
        _need_leader(session, person_id, wave_id, unit_id)
        written = comments.at(session, wave_id, unit_id)
        pages = max(1, -(-len(written) // PAGE))
        page = min(max(page, 0), pages - 1)
        shown = written[page * PAGE : (page + 1) * PAGE]
        known = threads.at(session, wave_id, unit_id)
        pepper = services.keys.find(wave_id, Purpose.THREADS)
        said = {} if pepper is None else threads.entries(session, pepper, [comment.id for comment in shown])
        found = []
        for comment in shown:
            state = known.get(comment.id)
            whole = Thread(
                comment.id,
                wave_id,
                unit_id,
                comment.text,
                state.state if state else ThreadState.OPEN,
                entries=said.get(comment.id, ()),
                alive=pepper is not None and state is not None,
            )
            found.append(whole.seen_by_leaders())
        return Listing(_place(session, wave_id, unit_id), tuple(found), _names(session, *found), page, pages)


def page_of(services: Services, person_id: str, comment_id: str) -> Listing:
    """Show a leader the page on which a comment stands."""
    with services.database.reading() as session:
        comment = comments.find(session, comment_id)
        if comment is None:
            raise _gone()
        ids = [each.id for each in comments.at(session, comment.wave_id, comment.unit_id)]
    return listing(services, person_id, comment.wave_id, comment.unit_id, ids.index(comment_id) // PAGE)


def to_answer(services: Services, person_id: str, comment_id: str) -> Shown:
    """Show a leader the comment they are about to reply to."""
    with services.database.reading() as session:
        thread = _need_thread(services, session, person_id, comment_id).seen_by_leaders()
        return Shown(thread, _names(session, thread))


def reply(services: Services, person_id: str, comment_id: str, text: str) -> Thread:
    """Reply to a comment; the reply appears with the next daily batch."""
    return _add(services, person_id, comment_id, Said(Kind.REPLY, text, person_id))


def acknowledge(services: Services, person_id: str, comment_id: str, kind: Kind) -> Thread:
    """Acknowledge a comment with one click; the same click twice is one acknowledgement."""
    if kind not in ACKNOWLEDGEMENTS:
        raise _gone()
    return _add(services, person_id, comment_id, Said(kind, by=person_id))


def places_of(services: Services, person_id: str) -> list[Place]:
    """Name where comments wait for a leader: the units they lead themselves, the newest waves first."""
    with services.database.reading() as session:
        led = set(roster.units_led_by(session, person_id))
        if not led:
            return []
        cells = comments.cells_since(session, services.clock() - timedelta(days=services.retention.comment_days))
        return [_place(session, *cell) for cell in cells if cell[1] in led][:PLACES_SHOWN]


def reported(services: Services, person_id: str, comment_id: str) -> Shown:
    """Show an admin a thread in which misuse is reported."""
    need_admin(services, person_id)
    with services.database.reading() as session:
        found = threads.of_comment(session, comment_id)
        if found is None or not found.reported:
            raise _gone()
        thread = both_sides.opened(services, session, found).seen_by_admins()
        return Shown(thread, _names(session, thread))


def _add(services: Services, person_id: str, comment_id: str, said: Said) -> Thread:
    with services.database.transaction() as session:
        found = threads.of_comment(session, comment_id, hold=True)
        if found is None:
            raise _gone()
        _need_leader(session, person_id, found.wave_id, found.unit_id)
        return both_sides.add(services, session, found, said).seen_by_leaders()


def _need_thread(services: Services, session: Session, person_id: str, comment_id: str) -> Thread:
    found = threads.of_comment(session, comment_id)
    if found is None:
        raise _gone()
    _need_leader(session, person_id, found.wave_id, found.unit_id)
    return both_sides.opened(services, session, found)


def _need_leader(session: Session, person_id: str, wave_id: int, unit_id: str) -> None:
    """Refuse whoever leads neither the unit nor one above it.

    A unit that is gone is read by those above it: the nearest of the wave's own organisation that is still there counts.
    """
    tree = waves.organisation_of(session, wave_id).tree
    above = tree.upwards(unit_id) if unit_id in tree else iter(())
    nearest = next((id_ for id_ in above if leading.unit(session, id_) is not None), None)
    leaders = {unit.leader_id for unit in leading.upwards(session, nearest)} if nearest is not None else set()
    if person_id not in leaders or roster.find(session, person_id) is None:
        raise VorbildError(say("Comments are shown to whoever leads this unit or one above it, and to nobody else."))


def _place(session: Session, wave_id: int, unit_id: str) -> Place:
    wave = waves.find(session, wave_id)
    name = waves.organisation_of(session, wave_id).names.get(unit_id, unit_id)
    return Place(wave_id, unit_id, name, survey.find(session, wave.survey_id).name, wave.number)


def _names(session: Session, *shown: Thread) -> dict[str, str]:
    """Name the leaders who replied; one who has left is not named."""
    ids = {entry.by for thread in shown for entry in thread.entries if entry.by}
    people = [person for person in (roster.find(session, id_) for id_ in ids) if person is not None]
    return {person.id: person.name for person in people}


def _gone() -> VorbildError:
    return VorbildError(say("This comment is not there any more: it was withdrawn, or it is too old."))
