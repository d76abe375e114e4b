"""One IMAP mailbox, from one connection: what is new, its bytes, and what is done with it afterwards. Synchronous.

A message is new until it is `done`: moved to a folder of ours, or, where no folder is named, marked as seen by us.
A UID means something within one UIDVALIDITY, which holds as long as the connection does; nothing of it is remembered
beyond that, because the message's own id says whether we have it.
"""

import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from imapclient import IMAPClient, exceptions  # type: ignore[import-untyped]

from channels.email.oauth import Tokens
from core.errors import NotAllowed, Unavailable

KEYWORD: Final = b"$Switchboard"
"""The flag of what we have taken in, where nothing is moved."""
TIMEOUT_S: Final = 30.0
GOODBYE_S: Final = 0.2

REFUSED: Final = "The mail server does not accept the name and password (or token) of this mailbox."
AWAY: Final = "The mail server cannot be reached, or ended the connection."
SAID_NO: Final = "The mail server is there, but does not do what it is asked."
KEEPS_NO_MARKS: Final = "The mail server keeps no marks of ours on mail. Set `done` to a folder, to which it is moved."
WORDS_AT_MOST: Final = 300


class SaidNo(Unavailable):
    """It answered NO or BAD. `words` are the server's own, for the board and never for a log."""

    def __init__(self, words: str = "") -> None:
        super().__init__(SAID_NO)
        self.words = " ".join(words.split())[:WORDS_AT_MOST]

    @property
    def sentence(self) -> str:
        """What the board shows."""
        return f"{self} It says: {self.words}" if self.words else str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxAccount:
    """Where a mailbox is and how to get in: by `tokens` that run out, by one `token` (OAuth2), else by `password`.
    Residents write to `address`.

    `done` is the folder to which what was taken in is moved; "" leaves it where it is, and marks it. `plus`: mail to
    `address` with +anything before the @ comes here too, so that answers can carry a token of ours. `notify_reply_to`:
    what Notify calls this address, when it is to be answered at. `scans`: only scanners write to it, and what they send
    is post. `checked_by`: the name under which its server says in Authentication-Results whether a sender is genuine.
    """

    address: str
    host: str
    port: int
    user: str
    password: str = ""
    token: str = ""
    tokens: Tokens | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: str = "INBOX"
    done: str = "Switchboard"
    plus: bool = False
    scans: bool = False
    notify_reply_to: str = ""
    checked_by: str = ""

    @property
    def name(self) -> str:
        """The mailbox's own name here: the same message in two mailboxes is two contacts."""
        return self.address if self.folder == "INBOX" else f"{self.address}/{self.folder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A message's bytes (cut after `at_most` and one), and when the mail server got it."""

    raw: bytes
    received_at: datetime | None


class Inbox:
    """A connection with the folder selected. Raises Unavailable for what may pass, and NotAllowed for what will not.

    Of what is Unavailable, SaidNo is an answer: the connection goes on.
    """

    def __init__(self, account: MailboxAccount) -> None:
        self._account = account
        self._lock = threading.Lock()
        self._copied: set[int] = set()
        with self._asking():
            self._client = IMAPClient(
                account.host,
                port=account.port,
                ssl=account.security == "tls",
                ssl_context=ssl.create_default_context(),
                timeout=TIMEOUT_S,
                use_uid=True,
            )
        try:
            with self._asking():
                self._log_in()
                selected = self._client.select_folder(account.folder)
            self.validity = int(selected.get(b"UIDVALIDITY", 0))
            """UIDs mean the same for as long as this is the same."""
            if not account.done and not _keeps(KEYWORD, selected.get(b"PERMANENTFLAGS")):
                # Everything would be new again at each look, and what lies behind the first would never be reached.
                raise NotAllowed(KEEPS_NO_MARKS)
        except BaseException:
            self.close()
            raise

    def new(self) -> list[int]:
        """The UIDs of what has not been done, oldest first."""
        with self._asking():
            self._client.noop()
            asked: list[Any] = ["UNDELETED"] if self._account.done else ["UNDELETED", "UNKEYWORD", KEYWORD]
            return sorted(self._client.search(asked))

    def fetch(self, uids: Sequence[int], *, at_most: int) -> dict[int, Fetched]:
        """The messages, not marked as read, in the order asked for; without those that somebody has taken away."""
        piece = f"BODY.PEEK[]<0.{at_most + 1}>".encode()
        with self._asking():
            found = self._client.fetch(uids, [piece, b"INTERNALDATE"]) if uids else {}
        read = {uid: _fetched(found[uid]) for uid in uids if uid in found}
        return {uid: each for uid, each in read.items() if each is not None}

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """How many bytes each is long, as the server says."""
        with self._asking():
            found = self._client.fetch(uids, [b"RFC822.SIZE"]) if uids else {}
        return {uid: int(each[b"RFC822.SIZE"]) for uid, each in found.items() if b"RFC822.SIZE" in each}

    def done(self, uids: Sequence[int]) -> None:
        """They are safely ours. Done twice is done once."""
        if not uids:
            return
        with self._asking():
            if not self._account.done:
                self._client.add_flags(uids, [KEYWORD, b"\\Seen"])
            elif self._client.has_capability("MOVE"):
                self._client.move(uids, self._account.done)
            else:
                # A copy whose original may not be deleted is not made again.
                if fresh := [uid for uid in uids if uid not in self._copied]:
                    self._client.copy(fresh, self._account.done)
                    self._copied.update(fresh)
                self._client.delete_messages(uids)
                self._client.uid_expunge(uids) if self._client.has_capability("UIDPLUS") else self._client.expunge()
                self._copied.difference_update(uids)

    def where(self, uid: int) -> str:
        """Which message of the mailbox it is, for whoever looks for it there."""
        return f"UID {uid} (UIDVALIDITY {self.validity}) in the folder {self._account.folder}"

    @property
    def can_listen(self) -> bool:
        """Whether the server says when something comes, or has to be asked."""
        return bool(self._client.has_capability("IDLE"))

    def listen(self, seconds: float) -> bool:
        """Let the server say when something comes; False when it said nothing for so long. Ended by `close`."""
        with self._asking():
            # What came since it was last asked would be swallowed by the answer to IDLE.
            _, news = self._client.noop()
            if any(b"EXISTS" in each for each in news):
                return True
            self._client.idle()
            said = self._client.idle_check(timeout=seconds)
            _, more = self._client.idle_done()
            return bool(said or more)

    def close(self) -> None:
        """Say goodbye if that is still possible; a thread that listens is cut short."""
        with suppress(OSError, exceptions.IMAPClientError):
            if not self._lock.acquire(timeout=GOODBYE_S):
                self._client.shutdown()
                return
            try:
                self._client.logout()
            except (OSError, exceptions.IMAPClientError):
                # A connection that the server ended is still a socket of ours.
                self._client.shutdown()
            finally:
                self._lock.release()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One thread at a time; the client's errors become ours. No name, address or password is in their sentences."""
        try:
            with self._lock:
                yield
        except exceptions.LoginError as error:
            raise NotAllowed(REFUSED) from error
        except (OSError, exceptions.IMAPClientAbortError) as error:
            raise Unavailable(AWAY) from error
        except exceptions.ProtocolError as error:
            # What it says quotes the answer that it stumbled over, which may be a message's.
            raise SaidNo from error
        except exceptions.IMAPClientError as error:
            raise SaidNo(str(error)) from error

    def _log_in(self) -> None:
        account = self._account
        if account.security == "starttls":
            self._client.starttls(ssl.create_default_context())
        if account.tokens is not None:
            self._log_in_by(account.tokens)
        elif account.token:
            self._client.oauth2_login(account.user, account.token)
        else:
            self._client.login(account.user, account.password)
        if account.done and not self._client.folder_exists(account.done):
            self._client.create_folder(account.done)

    def _log_in_by(self, tokens: Tokens) -> None:
        """One that was taken back before its time is fetched anew, once."""
        token = tokens.token()
        try:
            self._client.oauth2_login(self._account.user, token)
        except exceptions.LoginError:
            self._client.oauth2_login(self._account.user, tokens.instead_of(token))


def opens(account: MailboxAccount) -> str:
    """Logs in and out again, for `switchboard doctor`. Raises as `Inbox` does, with what the server says."""
    try:
        Inbox(account).close()
    except SaidNo as error:
        raise Unavailable(error.sentence) from error
    return f"{account.name} opens"


def _keeps(keyword: bytes, permanent: Sequence[bytes] | None) -> bool:
    """Whether a flag of ours stays, by the server's PERMANENTFLAGS; without them all do (RFC 3501 §7.1)."""
    kept = None if permanent is None else {each.lower() for each in permanent}
    return kept is None or b"\\*" in kept or keyword.lower() in kept


def _fetched(found: Mapping[bytes, Any]) -> Fetched | None:
    raw = next((value for key, value in found.items() if key.startswith(b"BODY[]")), None)
    if raw is None:
        return None
    at = found.get(b"INTERNALDATE")
    return Fetched(raw=raw, received_at=at.astimezone(UTC) if isinstance(at, datetime) else None)
