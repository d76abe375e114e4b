"""Access tokens: is this device who it says, and may calls reach it? Checked by the published format alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import jwt

from sandbox.settings import Settings

INVALID: Final = 31204
EXPIRED: Final = 31205


class Refused(Exception):
    """The token cannot be used; `code` is what the SDK turns into its own error."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a good token allows."""

    identity: str
    ttl_s: int
    incoming: bool
    outgoing: bool


def read(token: str, settings: Settings, now: datetime) -> Pass:
    """The pass that a token gives at this moment. Raises Refused."""
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(
            token,
            settings.api_secret,
            algorithms=["HS256"],
            options={"require": ["exp", "iss", "sub"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except jwt.PyJWTError as wrong:
        raise Refused(INVALID, f"JWT is invalid: {wrong}") from wrong
    if not str(header.get("cty", "")).startswith("twilio-fpa"):
        raise Refused(INVALID, "JWT is invalid: its header has no content type twilio-fpa")
    if claims["iss"] != settings.api_key or claims["sub"] != settings.account_sid:
        raise Refused(INVALID, "JWT is invalid: it is for another account or key")
    return _pass(claims, int(now.timestamp()))


def _pass(claims: dict[str, Any], now: int) -> Pass:
    if int(claims.get("nbf", 0)) > now + 60:
        raise Refused(INVALID, "JWT is invalid: it is not valid yet")
    ttl = int(claims["exp"]) - now
    if ttl <= 0:
        raise Refused(EXPIRED, "JWT has expired")
    grants = claims.get("grants")
    grants = grants if isinstance(grants, dict) else {}
    voice, identity = grants.get("voice"), grants.get("identity")
    if not isinstance(voice, dict) or not isinstance(identity, str) or not identity:
        raise Refused(INVALID, "JWT is invalid: it grants no voice, or names no identity")
    incoming = voice.get("incoming")
    return Pass(
        identity=identity,
        ttl_s=ttl,
        incoming=isinstance(incoming, dict) and bool(incoming.get("allow")),
        outgoing=isinstance(voice.get("outgoing"), dict),
    )
