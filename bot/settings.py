"""Settings from the environment; a wrong one is reported in a sentence that names its variable, never its value."""

from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from surveys.errors import Message, VorbildError, say
from surveys.retention import (
    COMMENT_DAYS,
    EXPORT_DAYS,
    FIGURE_MONTHS,
    INVITATION_DAYS,
    LEAST_FIGURE_MONTHS,
    MESSAGE_DAYS,
    RECORD_DAYS,
    THREAD_DAYS,
    VOICE_DAYS,
    Retention,
)
from surveys.schedule import zone_or_default

PORTS = 65536
HTTP_ADDRESS = "127.0.0.1:3000"
SLACK_API_URL = "https://slack.com/api/"


class Settings(BaseSettings):
    """What an operator sets. Secrets never show in a repr."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True, populate_by_name=True)

    bot_token: SecretStr = Field(SecretStr(""), alias="SLACK_BOT_TOKEN")
    app_token: SecretStr = Field(SecretStr(""), alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr = Field(SecretStr(""), alias="SLACK_SIGNING_SECRET")
    api_url: str = Field(SLACK_API_URL, alias="SLACK_API_URL")
    database_url: str = Field("sqlite:///vorbild.db", alias="VORBILD_DATABASE_URL")
    keys_url: str = Field("sqlite:///vorbild-keys.db", alias="VORBILD_KEYS_URL")
    secret: SecretStr = Field(SecretStr(""), alias="VORBILD_SECRET")
    admins: Annotated[tuple[str, ...], NoDecode] = Field((), alias="VORBILD_ADMINS")
    time_zone: str = Field("Europe/Berlin", alias="VORBILD_TIME_ZONE")
    listen: str = Field("", alias="VORBILD_LISTEN")
    messages_per_second: float = Field(4.0, alias="VORBILD_MESSAGES_PER_SECOND", gt=0)
    keep_invitations_days: int = Field(INVITATION_DAYS, alias="VORBILD_KEEP_INVITATIONS_DAYS", ge=THREAD_DAYS, le=90)
    keep_messages_days: int = Field(MESSAGE_DAYS, alias="VORBILD_KEEP_MESSAGES_DAYS", ge=THREAD_DAYS, le=MESSAGE_DAYS)
    keep_comments_days: int = Field(COMMENT_DAYS, alias="VORBILD_KEEP_COMMENTS_DAYS", ge=THREAD_DAYS, le=COMMENT_DAYS)
    keep_voice_days: int = Field(VOICE_DAYS, alias="VORBILD_KEEP_VOICE_DAYS", ge=THREAD_DAYS, le=VOICE_DAYS)
    keep_exports_days: int = Field(EXPORT_DAYS, alias="VORBILD_KEEP_EXPORTS_DAYS", ge=1, le=EXPORT_DAYS)
    keep_records_days: int = Field(RECORD_DAYS, alias="VORBILD_KEEP_RECORDS_DAYS", ge=RECORD_DAYS, le=3 * RECORD_DAYS)
    keep_figures_months: int = Field(
        FIGURE_MONTHS, alias="VORBILD_KEEP_FIGURES_MONTHS", ge=LEAST_FIGURE_MONTHS, le=FIGURE_MONTHS
    )
    native_charts: bool = Field(default=False, alias="VORBILD_NATIVE_CHARTS")

    @property
    def retention(self) -> Retention:
        """Say how long what is kept."""
        return Retention(
            self.keep_invitations_days,
            self.keep_messages_days,
            self.keep_comments_days,
            self.keep_voice_days,
            self.keep_exports_days,
            self.keep_records_days,
            self.keep_figures_months,
        )

    @field_validator("admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("api_url")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        if not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("must begin with https://")
        return value if value.endswith("/") else value + "/"

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        _, _, port = value.rpartition(":")
        if value and not (port.isdecimal() and int(port) < PORTS):
            raise ValueError("must be an address such as 127.0.0.1:3000")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if zone_or_default(value, "") != value:
            raise ValueError("is not a time zone such as Europe/Berlin")
        return value

    @field_validator("bot_token", "app_token")
    @classmethod
    def _token_kind(cls, value: SecretStr, info: object) -> SecretStr:
        kind = "xoxb-" if getattr(info, "field_name", "") == "bot_token" else "xapp-"
        if value.get_secret_value() and not value.get_secret_value().startswith(kind):
            raise ValueError(f"must begin with {kind}")
        return value


def read_settings() -> Settings:
    """Read and check the environment."""
    try:
        return Settings()  # type: ignore[call-arg]  # every value comes from the environment
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        variable = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ")
        raise VorbildError(say("The setting {variable} {reason}.", variable=variable, reason=reason)) from None


def need(value: SecretStr, variable: str, remedy: Message) -> str:
    """Give a required secret; say which variable is missing and where its value comes from."""
    if not value.get_secret_value():
        raise VorbildError(say("{variable} is not set. {remedy}", variable=variable, remedy=remedy))
    return value.get_secret_value()
