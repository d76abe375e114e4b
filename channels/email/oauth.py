"""Access tokens that run out: fetched with a refresh token (RFC 6749 §6), anew before they do. Synchronous.

1. A token is kept in memory alone, and shared by all threads of a process.
2. It is fetched anew some minutes before it runs out, and when a mail server does not take it: once, whoever asks.
3. A refresh token that comes with it takes the place of the one before, until the process ends.
4. A refusal is not asked for again for a minute: nobody is locked out by asking too often.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from core.errors import NotAllowed, Unavailable

ANSWER_S: Final = 10.0
EARLY_S: Final = 300.0
"""How long before its end a token is fetched anew; of one that lasts for less, its last fifth."""
USUAL_S: Final = 300.0
"""How long a token is good for of which nobody says it."""
REST_S: Final = 60.0

REFUSED: Final = (
    "The sign-in service does not accept our refresh token or client ({why}). Give us a new one, in {setting}."
)
AWAY: Final = "The sign-in service that gives us tokens for the mail server cannot be reached."
BROKEN: Final = "The sign-in service that gives us tokens for the mail server answered something that is no token."
TOKEN: Final = re.compile(r"[\x21-\x7e]+")
"""RFC 6749, appendix A.12, without the space: nothing in it can end a line or a field."""
WHYS: Final = frozenset(
    {"invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope", "invalid_request", "access_denied"}
)
"""Its words for a refusal (RFC 6749 §5.2). What else it says may hold an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token is fetched with, and the setting that it is from."""

    token_url: str
    client_id: str
    refresh_token: str = field(repr=False)
    client_secret: str = field(default="", repr=False)
    scope: str = ""
    setting: str = "MAILBOXES"


class Tokens:
    """The access tokens of one grant. Raises Unavailable for what may pass, NotAllowed for what will not."""

    def __init__(self, grant: Grant, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._grant = grant
        self._refresh = grant.refresh_token
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._anew_at = 0.0
        self._refused: tuple[float, str] | None = None

    def token(self) -> str:
        """One that is good for a while."""
        with self._lock:
            if not self._token or self._clock() >= self._anew_at:
                self._fetch()
            return self._token

    def instead_of(self, token: str) -> str:
        """Another one: a mail server did not take this. Where somebody was quicker, theirs."""
        with self._lock:
            if self._token == token:
                self._fetch()
            return self._token

    def _fetch(self) -> None:
        now = self._clock()
        if self._refused is not None and now - self._refused[0] < REST_S:
            raise NotAllowed(self._refused[1])
        self._token = ""
        said = self._said(now)
        token = said.get("access_token")
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            raise Unavailable(BROKEN)
        lasts = _seconds(said.get("expires_in"))
        self._token, self._refused = token, None
        self._refresh = said["refresh_token"] if _is_text(said.get("refresh_token")) else self._refresh
        self._anew_at = now + lasts - min(EARLY_S, lasts / 5)

    def _said(self, now: float) -> Mapping[str, Any]:
        grant = self._grant
        asked = {
            "grant_type": "refresh_token",
            "refresh_token": self._refresh,
            "client_id": grant.client_id,
            "client_secret": grant.client_secret,
            "scope": grant.scope,
        }
        given = {name: value for name, value in asked.items() if value}
        try:
            answer = requests.post(grant.token_url, data=given, timeout=ANSWER_S, allow_redirects=False)
            said = answer.json() if answer.content else {}
        except requests.JSONDecodeError:
            said = {}
        except requests.RequestException:
            # Its own words may repeat what was sent.
            raise Unavailable(AWAY) from None
        if not isinstance(said, dict):
            said = {}
        if 400 <= answer.status_code < 500 and answer.status_code not in (408, 429):
            raise NotAllowed(self._kept_refusal(now, said, answer.status_code))
        if answer.status_code != 200:
            raise Unavailable(AWAY)
        return said

    def _kept_refusal(self, now: float, said: Mapping[str, Any], status: int) -> str:
        why = said["error"] if said.get("error") in WHYS else str(status)
        sentence = REFUSED.format(why=why, setting=self._grant.setting)
        self._refused = (now, sentence)
        return sentence


def _seconds(said: Any) -> float:
    """Some services write the number as text."""
    try:
        lasts = float(said)
    except (TypeError, ValueError):
        return USUAL_S
    return lasts if 0 < lasts < 1e7 else USUAL_S


def _is_text(said: Any) -> bool:
    return isinstance(said, str) and bool(said)
