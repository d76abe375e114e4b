"""What a browser may do with our pages: content security policy, permissions and the other protective headers."""

from typing import Final
from urllib.parse import urlsplit

from config.settings import Settings

NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For every answer that is not a page."""

SCRIPT: Final = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
"""For a script: when a browser runs it as a worker, this is what the worker may do."""

TWILIO_MEDIA: Final = ("https://media.twiliocdn.com", "https://sdk.twilio.com")
TWILIO_EVENTS: Final = "https://eventgw.twilio.com"
"""Hosts that the Voice SDK uses (https://www.twilio.com/docs/voice/sdks/javascript, content security policies)."""

MICROPHONE: Final = "microphone=(self), camera=(), geolocation=()"
LOCATION: Final = "geolocation=(self), microphone=(), camera=()"
NEITHER: Final = "microphone=(), camera=(), geolocation=()"
PERMISSIONS: Final = {"desk": MICROPHONE, "where": LOCATION, "ask": LOCATION}


def for_page(page: str, settings: Settings, nonce: str) -> dict[str, str]:
    """The headers of one page: `index`, `desk`, `console`, `where`, `ask`, `login`…

    Scripts come from our own files only. The nonce is for the style elements that the rules editor makes.
    """
    phone = _phone_hosts(settings) if page == "desk" else {}
    tiles = _origins(settings.map_tiles_url)
    sources = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *phone.get("script", ())],
        "style-src": ["'self'", f"'nonce-{nonce}'"],
        "img-src": ["'self'", "data:", "blob:", *tiles],
        "font-src": ["'self'"],
        "media-src": ["'self'", "blob:", "data:", "mediastream:", *phone.get("media", ())],
        "connect-src": ["'self'", *phone.get("connect", ())],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return {
        "content-security-policy": "; ".join(f"{name} {' '.join(values)}" for name, values in sources.items()),
        "permissions-policy": PERMISSIONS.get(page, NEITHER),
    }


def everywhere(settings: Settings) -> list[tuple[bytes, bytes]]:
    """Headers that every answer carries, unless it sets its own."""
    headers = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "content-security-policy": NOTHING,
        "permissions-policy": NEITHER,
    }
    if settings.public_url.startswith("https:"):
        headers["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _phone_hosts(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Where the softphone on the desk connects: the sandbox's signalling, or Twilio's."""
    if settings.sandbox:
        hosts = dict.fromkeys((urlsplit(settings.sandbox_url).netloc, f"127.0.0.1:{settings.sandbox_port}"))
        return {"connect": tuple(f"{scheme}://{host}" for host in hosts for scheme in ("ws", "wss"))}
    edges = tuple(f"wss://voice-js.{edge}.twilio.com" for edge in dict.fromkeys((settings.twilio_edge, "roaming")))
    return {"script": TWILIO_MEDIA, "media": TWILIO_MEDIA, "connect": (TWILIO_EVENTS, *edges, *TWILIO_MEDIA)}


def _origins(tiles_url: str) -> list[str]:
    """The origin that map pictures come from; `{s}` in its name stands for any sub-domain."""
    if not tiles_url:
        return []
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"]
