"""One REST request: who asks, and its parameters, checked in Twilio's words."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request

from sandbox.carrier.carrier import Carrier
from sandbox.rest.errors import INVALID_PARAMETER, NOT_FOUND, UNAUTHORISED, ApiError
from sandbox.settings import Settings

TRUE: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """The carrier and the parameters; repeated names keep all their values."""

    carrier: Carrier
    path: str
    values: Mapping[str, list[str]]

    def text(self, name: str, otherwise: str = "") -> str:
        return self.values.get(name, [otherwise])[0]

    def has(self, name: str) -> bool:
        return name in self.values

    def words(self, name: str, otherwise: str) -> frozenset[str]:
        """Repeated, or in one value with spaces."""
        given = " ".join(self.values.get(name, [otherwise]))
        return frozenset(given.split())

    def flag(self, name: str, otherwise: bool) -> bool:
        text = self.text(name, "true" if otherwise else "false").lower()
        if text not in TRUE:
            raise ApiError(INVALID_PARAMETER, f"{name} must be true or false")
        return TRUE[text]

    def number(self, name: str, otherwise: int, least: int, most: int) -> int:
        text = self.text(name, str(otherwise))
        if not text.isdigit() or not least <= int(text) <= most:
            raise ApiError(INVALID_PARAMETER, f"{name} must be a whole number from {least} to {most}")
        return int(text)

    def method(self, name: str) -> str:
        text = self.text(name, "POST").upper()
        if text not in ("GET", "POST"):
            raise ApiError(21209, f"{name} must be GET or POST")
        return text

    def url(self, name: str) -> str:
        """Empty when it was not given."""
        text = self.text(name)
        if text and not text.startswith(("http://", "https://")):
            raise ApiError(21205, f"Url is not a valid URL: {text}")
        return text

    def needed(self, name: str, code: int) -> str:
        text = self.text(name)
        if not text:
            raise ApiError(code, f"No '{name}' was given")
        return text

    @property
    def params(self) -> dict[str, str]:
        return {name: values[0] for name, values in self.values.items()}


async def asked(request: Request) -> Asked:
    """Raises ApiError: 20003 for wrong credentials, 20404 for another account."""
    carrier: Carrier = request.app.state.carrier
    _authorise(request, carrier.settings)
    if request.path_params.get("account") != carrier.account.sid:
        raise ApiError(NOT_FOUND, f"The requested resource {request.url.path} was not found", 404)
    source: Any = request.query_params if request.method in ("GET", "DELETE") else await request.form()
    values: dict[str, list[str]] = {}
    for name, value in source.multi_items():
        values.setdefault(name, []).append(str(value))
    return Asked(carrier, request.url.path, values)


def _authorise(request: Request, settings: Settings) -> None:
    kind, _, coded = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        user = password = ""
    secrets = {settings.account_sid: settings.auth_token, settings.api_key: settings.api_secret}
    known = secrets.get(user, "")
    if kind.lower() != "basic" or not known or not hmac.compare_digest(known.encode(), password.encode()):
        raise ApiError(UNAUTHORISED, "Authenticate", 401)
