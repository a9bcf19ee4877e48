"""What this installation is."""

from sqlmodel import Field, SQLModel


class DeploymentRow(SQLModel, table=True):
    """What this installation is: its id, and a check value that knows the right VORBILD_SECRET."""

    __tablename__ = "deployment"
    name: str = Field(primary_key=True)
    value: str
