"""The mail server that takes our mail: handed over one step at a time, so that what went wrong says what was done.

Unavailable: surely not sent. TurnedDown, with a sentence: they will not take it. OutcomeUnknown: cut off after it, or
answered in a way that cannot be understood.
"""

import base64
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from channels.email.composing import on_the_wire
from channels.email.mail import NO_SUCH_ADDRESS
from channels.email.oauth import Tokens
from core.errors import NotAllowed, OutcomeUnknown, TurnedDown, Unavailable

ANSWER_S: Final = 15.0
TAKE_S: Final = 60.0
"""Seconds in which the server has to say that it has the message; it looks through large ones before it does."""
WHOLE_S: Final = 75.0
"""Seconds in which all is over, however slow each answer is: less than the lease of its row (`centre.outbox`)."""
CUT_AGAIN_S: Final = 0.5
PORTS: Final = {"smtp": 25, "smtps": 465}
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
SAID_AT_MOST: Final = 300

NOT_SET: Final = "SMTP_URL is not set, so nothing can be sent by mail."
AWAY: Final = "The mail server could not be reached."
WENT_AWAY: Final = "The mail server went away before the message was sent."
LOST: Final = "The mail server's answer was lost. It may have been sent."
UNCLEAR: Final = "The mail server's answer to the message could not be understood. It may have been sent."
TOO_LARGE: Final = "The mail is larger than the mail server takes ({most} MB). Leave some of its files out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A recipient whom the mail server would not take, in its own words; `gone`: it says there is no such address."""

    address: str
    words: str
    gone: bool


class AllTurnedAway(TurnedDown):
    """The mail server takes none of the recipients."""

    def __init__(self, turned: Sequence[Turned]) -> None:
        super().__init__("The mail server takes none of the addresses.", words=turned[0].words if turned else "")
        self.turned = tuple(turned)


class MailRelay:
    """One mail server. `url` is `smtp://user:password@host:port`, or `smtps://`; empty when there is none.

    With `token`, or `tokens` that run out, OAuth2 logs in (XOAUTH2).
    """

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        tokens: Tokens | None = None,
        answer_s: float = ANSWER_S,
        take_s: float = TAKE_S,
        whole_s: float = WHOLE_S,
    ) -> None:
        self._url = urlsplit(url)
        self._tokens = tokens
        self._token = token
        self._answer_s = answer_s
        self._take_s = take_s
        self._whole_s = whole_s

    def hand_over(self, sender: str, recipients: Sequence[str], raw: bytes) -> tuple[Turned, ...]:
        """Hand a message over; those of its recipients who were turned away, while others were not."""
        with self._connected() as smtp:
            _fits(smtp, raw)
            turned = _envelope(smtp, sender, recipients)
            self._give(smtp, raw)
        return turned

    def check(self) -> str:
        """Log in and out again, for `switchboard doctor`. Raises Unavailable."""
        with self._connected() as smtp:
            code, _ = smtp.noop()
        return f"answers on {self._url.hostname} ({code})"

    def _give(self, smtp: smtplib.SMTP, raw: bytes) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(self._take_s)
        try:
            code, words = smtp.data(raw)
        except smtplib.SMTPDataError as error:
            # Raised before anything of the message has left.
            _raise_unless_taken(error.smtp_code, _text(error.smtp_error))
            raise Unavailable(f"The mail server said not now ({error.smtp_code}).") from error
        except (OSError, smtplib.SMTPException) as error:
            raise OutcomeUnknown(LOST) from error
        else:
            if not 200 <= code < 300 and not 400 <= code < 600:
                raise OutcomeUnknown(UNCLEAR)
            _raise_unless_taken(code, _text(words))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        lines: list[smtplib.SMTP] = []
        with _cut_after(self._whole_s, lines):
            smtp = self._connect(lines)
            try:
                yield smtp
            finally:
                try:
                    smtp.quit()
                except (OSError, smtplib.SMTPException):
                    smtp.close()

    def _connect(self, lines: list[smtplib.SMTP]) -> smtplib.SMTP:
        host = self._url.hostname
        if not host:
            raise Unavailable(NOT_SET)
        try:
            smtp = _opened(self._url, host, self._answer_s)
            lines.append(smtp)
            try:
                self._enter(smtp, host)
            except BaseException:
                smtp.close()
                raise
        except smtplib.SMTPAuthenticationError as error:
            raise Unavailable("The mail server did not accept our name and password (or token).") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(AWAY) from error
        return smtp

    def _enter(self, smtp: smtplib.SMTP, host: str) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._url.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        elif self._url.scheme == "smtp" and host not in LOOPBACK and self._has_secret:
            raise Unavailable("The mail server offers no encryption, so our password was not sent. Use smtps://.")
        user = unquote(self._url.username or "")
        if self._tokens is not None:
            _log_in_by_tokens(smtp, user, self._tokens)
        elif self._token:
            _log_in_by_token(smtp, user, self._token)
        elif user:
            smtp.login(user, unquote(self._url.password or ""))

    @property
    def _has_secret(self) -> bool:
        return bool(self._url.username or self._token or self._tokens)


@contextmanager
def _cut_after(seconds: float, lines: list[smtplib.SMTP]) -> Iterator[None]:
    """Cuts these lines at the end of the time: whoever waits on one then meets its end, and says what that means."""
    done = threading.Event()

    def watch() -> None:
        wait = seconds
        # Again and again: a line that is just being encrypted is not there to be cut.
        while not done.wait(wait):
            wait = CUT_AGAIN_S
            for each in lines:
                if each.sock is not None:
                    with suppress(OSError):
                        socket.socket.shutdown(each.sock, socket.SHUT_RDWR)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()


def _opened(url: SplitResult, host: str, answer_s: float) -> smtplib.SMTP:
    port = url.port or PORTS[url.scheme]
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=answer_s, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=answer_s)


def _log_in_by_tokens(smtp: smtplib.SMTP, user: str, tokens: Tokens) -> None:
    """One that was taken back before its time is fetched anew, once. Raises Unavailable: mail waits for a new grant."""
    try:
        token = tokens.token()
        try:
            _log_in_by_token(smtp, user, token)
        except smtplib.SMTPAuthenticationError:
            _log_in_by_token(smtp, user, tokens.instead_of(token))
    except NotAllowed as error:
        raise Unavailable(str(error)) from error


def _log_in_by_token(smtp: smtplib.SMTP, user: str, token: str) -> None:
    """XOAUTH2 as Google and Microsoft have it. On a refusal the server explains, and waits for an empty line."""
    answer = base64.b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode()).decode()
    code, words = smtp.docmd("AUTH", f"XOAUTH2 {answer}")
    if code == 334:
        code, words = smtp.docmd("")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _fits(smtp: smtplib.SMTP, raw: bytes) -> None:
    """What the server says it takes, before it is given more (RFC 1870)."""
    most = smtp.esmtp_features.get("size", "")
    if most.isdigit() and 0 < int(most) < len(raw):
        raise TurnedDown(TOO_LARGE.format(most=int(most) // 1_000_000))


def _envelope(smtp: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> tuple[Turned, ...]:
    """Sender and recipients. One who is told "not now" makes all wait: nobody gets it twice for another's sake."""
    turned: list[Turned] = []
    try:
        _raise_unless_taken(*_answer(smtp.mail(sender)))
        for recipient in recipients:
            code, words = _answer(smtp.rcpt(on_the_wire(recipient)))
            if 500 <= code < 600:
                turned.append(Turned(address=recipient, words=words, gone=bool(NO_SUCH_ADDRESS.search(words))))
            else:
                _raise_unless_taken(code, words)
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(WENT_AWAY) from error
    if len(turned) == len(recipients):
        raise AllTurnedAway(turned)
    return tuple(turned)


def _raise_unless_taken(code: int, words: str) -> None:
    if 200 <= code < 300:
        return
    if code in (530, 535):
        raise Unavailable("The mail server wants us to log in first. Check SMTP_URL.")
    if 400 <= code < 500 or code < 0:
        raise Unavailable(f"The mail server said not now ({code}).")
    raise TurnedDown(f"The mail server refused it ({code}).", words=words)


def _answer(said: tuple[int, bytes]) -> tuple[int, str]:
    return said[0], _text(said[1])


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())[:SAID_AT_MOST]
