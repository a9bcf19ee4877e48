"""What this installation is."""

from sqlmodel import Field, SQLModel


class DeploymentRow(SQLModel, table=True):
    """What this installation is: its id, how it speaks German, and which turns were taken."""

    __tablename__ = "deployment"
    name: str = Field(primary_key=True)
    value: str
