"""What this installation is."""

from sqlmodel import Session

from storage.database import insert_for
from storage.keys import new_deployment_id
from storage.tables import DeploymentRow

_ID = "id"


def identify(session: Session) -> str:
    """Give the installation's id, drawn at its first start."""
    drawn = {"name": _ID, "value": new_deployment_id()}
    session.execute(insert_for(session, DeploymentRow).values(drawn).on_conflict_do_nothing())
    return session.get_one(DeploymentRow, _ID).value
