"""The stand-in carrier's settings, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ACCOUNT_SID: Final = "AC" + "5a" * 16
API_KEY: Final = "SK" + "5a" * 16
APPLICATION_SID: Final = "AP" + "5a" * 16
AUTH_TOKEN: Final = "sandbox-auth-token"  # noqa: S105 - the stand-in's own, known to everyone
API_SECRET: Final = "sandbox-api-secret-that-everybody-knows"  # noqa: S105 - the stand-in's own, known to everyone
NUMBER: Final = "+441632960100"
NUMBER_SID: Final = "PN" + "5a" * 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one stand-in carrier is started with. Every value has a default that works on one machine."""

    port: int = 8001
    host: str = "127.0.0.1"
    webhook_url: str = "http://localhost:8000"
    webhook_overrides: str = ""
    """A fragment such as `#rc=5&rp=all` on the number's addresses, as a careful customer sets them."""
    account_sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    api_key: str = API_KEY
    api_secret: str = API_SECRET
    application_sid: str = APPLICATION_SID
    number: str = NUMBER
    whatsapp_number: str = ""
    """The account's WhatsApp sender; without one, nobody can write there."""
    whatsapp_template: str = ""
    """The Content SID of the one approved template."""
    home: Path = Path("var/sandbox")
    smtp_port: int = 8002
    media: bool = True
    manual_clock: bool = False
    voicemail_after_s: float | None = None
    """After how long a phone page that does not answer is answered for by its voicemail; None: it rings on."""

    @property
    def base_url(self) -> str:
        """Where recordings and next pages are found."""
        return f"http://{self.host}:{self.port}"


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """SANDBOX_* variables; ValueError with a sentence when one cannot be read."""
    values = dict(os.environ if env is None else env)

    def text(name: str, otherwise: str) -> str:
        return values.get(f"SANDBOX_{name}") or otherwise

    port = _port("SANDBOX_PORT", text("PORT", "8001"))
    return Settings(
        port=port,
        host=text("HOST", "127.0.0.1"),
        webhook_url=text("WEBHOOK_URL", "http://localhost:8000").rstrip("/"),
        webhook_overrides=text("WEBHOOK_OVERRIDES", ""),
        account_sid=text("ACCOUNT_SID", ACCOUNT_SID),
        auth_token=text("AUTH_TOKEN", AUTH_TOKEN),
        api_key=text("API_KEY", API_KEY),
        api_secret=text("API_SECRET", API_SECRET),
        application_sid=text("APPLICATION_SID", APPLICATION_SID),
        number=text("NUMBER", NUMBER),
        whatsapp_number=text("WHATSAPP_NUMBER", ""),
        whatsapp_template=text("WHATSAPP_TEMPLATE", ""),
        home=Path(text("HOME", "var/sandbox")),
        smtp_port=_port("SANDBOX_SMTP_PORT", text("SMTP_PORT", str(port + 1))),
        media=_choice("SANDBOX_MEDIA", text("MEDIA", "on"), {"on": True, "off": False}),
        voicemail_after_s=_seconds("SANDBOX_VOICEMAIL_S", text("VOICEMAIL_S", "30")),
        manual_clock=_choice("SANDBOX_CLOCK", text("CLOCK", "real"), {"manual": True, "real": False}),
    )


def _port(name: str, text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise ValueError(f"{name} is {text!r}, which is no port number.")
    return int(text)


def _seconds(name: str, text: str) -> float | None:
    """`off` is None."""
    if text == "off":
        return None
    if not text.isdigit() or not int(text):
        raise ValueError(f"{name} is {text!r}; it must be a number of seconds, or off.")
    return float(text)


def _choice(name: str, text: str, choices: Mapping[str, bool]) -> bool:
    if text not in choices:
        raise ValueError(f"{name} is {text!r}; it must be one of: {', '.join(choices)}.")
    return choices[text]
