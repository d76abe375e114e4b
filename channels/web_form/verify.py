"""Seals: small values that a page carries and that only we can have written. With no login there is no other proof.

A form's own seal is also its name: sent twice, it is one form. A seal says what it is for, and runs out.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from core.clock import to_ms

LONGEST: Final = 2000
"""Letters of a seal: what a page carries has to fit into the fields that bring it back."""


class Seals:
    """Written and read with one key."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"public pages\0" + secret.encode()).digest()

    def seal(self, purpose: str, value: Mapping[str, Any], now: datetime) -> str:
        """`value` as text for a page; it can be read by whoever has the page, and not changed.

        ValueError for more than a page can bring back: better seen here than as a page that has run out.
        """
        held = {"p": purpose, "t": to_ms(now), "v": dict(value)}
        body = _text(json.dumps(held, separators=(",", ":"), ensure_ascii=False).encode())
        seal = f"{body}.{self._proof(body)}"
        if len(seal) > LONGEST:
            raise ValueError("What is to be sealed is too long for a page.")
        return seal

    def open(self, purpose: str, text: str, now: datetime, lasts: timedelta) -> dict[str, Any] | None:
        """The value; None for a seal that is not ours, is for something else, or is older than it may be."""
        body, _, proof = text.partition(".")
        if len(text) > LONGEST or not hmac.compare_digest(proof.encode(), self._proof(body).encode()):
            return None
        said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        age_ms = to_ms(now) - said["t"]
        if said["p"] != purpose or age_ms > lasts / timedelta(milliseconds=1):
            return None
        return dict(said["v"])

    def _proof(self, body: str) -> str:
        return _text(hmac.new(self._key, body.encode(), hashlib.sha256).digest())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
