"""Customer voice: relayed words, where they go, and who wants to be asked daily."""

from datetime import date

from sqlmodel import Field, SQLModel


class VoiceEntryRow(SQLModel, table=True):
    """A relayed word. An anonymous one has no person, ids that its batch draws anew, and no time but days."""

    __tablename__ = "voice_entry"
    __table_args__ = {"sqlite_with_rowid": False}
    id: str = Field(primary_key=True)
    kind: str
    text: str
    customer_group: str
    urgency: str
    received_on: date
    person_id: str | None = Field(default=None, index=True)
    mark: str | None = Field(default=None, index=True)
    waits: bool = Field(index=True)
    state: str = Field(index=True)
    acknowledged_on: date | None = None
    closed_on: date | None = None
    handled_by: str | None = None
    done: str
    channel_id: str | None = None
    message_ts: str | None = None


class VoiceChannelRow(SQLModel, table=True):
    """The channel to which a kind of word goes."""

    __tablename__ = "voice_channel"
    kind: str = Field(primary_key=True)
    channel_id: str


class VoiceDailyRow(SQLModel, table=True):
    """Somebody who has switched on the daily question for themselves."""

    __tablename__ = "voice_daily"
    person_id: str = Field(primary_key=True)
