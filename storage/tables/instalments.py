"""Messages of later instalments."""

from sqlmodel import Field, SQLModel


class InstalmentMessageRow(SQLModel, table=True):
    """Where the message of a wave's second or later instalment is in Slack. Nothing here changes because somebody answers."""

    __tablename__ = "instalment_message"
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    person_id: str = Field(primary_key=True)
    instalment: int = Field(primary_key=True)
    channel_id: str
    message_ts: str
