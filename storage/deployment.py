"""What this installation is."""

from sqlalchemy import select
from sqlmodel import Session, col

from storage.keys import new_deployment_id
from storage.tables import DeploymentRow

_ID = "id"


def identify(session: Session) -> str:
    """Give the installation's id, drawn at its first start."""
    found = session.scalar(select(col(DeploymentRow.value)).where(col(DeploymentRow.name) == _ID))
    if found is not None:
        return found
    drawn = new_deployment_id()
    session.add(DeploymentRow(name=_ID, value=drawn))
    return drawn
