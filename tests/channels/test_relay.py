"""A mail server that answers oddly or slowly, by raw sockets: only its clear no means that it has no message."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedRWPair
from types import MappingProxyType

import pytest

from centre.outbox import LEASE_S
from channels.email.relay import ANSWER_S, WHOLE_S, AllTurnedAway, MailRelay
from core.errors import OutcomeUnknown, TurnedDown, Unavailable

RAW = b"Subject: x\r\n\r\nhello\r\n"


class Cut(Exception):
    """The server ends the line."""


class Odd:
    """Answers the message with `after`, DATA with `data`, and waits `slow_s` before each answer.

    `instead` are answers to other words, or to nothing at all when somebody comes; the line is cut after a 421, as
    after an empty answer, which is none.
    """

    def __init__(
        self,
        after: bytes = b"250 ok",
        data: bytes = b"354 go",
        slow_s: float = 0.0,
        instead: Mapping[bytes, bytes] = MappingProxyType({}),
    ) -> None:
        self.taken = 0
        self._instead = instead
        self._after, self._data, self._slow_s = after, data, slow_s
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self._run, daemon=True)

    def close(self) -> None:
        self._socket.close()
        self.thread.join(5)

    def _run(self) -> None:
        with suppress(OSError, Cut):
            line, _ = self._socket.accept()
            with line, line.makefile("rwb") as both:
                self._talk(both)

    def _talk(self, both: BufferedRWPair) -> None:
        self._answers(both, b"", b"220 hello")
        for heard in both:
            if heard[:4].upper() != b"DATA":
                self._answers(both, heard[:4].upper(), b"250 ok")
                continue
            self._say(both, self._data)
            if self._data.startswith(b"354"):
                self._takes(both)

    def _takes(self, both: BufferedRWPair) -> None:
        for heard in both:
            if b"inside" in self._instead:
                raise Cut
            if heard == b".\r\n":
                self.taken += 1
                self._say(both, self._after)
                return

    def _answers(self, both: BufferedRWPair, word: bytes, usual: bytes) -> None:
        answer = self._instead.get(word, usual)
        if answer:
            self._say(both, answer)
        if not answer or answer.startswith(b"421"):
            raise Cut

    def _say(self, both: BufferedRWPair, words: bytes) -> None:
        time.sleep(self._slow_s)
        both.write(words + b"\r\n")
        both.flush()


@contextmanager
def odd(
    after: bytes = b"250 ok",
    data: bytes = b"354 go",
    slow_s: float = 0.0,
    instead: Mapping[bytes, bytes] = MappingProxyType({}),
) -> Iterator[Odd]:
    server = Odd(after, data, slow_s, instead)
    server.thread.start()
    yield server
    server.close()


AFTER = [
    pytest.param(b"OK queued as 123", OutcomeUnknown, id="words without a number"),
    pytest.param(b"2xx fine", OutcomeUnknown, id="half a number"),
    pytest.param(b"25O ok", OutcomeUnknown, id="a letter in the number"),
    pytest.param(b"", OutcomeUnknown, id="an empty line"),
    pytest.param(b"354 again", OutcomeUnknown, id="an answer to another question"),
    pytest.param(b"199 odd", OutcomeUnknown, id="a number that means nothing"),
    pytest.param(b"421 going down", Unavailable, id="not now, nor anything else"),
    pytest.param(b"450 busy", Unavailable, id="not now, perhaps soon"),
    pytest.param(b"452 disk full", Unavailable, id="not now"),
    pytest.param(b"550 not wanted", TurnedDown, id="refused for ever"),
    pytest.param(b"554 spam", TurnedDown, id="never"),
]


@pytest.mark.parametrize(("after", "expected"), AFTER)
def test_after_the_whole_message_only_a_clear_no_says_that_it_is_not_taken(
    after: bytes, expected: type[Exception]
) -> None:
    with odd(after) as server, pytest.raises(expected):
        MailRelay(server.url, answer_s=2, take_s=2).hand_over("a@example.org", ["b@example.org"], RAW)
    assert server.taken == 1


@pytest.mark.parametrize("data", [b"250 ok", b"OK", b"450 wait"])
def test_before_the_message_an_odd_answer_says_that_nothing_was_sent(data: bytes) -> None:
    with odd(data=data) as server, pytest.raises(Unavailable):
        MailRelay(server.url, answer_s=2, take_s=2).hand_over("a@example.org", ["b@example.org"], RAW)
    assert server.taken == 0


BEFORE = [
    pytest.param({b"": b"421 too many visitors"}, Unavailable, id="421 to whoever comes"),
    pytest.param({b"": b"554 no mail here"}, Unavailable, id="554 to whoever comes: the server is the wrong one"),
    pytest.param({b"": b""}, Unavailable, id="cut off as we come"),
    pytest.param({b"EHLO": b"421 going down", b"HELO": b"421 going down"}, Unavailable, id="421 to our name"),
    pytest.param({b"MAIL": b"421 going down"}, Unavailable, id="421 to the sender"),
    pytest.param({b"MAIL": b"451 later"}, Unavailable, id="451 to the sender"),
    pytest.param({b"MAIL": b"550 not from you"}, TurnedDown, id="550 to the sender"),
    pytest.param({b"RCPT": b"421 going down"}, Unavailable, id="421 to a recipient"),
    pytest.param({b"RCPT": b"450 greylisted"}, Unavailable, id="450 to a recipient"),
    pytest.param({b"RCPT": b"452 too many"}, Unavailable, id="452 to a recipient"),
    pytest.param({b"RCPT": b"550 no such user"}, AllTurnedAway, id="550 to a recipient"),
    pytest.param({b"RCPT": b""}, Unavailable, id="cut off before the message"),
]


@pytest.mark.parametrize(("instead", "expected"), BEFORE)
def test_whatever_is_said_before_the_message_nothing_was_sent(
    instead: dict[bytes, bytes], expected: type[Exception]
) -> None:
    with odd(instead=instead) as server, pytest.raises(expected):
        MailRelay(server.url, answer_s=2, take_s=2).hand_over("a@example.org", ["b@example.org"], RAW)
    assert server.taken == 0


def test_a_line_that_is_cut_while_the_message_is_given_leaves_it_in_doubt() -> None:
    with odd(instead={b"inside": b""}) as server, pytest.raises(OutcomeUnknown, match="may have been sent"):
        MailRelay(server.url, answer_s=2, take_s=2).hand_over("a@example.org", ["b@example.org"], RAW)
    assert server.taken == 0


def test_however_slow_each_answer_is_the_whole_ends_in_its_time() -> None:
    assert WHOLE_S + ANSWER_S <= LEASE_S, "no other worker takes the row over meanwhile"
    began = time.monotonic()
    with odd(slow_s=0.3) as server, pytest.raises(Unavailable):
        MailRelay(server.url, answer_s=2, take_s=2, whole_s=0.75).hand_over("a@example.org", ["b@example.org"], RAW)
    assert time.monotonic() - began < 2.2
    assert server.taken == 0


def test_a_server_that_is_slow_in_taking_it_is_left_in_time_and_may_have_it() -> None:
    with odd(slow_s=0.15) as server, pytest.raises(OutcomeUnknown):
        MailRelay(server.url, answer_s=2, take_s=2, whole_s=0.82).hand_over("a@example.org", ["b@example.org"], RAW)
    assert server.taken == 1
