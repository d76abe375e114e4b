"""The carrier's REST side that calls and texts share: one pooled client with a time limit, and what its failures mean.

Every failure becomes one of three kinds, because each is handled differently:
- surely not done (`Unavailable`): not reached, or "later"; asking again is safe;
- refused (`Refused`): our asking was wrong; a person reads why;
- not known (`OutcomeUnknown`): cut off after sending something that is not safe to send twice.
"""

import logging
import ssl
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from channels.whatsapp.failures import NOT_SENT
from core.errors import Conflict, NotAllowed, NotFound, OptedOut, OutcomeUnknown, Refused, Unavailable

POOL: Final = 16
"""Connections kept open; the verbs run in that many threads at most."""

FETCH_S: Final = 60.0
"""Seconds that one file may take, so that a line that trickles keeps nobody: half a minute less than an attempt may."""

LOOK_S: Final = 1.0
UNREACHED: Final = "It did not answer the last request."

NOT_FOUND: Final = 20404
CALL_NOT_IN_PROGRESS: Final = 21220

REFUSALS: Final[dict[int, tuple[type[Refused], str]]] = {
    20003: (NotAllowed, "The carrier does not accept our credentials. Check TWILIO_ACCOUNT_SID and the API key."),
    NOT_FOUND: (NotFound, "The carrier does not know that call, conference, recording or text."),
    16025: (Conflict, "Somebody with that label is already in the conference."),
    21201: (Refused, "There is no number to call."),
    21205: (Refused, "The carrier cannot use one of our addresses. Check PUBLIC_URL."),
    21211: (Refused, "That is not a number that can be called or texted."),
    21212: (Refused, "The number we call or text from is not valid. Check TWILIO_PHONE_NUMBER."),
    CALL_NOT_IN_PROGRESS: (Conflict, "The call is no longer in a state in which that can be done."),
    21602: (Refused, "A text needs some words."),
    21606: (Refused, "Our number cannot send texts. Check TWILIO_PHONE_NUMBER."),
    21610: (OptedOut, "They have asked for no more texts from us (STOP). Please reach them another way."),
    21612: (Refused, "A text cannot be sent to that number from ours."),
    21614: (Refused, "That number cannot receive texts. Is it a landline?"),
    21617: (Refused, "The text is too long: 1,600 characters is the most."),
    21655: (Refused, "The carrier does not know our approved message. Check TWILIO_WHATSAPP_TEMPLATE."),
    21910: (Refused, "A WhatsApp message goes from a WhatsApp sender alone. Check TWILIO_WHATSAPP_NUMBER."),
    **{code: (Refused, sentence) for code, sentence in NOT_SENT.items()},
}
"""Twilio's error codes, and what a person here can do about each."""

OTHER_REFUSAL: Final = "The carrier refused the request (code {code})."
LATER: Final = frozenset({429, 503})
"""Answers with which the carrier says that it did nothing and that we may ask again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Our account at the carrier. With no API key, the account's own token signs our requests."""

    sid: str
    auth_token: str
    number: str
    api_key: str = ""
    api_secret: str = ""
    base_url: str = "https://api.twilio.com"
    timeout_s: float = 10.0

    @property
    def credentials(self) -> tuple[str, str]:
        return (self.api_key, self.api_secret) if self.api_key and self.api_secret else (self.sid, self.auth_token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a request came to: `problem` is a sentence, "" when it was answered. `at` is by time.monotonic."""

    at: float
    problem: str


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's client, sent to the configured host. It logs nothing: its own log lines hold telephone numbers."""

    last: Outcome | None = None

    def __init__(self, base_url: str, timeout_s: float) -> None:
        super().__init__(pool_connections=True, timeout=timeout_s)
        pool = HTTPAdapter(pool_connections=POOL, pool_maxsize=POOL)
        self.session.mount("https://", pool)
        self.session.mount("http://", pool)
        self._base = urlsplit(base_url)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        try:
            answer = super().request(method, self.rewritten(url), *args, **kwargs)
        except requests.RequestException:
            self.last = Outcome(at=time.monotonic(), problem=UNREACHED)
            raise
        self.last = Outcome(at=time.monotonic(), problem=_trouble_of(answer.status_code))
        return answer

    def rewritten(self, url: str) -> str:
        """The same path and query on the configured host."""
        parts = urlsplit(url)
        path = f"{self._base.path.rstrip('/')}{parts.path}"
        return urlunsplit((self._base.scheme, self._base.netloc, path, parts.query, ""))

    def log_request(self, kwargs: dict[str, Any]) -> None:
        return

    def log_response(self, status_code: int, response: Any) -> None:
        return


class Carrier:
    """One client for a process; safe to use from several threads."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._http = _Http(account.base_url, account.timeout_s)
        user, password = account.credentials
        self.client = Client(user, password, account.sid, http_client=self._http)

    @property
    def last(self) -> Outcome | None:
        """What this process's last request came to; None while it has made none."""
        return self._http.last

    def look(self) -> None:
        """Ask the stand-in carrier how it is, for `last` to say: nobody may have called for long. Not for Twilio."""
        with suppress(requests.RequestException):
            self._http.request("GET", "/health", timeout=LOOK_S)

    def fetch(self, path_or_url: str, *, at_most: int) -> tuple[bytes, str]:
        """The bytes and content type of a recording or picture kept by the carrier; Refused when larger than at_most.

        The host is always the configured one, so that an address in a message cannot send our credentials elsewhere.
        Where the carrier sends us on to its store, they do not go along. Unavailable when it takes longer than FETCH_S.
        """
        address = self._http.rewritten(path_or_url)
        with translated(sending=False):
            answer = self._http.session.get(
                address, auth=self.account.credentials, timeout=self.account.timeout_s, stream=True
            )
            with answer:
                if answer.status_code >= 400:
                    raise TwilioRestException(answer.status_code, "", code=_code_of(answer.status_code))
                return _read(answer, at_most), answer.headers.get("Content-Type", "application/octet-stream")

    def close(self) -> None:
        self._http.session.close()


@contextmanager
def translated(*, sending: bool) -> Iterator[None]:
    """Turns the client's errors into ours. `sending` is true for what must not happen twice (a new call, a text)."""
    try:
        yield
    except TwilioRestException as error:
        raise _of_answer(error, sending) from None
    except requests.RequestException as error:
        raise _of_line(error, sending) from None
    except (TwilioException, ValueError):
        # What the client raises when an answer is not what Twilio's documents promise, such as a proxy's own page.
        raise _not_known(sending) from None


def _of_answer(error: TwilioRestException, sending: bool) -> Exception:
    if error.status in LATER:
        return Unavailable("The carrier is busy and did nothing. It is safe to try again.")
    if error.status >= 500:
        return _not_known(sending)
    # An answer with no code of its own carries its HTTP status in that place.
    code = _code_of(error.status) if error.code in (None, error.status) else error.code
    kind, sentence = REFUSALS.get(code, (Refused, OTHER_REFUSAL.format(code=code)))
    return kind(sentence)


def _of_line(error: requests.RequestException, sending: bool) -> Exception:
    if isinstance(error, requests.ConnectTimeout) or never_connected(error):
        return Unavailable("The carrier cannot be reached. Nothing was sent.")
    return _not_known(sending)


def never_connected(error: requests.RequestException) -> bool:
    """Whether the connection itself could not be made, so that nothing can have been sent."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, BaseException) and type(reason).__name__ == "SSLError":
        return _in_handshake(reason)
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}


def _in_handshake(error: BaseException) -> bool:
    """Whether the two never came to an understanding: a line that breaks later may have carried the whole request.

    Nothing but where it was raised tells: both arrive as the same kind, and share some of their codes.
    """
    cause = error.args[0] if error.args and isinstance(error.args[0], ssl.SSLError) else error
    return any(frame.f_code.co_name == "do_handshake" for frame, _ in traceback.walk_tb(cause.__traceback__))


def _not_known(sending: bool) -> Exception:
    if sending:
        return OutcomeUnknown("The carrier did not answer in time: it may have been done.")
    return Unavailable("The carrier did not answer. It is safe to ask again.")


def _trouble_of(status: int) -> str:
    if status in (401, 403):
        return REFUSALS[20003][1]
    return f"It answered the last request with {status}." if status in LATER or status >= 500 else ""


def _code_of(status: int) -> int:
    return {401: 20003, 403: 20003, 404: NOT_FOUND}.get(status, status)


def _read(answer: requests.Response, at_most: int) -> bytes:
    kept, over = bytearray(), time.monotonic() + FETCH_S
    for chunk in answer.iter_content(65536):
        kept += chunk
        if time.monotonic() > over:
            raise Unavailable("The carrier takes too long to hand the file over. It is safe to ask again.")
        if len(kept) > at_most:
            raise Refused("The file at the carrier is too large to keep.")
    return bytes(kept)
