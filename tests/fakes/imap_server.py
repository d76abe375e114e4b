"""An IMAP server for tests that misbehaves as it is told. A real one does not: see `bench.dovecot`."""

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Self

from channels.email.imap import MailboxAccount

_UIDS: Final = re.compile(r"[\d,:]+")


class Ended(Exception):
    """The server hangs up."""


@dataclass
class Odd:
    """One mailbox of a server. What is refused gets `no`; `weightless` are UIDs whose size it cannot tell.

    It ends the connection over what is `deadly`, and over how long that is where it is `heavy` as well.
    """

    mails: dict[int, bytes] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    mute: set[int] = field(default_factory=set)
    weightless: set[int] = field(default_factory=set)
    deadly: set[int] = field(default_factory=set)
    heavy: bool = False
    no: str = "NO [SERVERBUG] Internal error occurred."
    moves: bool = True
    permanent: str | None = r"(\Seen \Deleted \*)"
    folders: tuple[str, ...] = ("INBOX", "Switchboard")
    asked: list[str] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    capabilities: str = "IMAP4rev1 MOVE UIDPLUS"

    def answer(self, line: str) -> Iterator[bytes]:
        """All lines of the answer but the last; what that says is `said`."""
        self.said = "OK done"
        verb, _, rest = line.partition(" ")
        if verb.upper() == "UID":
            verb, _, rest = rest.partition(" ")
        self.asked.append(verb.upper())
        yield from getattr(self, f"_{verb.lower()}", self._nothing)(rest)

    def _nothing(self, _: str) -> Iterator[bytes]:
        yield from ()

    def _capability(self, _: str) -> Iterator[bytes]:
        yield f"* CAPABILITY {self.capabilities}".encode()

    def _list(self, rest: str) -> Iterator[bytes]:
        yield from (f'* LIST () "/" "{each}"'.encode() for each in self.folders if each in rest)

    def _select(self, rest: str) -> Iterator[bytes]:
        if rest.strip('"') not in self.folders:
            self.said = f"NO Mailbox does not exist: {rest}"
            return
        yield f"* {len(self.mails)} EXISTS".encode()
        yield b"* OK [UIDVALIDITY 7] valid"
        if self.permanent is not None:
            yield f"* OK [PERMANENTFLAGS {self.permanent}] limited".encode()

    def _search(self, _: str) -> Iterator[bytes]:
        yield " ".join(["* SEARCH", *(str(each) for each in self.mails if each not in self.marked)]).encode()

    def _fetch(self, rest: str) -> Iterator[bytes]:
        uids = [each for each in _uids(rest) if each in self.mails]
        weighing = "SIZE" in rest
        if self.deadly.intersection(uids) and (self.heavy or not weighing):
            raise Ended
        for place, uid in enumerate(uids, 1):
            if uid in (self.weightless if weighing else self.refused):
                self.said = self.no
                return
            if weighing:
                yield f"* {place} FETCH (UID {uid} RFC822.SIZE {len(self.mails[uid])})".encode()
            elif uid not in self.mute:
                head = f"* {place} FETCH (UID {uid} BODY[]<0> {{{len(self.mails[uid])}}}"
                yield f"{head}\r\n".encode() + self.mails[uid] + b")"

    def _move(self, rest: str) -> Iterator[bytes]:
        if not self.moves:
            self.said = "NO [OVERQUOTA] Quota exceeded"
            return
        for uid in _uids(rest):
            if self.mails.pop(uid, None) is not None:
                self.moved.append(uid)
        yield from ()

    def _copy(self, rest: str) -> Iterator[bytes]:
        self.moved += _uids(rest)
        yield from ()

    def _store(self, rest: str) -> Iterator[bytes]:
        if not self.moves:
            self.said = "NO [NOPERM] Not allowed"
        elif self.permanent and r"\*" in self.permanent:
            self.marked += _uids(rest)
        yield from ()


class OddServer:
    """`with OddServer(Odd(...)) as server`."""

    def __init__(self, odd: Odd) -> None:
        self.odd = odd

        class Line(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"* OK ready\r\n")
                while asked := self.rfile.readline().decode().strip():
                    tag, _, line = asked.partition(" ")
                    try:
                        for each in odd.answer(line):
                            self.wfile.write(each + b"\r\n")
                    except Ended:
                        return
                    self.wfile.write(f"{tag} {odd.said}\r\n".encode())

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line)
        self._server.daemon_threads = True

    def account(self, **changes: Any) -> MailboxAccount:
        usual: dict[str, Any] = {"address": "bins@example.org", "user": "bins", "password": "-", "security": "none"}
        return MailboxAccount(host="127.0.0.1", port=self._server.server_address[1], **{**usual, **changes})

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _uids(said: str) -> list[int]:
    found: list[int] = []
    for each in (_UIDS.match(said) or [""])[0].split(","):
        first, _, last = each.partition(":")
        found += range(int(first), int(last or first) + 1)
    return found
