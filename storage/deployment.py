"""What this installation is."""

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Session, SQLModel, col

from storage.database import insert_for
from storage.keys import new_deployment_id
from storage.tables import DeploymentRow
from surveys.errors import VorbildError, say

_ID = "id"
_FORMAL = "formal"
_RESTORING = "restoring"
_DEPLOYMENT = SQLModel.metadata.tables["deployment"]
_SAYS_SIE = select(_DEPLOYMENT.c.value).where(_DEPLOYMENT.c.name == _FORMAL)


def take_turn(session: Session, name: str, turn: str) -> bool:
    """Take a turn that comes once, such as a night; of several processes one gets it. Turns are ordered as text."""
    table = DeploymentRow.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
    statement = insert_for(session, DeploymentRow).values({"name": name, "value": turn})
    taken = session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": turn}, where=table.c.value < turn
        ).returning(table.c.name)
    )
    return taken.first() is not None


def turn_taken(session: Session, name: str, turn: str) -> bool:
    """Tell whether a turn was taken already, without writing anything."""
    row = session.get(DeploymentRow, name)
    return row is not None and row.value >= turn


def begin_restoring(connection: Connection, made_at: str) -> None:
    """Mark a database as half restored, from a backup of a moment, in the transaction that loads it."""
    connection.execute(insert(DeploymentRow).values({"name": _RESTORING, "value": made_at}))


def told(made_at: str) -> str:
    """Write a backup's moment for people."""
    return f"{made_at[:16].replace('T', ' ')} UTC"


def restoring(session: Session) -> str | None:
    """Tell of which moment the backup is that was loaded and is not settled yet; None when all is well."""
    row = session.get(DeploymentRow, _RESTORING)
    return None if row is None else row.value


def refuse_half_restored(session: Session) -> None:
    """Refuse to work on a database whose restore was interrupted: it would send and count what was sent and counted."""
    made_at = restoring(session)
    if made_at is not None:
        raise VorbildError(
            say(
                "Restoring the backup of {moment} was interrupted. Run `vorbild restore FILE` with the same file again: "
                "it finishes what is left to do.",
                moment=told(made_at),
            )
        )


def end_restoring(session: Session) -> None:
    """Take the mark away."""
    session.execute(delete(DeploymentRow).where(col(DeploymentRow.name) == _RESTORING))


def known(session: Session) -> str | None:
    """Give the installation's id, None before its first start."""
    row = session.get(DeploymentRow, _ID)
    return None if row is None else row.value


def identify(session: Session) -> str:
    """Give the installation's id, drawn at its first start."""
    drawn = {"name": _ID, "value": new_deployment_id()}
    session.execute(insert_for(session, DeploymentRow).values(drawn).on_conflict_do_nothing())
    return session.get_one(DeploymentRow, _ID).value


def is_formal(session: Session) -> bool:
    """Tell whether German texts say "Sie"; they say "du" until an admin changes it."""
    return bool(session.execute(_SAYS_SIE).scalar() == "yes")


def set_formal(session: Session, *, formal: bool) -> None:
    """Let German texts say "Sie", or "du"."""
    session.merge(DeploymentRow(name=_FORMAL, value="yes" if formal else "no"))
