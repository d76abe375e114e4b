"""Everything that the environment may set, typed, with defaults that let `switchboard up` run from nothing.

Reads and checks values only; opening what they point at is the business of `runtime`.
"""

import re
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import DirectoryPath, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config import derived, notify, whatsapp
from config.fields import asked, problem_of
from config.mailboxes import Mailbox
from config.oauth import OAuth
from config.post_folders import PostFolder
from core.errors import ConfigInvalid, Problem

DEFAULTS: Final = Path(__file__).parent / "defaults"

_URL: Final = r"https?://[^/\s]+.*"


class Settings(BaseSettings):
    """The settings of one installation. A variable's name is its field's name in capitals.

    Empty variables count as unset. `sandbox` is true when no Twilio account is named: the stand-in carrier is
    then started, and its credentials are made up and kept in `switchboard_home`.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, validate_default=False, hide_input_in_errors=True
    )

    sandbox: bool = False

    host: str = asked("127.0.0.1", means="Address that web listens on.", must_be="an IP address or a host name")
    port: int = asked(
        8000,
        means="Port that web listens on. The sandbox takes the next one, its post office the one after.",
        must_be="a whole number from 1 to 65533",
        ge=1,
        le=65533,
    )
    public_url: str = asked(
        made=derived.public_url,
        shown="`http://localhost:PORT`",
        means="Where browsers and Twilio reach web. Twilio signs this exact address, so it must be the public one.",
        must_be="an http:// or https:// address",
        pattern=_URL,
    )
    switchboard_home: Path = asked(
        Path("./var"),
        shown="`./var`",
        validate_default=True,
        means="Folder that keeps the state of this machine.",
        must_be="a folder you may write to",
    )
    division: str = asked(
        "westmere",
        means="The council's short name; every row and every key carries it.",
        must_be="small letters, digits and hyphens, beginning with a letter",
        pattern=r"[a-z][a-z0-9-]{0,39}",
    )
    county_folder: DirectoryPath = asked(
        DEFAULTS,
        shown="`config/defaults`",
        means="Folder with the council's services, menus, hours, skills, rules and people.",
        must_be="a folder that exists",
    )
    open_all_hours: bool = asked(
        made=derived.open_all_hours,
        shown="on with the sandbox, else off",
        means="Whether the office is open at every hour, for callers, rules and due times alike.",
        must_be="on or off",
    )
    log_level: Literal["debug", "info", "warning", "error"] = asked(
        "info", means="The least log level shown.", must_be="debug, info, warning or error"
    )

    database_url: str = asked(
        made=derived.database_url,
        shown="SQLite in SWITCHBOARD_HOME",
        means="The record. PostgreSQL in production.",
        must_be="a postgresql:// or sqlite:/// address",
        pattern=r"(postgres(ql)?(\+psycopg)?://|sqlite:///).+",
        secret=True,
    )
    redis_url: str = asked(
        made=derived.redis_url,
        shown="Valkey, started in SWITCHBOARD_HOME",
        means="Live routing state: Redis or Valkey 7.0 or later, alone or a cluster.",
        must_be="a redis://, rediss:// or unix:// address",
        pattern=r"(rediss?|unix)://.+",
        secret=True,
    )
    jobs_redis_url: str = asked(
        made=derived.jobs_redis_url,
        shown="REDIS_URL, the next database",
        means="Where jobs are queued. Must be set when REDIS_URL is a cluster.",
        must_be="a redis://, rediss:// or unix:// address",
        pattern=r"(rediss?|unix)://.+",
        secret=True,
    )
    documents_folder: Path = asked(
        made=derived.documents_folder,
        shown="`documents` in SWITCHBOARD_HOME",
        means="Folder of recordings and originals. With several machines, one that they all share.",
        must_be="a folder you may write to",
    )

    post_folder: Path = asked(
        made=derived.post_folder,
        shown="`post` in SWITCHBOARD_HOME",
        means="Folder watched for scanned post; a sub-folder is an office or a service. With several machines, shared.",
        must_be="a folder you may write to",
    )

    post_folders: tuple[PostFolder, ...] = asked(
        (),
        shown="none",
        means=(
            "What holds for sub-folders of POST_FOLDER, and for those in them: a JSON list of `folder`, `index` (true "
            "where a bureau's files wait, for an hour at most, for an index that names them), and `two_passes` (true "
            "where a scanner with one eye gives all fronts, then all backs)."
        ),
        must_be='a list as [{"folder": "bureau", "index": true}]',
    )

    outgoing_post_folder: Path = asked(
        made=derived.outgoing_post_folder,
        shown="`outgoing-post` in SWITCHBOARD_HOME",
        means="Folder into which our letters are laid for printing, a folder each day. With several machines, shared.",
        must_be="a folder you may write to",
    )

    twilio_account_sid: str = asked(
        made=derived.from_sandbox("account_sid"),
        means="Your Twilio account. Unset, the sandbox carrier is started in its place.",
        must_be="AC and 32 hexadecimal digits",
        pattern=r"AC[0-9a-fA-F]{32}",
    )
    twilio_auth_token: str = asked(
        made=derived.from_sandbox("auth_token"),
        means="Proves that a webhook comes from Twilio; signs our own requests when there is no API key.",
        must_be="the account's auth token",
        secret=True,
    )
    twilio_api_key: str = asked(
        made=derived.from_sandbox("api_key"),
        means="API key that the agents' softphones and our requests use.",
        must_be="SK and 32 hexadecimal digits",
        pattern=r"SK[0-9a-fA-F]{32}",
    )
    twilio_api_secret: str = asked(
        made=derived.from_sandbox("api_secret"),
        means="The API key's secret.",
        must_be="the API key's secret",
        secret=True,
    )
    twilio_twiml_app_sid: str = asked(
        made=derived.from_sandbox("twiml_app_sid"),
        means="TwiML application that the softphones belong to.",
        must_be="AP and 32 hexadecimal digits",
        pattern=r"AP[0-9a-fA-F]{32}",
    )
    twilio_phone_number: str = asked(
        "+441632960100",
        means="The council's number, which residents call and text.",
        must_be="a number as +441632960100",
        pattern=r"\+[1-9][0-9]{6,14}",
    )
    twilio_whatsapp_number: str = whatsapp.NUMBER
    twilio_whatsapp_template: str = whatsapp.TEMPLATE
    twilio_base_url: str = asked(
        made=derived.twilio_base_url,
        shown="`https://api.twilio.com`, or the sandbox",
        means="Where Twilio's REST requests go.",
        must_be="an http:// or https:// address",
        pattern=_URL,
    )
    twilio_edge: str = asked(
        "dublin", means="Twilio edge that the softphones connect to.", must_be="an edge's name", pattern=r"[a-z0-9-]+"
    )
    twilio_timeout_s: float = asked(
        10.0,
        means="Seconds before a request to Twilio is given up.",
        must_be="a number of seconds above 0, at most 60",
        gt=0,
        le=60,
    )

    smtp_url: str = asked(
        made=derived.smtp_url,
        shown="the sandbox's post office",
        means=(
            "Mail server that referrals and our emails leave by; `smtps://` is TLS at once, `smtp://` uses STARTTLS if "
            "offered. With no user it is not logged in to."
        ),
        must_be="smtp://user:password@host:port, or smtps://",
        pattern=r"smtps?://[^/\s]+/?",
        secret=True,
    )
    smtp_token: str = asked(
        "",
        shown="nothing: the password logs in",
        means="OAuth2 token (XOAUTH2) with which our emails' mail server is logged in to, in place of a password.",
        must_be="a token, without spaces",
        pattern=r"\S+",
        secret=True,
    )
    smtp_oauth: OAuth | None = asked(
        None,
        shown="nothing: SMTP_TOKEN or the password logs in",
        means=(
            "How tokens are got that run out (XOAUTH2), for our emails' mail server: a JSON object of `token_url`, "
            "`client_id`, `client_secret`, `refresh_token` and, if it is wanted, `scope`."
        ),
        must_be='an object as {"token_url": "https://…", "client_id": "…", "refresh_token": "…"}',
        secret=True,
    )
    mail_from: str = asked(
        "contact-centre@westmere.example.org",
        means=(
            "Sender of referrals; answers and bounces come back to it. Emails to residents are from the mailbox that "
            "they wrote to."
        ),
        must_be="an email address",
        pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
    )
    mailboxes: tuple[Mailbox, ...] = asked(
        (),
        shown="none",
        means=(
            "Mailboxes that residents write to: a JSON list of `address`, `host`, `password`, `token` (OAuth2) or "
            "`oauth` (how tokens are got that run out, as in SMTP_OAUTH), and "
            "if they differ `user`, `port`, `security` (tls, starttls, none), `folder`, `done` (the folder to which "
            "mail is moved once it is kept, else Switchboard; it is made if it is not there. With an empty one, mail "
            "stays where it is, marked as read and with the keyword $Switchboard. That keyword is what counts: mail "
            "that somebody has read already is taken in as well. The server has to keep such keywords), "
            "`plus` (true where mail to bins+anything@example.org comes here too: answers then carry our own token), "
            "`scans` (true where scanners send what they scanned: it is taken in as post), "
            "`checked_by` (the name with which its own server begins Authentication-Results: an email that fails DMARC "
            "there is treated as a stranger's), "
            "`notify_reply_to` (the id of this address among Notify's reply-to addresses)."
        ),
        must_be='a list as [{"address": "bins@example.org", "host": "imap.example.org", "password": "…"}]',
        secret=True,
    )
    mail_files_mb: int = asked(
        15,
        means="Megabytes of files that go along with one email to a resident, all together.",
        must_be="a whole number from 1 to 25",
        ge=1,
        le=25,
    )
    open311_url: str = asked(
        made=derived.open311_url,
        shown="the sandbox's stand-in partner",
        means="The highways system's GeoReport v2 address, up to but without `/requests.json`.",
        must_be="an http:// or https:// address",
        pattern=_URL,
    )
    open311_api_key: str = asked(
        made=derived.open311_api_key, means="Key that the highways system gave us.", must_be="a key", secret=True
    )
    open311_jurisdiction: str = asked(
        "westmere.example.org", means="`jurisdiction_id` sent to the highways system.", must_be="a short name"
    )

    notify_api_key: str = notify.API_KEY
    notify_base_url: str = notify.BASE_URL
    notify_sms_template: str = notify.SMS_TEMPLATE
    notify_email_template: str = notify.EMAIL_TEMPLATE
    notify_letter_template: str = notify.LETTER_TEMPLATE
    notify_postage: str = notify.POSTAGE
    notify_callback_token: str = notify.CALLBACK_TOKEN

    secret_key: str = asked(
        made=derived.secret_key,
        shown="made once, kept in SWITCHBOARD_HOME",
        means="Signs sessions and links. Must be the same on every machine.",
        must_be="at least 32 characters that nobody could guess",
        min_length=32,
        secret=True,
    )
    session_hours: float = asked(
        12.0,
        means="Hours before somebody has to log in again.",
        must_be="a number of hours above 0, at most 168",
        gt=0,
        le=168,
    )
    map_tiles_url: str = asked(
        "",
        shown="a plain grid",
        means="Map pictures behind the pin, with `{z}`, `{x}` and `{y}` in the address.",
        must_be="an https:// address with {z}, {x} and {y}",
        pattern=r"https?://.*\{[zxy]\}.*\{[zxy]\}.*\{[zxy]\}.*",
    )

    sandbox_url: str = asked(
        made=derived.sandbox_url,
        shown="`http://localhost:PORT+1`",
        means="Where browsers and web reach the sandbox carrier.",
        must_be="an http:// or https:// address",
        pattern=_URL,
    )
    sandbox_media: bool = asked(
        True, shown="on", means="Whether the sandbox carries real sound between browsers.", must_be="on or off"
    )

    @model_validator(mode="before")
    @classmethod
    def _sandbox_unless_twilio(cls, data: dict[str, Any]) -> dict[str, Any]:
        named = data.get("twilio_account_sid") or data.get("twilio_auth_token")
        return {**data, "sandbox": not named}

    @field_validator("public_url", "sandbox_url", "twilio_base_url", "open311_url", "notify_base_url")
    @classmethod
    def _without_last_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("log_level", mode="before")
    @classmethod
    def _small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("switchboard_home", "county_folder", "documents_folder", "post_folder", "outgoing_post_folder")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _with_our_driver(cls, value: str) -> str:
        return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", value)

    @property
    def sandbox_port(self) -> int:
        """Where the sandbox carrier listens."""
        return self.port + 1

    @property
    def sandbox_smtp_port(self) -> int:
        """Where the sandbox's post office listens."""
        return self.port + 2

    @property
    def embedded_redis(self) -> bool:
        """Whether `switchboard up` starts Valkey itself, because no REDIS_URL was given."""
        return "redis_url" not in self.model_fields_set


def load_settings(**given: Any) -> Settings:
    """The settings from the environment, `given` winning over it. Raises ConfigInvalid naming each wrong variable."""
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise ConfigInvalid([found for each in error.errors() if (found := problem_of(Settings, each))]) from error
    problems = [Problem(message=message) for message in derived.contradictions(settings.model_dump())]
    if problems:
        raise ConfigInvalid(problems)
    return settings
