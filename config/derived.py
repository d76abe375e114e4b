"""Defaults that follow from other settings: the embedded stores, the sandbox's addresses and credentials."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

from config import kept
from config.fields import Known

VALKEY: Final = "valkey"
"""The folder of the embedded Valkey, below the state folder."""

SANDBOX_TEMPLATE: Final = "HX" + "5a" * 16

LONGEST_SOCKET: Final = 100
"""Bytes that a unix socket's path may have, with a little room: the kernel's limit is 107 (unix(7))."""


def public_url(known: Known) -> str:
    return f"http://localhost:{known['port']}"


def sandbox_url(known: Known) -> str:
    return f"http://localhost:{known['port'] + 1}"


def open_all_hours(known: Known) -> bool:
    """A laptop's council answers whenever somebody tries it."""
    return bool(known["sandbox"])


def whatsapp_number(known: Known) -> str:
    """The sandbox has a sender by the number that is called."""
    return str(known["twilio_phone_number"]) if known["sandbox"] else ""


def whatsapp_template(known: Known) -> str:
    """The one that the sandbox knows."""
    return SANDBOX_TEMPLATE if known["sandbox"] else ""


def twilio_base_url(known: Known) -> str:
    return f"http://127.0.0.1:{known['port'] + 1}" if known["sandbox"] else "https://api.twilio.com"


def smtp_url(known: Known) -> str:
    return f"smtp://127.0.0.1:{known['port'] + 2}" if known["sandbox"] else ""


def notify_base_url(known: Known) -> str:
    return f"http://127.0.0.1:{known['port'] + 1}" if known["sandbox"] else "https://api.notifications.service.gov.uk"


def open311_url(known: Known) -> str:
    return f"http://127.0.0.1:{known['port'] + 1}/open311" if known["sandbox"] else ""


def open311_api_key(known: Known) -> str:
    return "sandbox-partner-key" if known["sandbox"] else ""


def database_url(known: Known) -> str:
    return f"sqlite:///{home(known) / 'switchboard.db'}"


def documents_folder(known: Known) -> Path:
    return home(known) / "documents"


def post_folder(known: Known) -> Path:
    return home(known) / "post"


def outgoing_post_folder(known: Known) -> Path:
    return home(known) / "outgoing-post"


def redis_url(known: Known) -> str:
    return f"unix://{socket_path(home(known) / VALKEY)}"


def jobs_redis_url(known: Known) -> str:
    """The same server's next database: a flush of the live state then leaves the doorbells alone."""
    url = urlsplit(str(known["redis_url"]))
    if url.scheme == "unix":
        number = int(parse_qs(url.query).get("db", ["0"])[0])
        return f"unix://{url.path}?db={number + 1}"
    number = int(url.path.strip("/")) if url.path.strip("/").isdigit() else 0
    return urlunsplit(url._replace(path=f"/{number + 1}"))


def secret_key(known: Known) -> str:
    return kept.secret_key(home(known))


def from_sandbox(name: str) -> Callable[[Known], str]:
    """A default that is the sandbox account's `name`, or nothing when Twilio is used."""

    def made(known: Known) -> str:
        return str(getattr(kept.sandbox_credentials(home(known)), name)) if known["sandbox"] else ""

    return made


def home(known: Known) -> Path:
    return Path(known["switchboard_home"]).expanduser().absolute()


def socket_path(folder: Path) -> Path:
    """Where live.embedded puts the socket of a Valkey in `folder`: there, or among temporary files if that is long."""
    path = folder.resolve() / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"switchboard-{name}.sock"


def contradictions(known: Known) -> Iterator[str]:
    """Sentences about settings that are right alone and wrong together."""
    templates = [known[f"notify_{kind}_template"] for kind in ("sms", "email", "letter")]
    if not known["notify_api_key"] and any(templates):
        yield "A template of GOV.UK Notify is named but NOTIFY_API_KEY is not set. Set both, or neither."
    if known["smtp_token"] and known["smtp_oauth"]:
        yield "SMTP_TOKEN and SMTP_OAUTH are both set. Keep SMTP_OAUTH if the token runs out, else SMTP_TOKEN."
    if known["sandbox"]:
        return
    if not known["twilio_account_sid"]:
        yield "TWILIO_AUTH_TOKEN is set but TWILIO_ACCOUNT_SID is not. Set both, or neither to use the sandbox."
    if not known["twilio_auth_token"]:
        yield "TWILIO_ACCOUNT_SID is set but TWILIO_AUTH_TOKEN is not. Set both, or neither to use the sandbox."
    if bool(known["twilio_api_key"]) != bool(known["twilio_api_secret"]):
        yield "TWILIO_API_KEY and TWILIO_API_SECRET go together. Set both: agents' softphones need them."
