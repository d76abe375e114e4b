"""The environment in which `switchboard up` starts its children. Imports as little as that process can do with."""

import os
from typing import Final

from config.settings import Settings

GATE: Final = "SWITCHBOARD_GATE"
"""The file descriptor of the gate before which they wait."""

HANDED: Final = "SWITCHBOARD_HANDED"
"""The file descriptor of what was read for them."""

SHORT_LOGS: Final = "SWITCHBOARD_SHORT_LOGS"
"""Set where a person reads the lines."""

PATIENCE: Final = "#rc=5&rp=ct,rt,5xx"
"""As channels.phone.addresses has it; repeated here, for that file brings the menus' interpreter with it."""


def child_environment(settings: Settings, gate: int, handed: int) -> dict[str, str]:
    """Ours, with what the children of one house need besides."""
    ours = {
        GATE: str(gate),
        HANDED: str(handed),
        SHORT_LOGS: "1",
        "PYTHONUNBUFFERED": "1",
        # Few allocation arenas: with the default of eight per core, threads would keep tens of megabytes each.
        "MALLOC_ARENA_MAX": "2",
    }
    return dict(os.environ) | ours | (sandbox_environment(settings) if settings.sandbox else {})


def sandbox_environment(settings: Settings) -> dict[str, str]:
    """The stand-in carrier's own variables, from our settings: it imports nothing of ours."""
    return {
        "SANDBOX_PORT": str(settings.sandbox_port),
        "SANDBOX_SMTP_PORT": str(settings.sandbox_smtp_port),
        "SANDBOX_HOST": settings.host,
        "SANDBOX_WEBHOOK_URL": settings.public_url,
        "SANDBOX_WEBHOOK_OVERRIDES": PATIENCE,
        "SANDBOX_ACCOUNT_SID": settings.twilio_account_sid,
        "SANDBOX_AUTH_TOKEN": settings.twilio_auth_token,
        "SANDBOX_API_KEY": settings.twilio_api_key,
        "SANDBOX_API_SECRET": settings.twilio_api_secret,
        "SANDBOX_APPLICATION_SID": settings.twilio_twiml_app_sid,
        "SANDBOX_NUMBER": settings.twilio_phone_number,
        "SANDBOX_WHATSAPP_NUMBER": settings.twilio_whatsapp_number,
        "SANDBOX_WHATSAPP_TEMPLATE": settings.twilio_whatsapp_template,
        "SANDBOX_HOME": str(settings.switchboard_home / "sandbox"),
        "SANDBOX_MEDIA": "on" if settings.sandbox_media else "off",
    }
