"""Every way that the carrier can fail us, from a server that fails so: what is safe to repeat, and what never is."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

import channels.carrier
from channels.carrier import Account, Carrier
from channels.phone.addresses import PhoneAddresses
from channels.phone.outbound import PhoneOutbound
from channels.sms.outbound import SmsOutbound
from core.errors import Conflict, NotAllowed, NotFound, OptedOut, OutcomeUnknown, Refused, Unavailable

CALL = "CA" + "0" * 32


class Failing:
    """A carrier that answers every request the same way: with a status and code, nothing, nonsense, or a hang-up."""

    def __init__(self) -> None:
        self.how: tuple[int, bytes] | str = "nothing"
        self.paths: list[str] = []
        self._done = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        self._done.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        failing = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                failing.paths.append(self.path)
                if failing.how == "nothing":
                    failing._done.wait(3)
                elif isinstance(failing.how, tuple):
                    status, body = failing.how
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                self.close_connection = True

            do_GET = do_POST  # noqa: N815 - the name that the server calls

            def log_message(self, *args: object) -> None:
                return

        return Handler


@pytest.fixture(scope="module")
def failing() -> Iterator[Failing]:
    failing = Failing()
    yield failing
    failing.close()


def _carrier(url: str, timeout_s: float = 0.3) -> Carrier:
    return Carrier(
        Account(
            sid="AC" + "1" * 32, auth_token="t", number="+441632960100", base_url=f"{url}/carrier", timeout_s=timeout_s
        )
    )


def _coded(status: int, code: int) -> tuple[int, bytes]:
    return status, f'{{"code": {code}, "message": "+447700900123 is wrong", "status": {status}}}'.encode()


ROWS = [
    pytest.param("nothing", OutcomeUnknown, Unavailable, id="no answer in time"),
    pytest.param("hang-up", OutcomeUnknown, Unavailable, id="cut off"),
    pytest.param((500, b"{}"), OutcomeUnknown, Unavailable, id="broken"),
    pytest.param((502, b"<html>"), OutcomeUnknown, Unavailable, id="a broken gateway"),
    pytest.param((200, b"not json"), OutcomeUnknown, Unavailable, id="nonsense"),
    pytest.param(_coded(503, 20503), Unavailable, Unavailable, id="later"),
    pytest.param(_coded(429, 20429), Unavailable, Unavailable, id="too many at once"),
    pytest.param(_coded(401, 20003), NotAllowed, NotAllowed, id="wrong credentials"),
    pytest.param((404, b"{}"), NotFound, NotFound, id="not there, with no code"),
    pytest.param(_coded(404, 20404), NotFound, NotFound, id="not there"),
    pytest.param(_coded(400, 21220), Conflict, Conflict, id="in no state for it"),
    pytest.param(_coded(400, 21610), OptedOut, OptedOut, id="opted out"),
    pytest.param(_coded(400, 99999), Refused, Refused, id="a code that is not known"),
]


@pytest.mark.parametrize(("how", "sending", "reading"), ROWS)
def test_a_failure_is_the_kind_that_says_what_to_do(
    failing: Failing, how: tuple[int, bytes] | str, sending: type[Exception], reading: type[Exception]
) -> None:
    failing.how = how
    carrier = _carrier(failing.url)
    with pytest.raises(Exception) as sent:
        SmsOutbound(carrier, public_url="http://localhost").send("+447700900123", "Hello")
    phone = PhoneOutbound(carrier, PhoneAddresses(public_url="http://localhost"))
    with pytest.raises(Exception) as rung:
        phone.ring_agent(contact="con_1", agent="acc_1", epoch=1)
    with pytest.raises(Exception) as asked:
        phone.call_status(CALL)
    assert (sent.type, rung.type, asked.type) == (sending, sending, reading)
    assert "7700" not in f"{sent.value} {rung.value} {asked.value}"
    carrier.close()


def test_a_carrier_that_is_not_there_surely_did_nothing() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        carrier = _carrier(f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(Unavailable, match="Nothing was sent"):
            SmsOutbound(carrier, public_url="http://localhost").send("+447700900123", "Hello")
        carrier.close()


def test_a_carrier_whose_name_is_nowhere_surely_did_nothing() -> None:
    carrier = _carrier("http://carrier.invalid", timeout_s=5)
    with pytest.raises(Unavailable, match="Nothing was sent"):
        SmsOutbound(carrier, public_url="http://localhost").send("+447700900123", "Hello")
    carrier.close()


def test_every_request_goes_to_the_configured_host_and_nowhere_else(failing: Failing) -> None:
    failing.how = (200, b"sound")
    failing.paths.clear()
    carrier = _carrier(failing.url)
    body, kind = carrier.fetch("https://evil.example.org/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1", at_most=10)
    assert (body, kind) == (b"sound", "application/json")
    assert failing.paths == ["/carrier/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"]
    with pytest.raises(Refused, match="too large"):
        carrier.fetch("/2010-04-01/Accounts/AC1/Recordings/RE1.wav", at_most=4)
    carrier.close()


class Store:
    """Where the carrier keeps files: it is sent on to from its own address, and hands one over in `drips`."""

    def __init__(self) -> None:
        self.drips = 1
        self.asked: list[tuple[str, str | None]] = []
        self._servers = [ThreadingHTTPServer(("127.0.0.1", 0), self._handler(place)) for place in range(2)]
        self._threads = [threading.Thread(target=each.serve_forever, args=(0.05,)) for each in self._servers]
        for thread in self._threads:
            thread.start()

    def url(self, place: int) -> str:
        return f"http://127.0.0.1:{self._servers[place].server_port}"

    def close(self) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()

    def _handler(self, place: int) -> type[BaseHTTPRequestHandler]:
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                store.asked.append((self.path, self.headers.get("Authorization")))
                if place == 0:
                    self.send_response(307)
                    self.send_header("Location", f"{store.url(1)}/kept/elsewhere")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(store.drips * 65536))
                self.end_headers()
                with suppress(OSError):
                    for _ in range(store.drips):
                        self.wfile.write(bytes(65536))

            def log_message(self, *args: object) -> None:
                return

        return Handler


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


def test_a_file_is_fetched_from_where_the_carrier_sends_us_and_our_credentials_stay_behind(store: Store) -> None:
    carrier = _carrier(store.url(0), timeout_s=20)
    body, kind = carrier.fetch("/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1", at_most=1_000_000)
    carrier.close()
    (_, ours), (path, theirs) = store.asked
    assert (body, kind, path) == (bytes(65536), "image/png", "/kept/elsewhere")
    assert ours is not None
    assert theirs is None


def test_a_file_that_takes_too_long_is_asked_for_again_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.drips = 4
    monkeypatch.setattr(channels.carrier, "FETCH_S", 0.0)
    carrier = _carrier(store.url(0), timeout_s=20)
    with pytest.raises(Unavailable, match="takes too long"):
        carrier.fetch("/2010-04-01/Accounts/AC1/Recordings/RE1.wav", at_most=1_000_000)
    carrier.close()


def test_credentials_that_are_wrong_are_said_to_be(account: Account) -> None:
    wrong = Account(sid=account.sid, auth_token="wrong", number=account.number, base_url=account.base_url)
    carrier = Carrier(wrong)
    with pytest.raises(NotAllowed, match="does not accept our credentials"):
        SmsOutbound(carrier, public_url="http://localhost").send("+447700900123", "Hello")
    carrier.close()


def test_the_account_s_own_token_serves_where_there_is_no_key(account: Account, sandbox: httpx.Client) -> None:
    plain = Account(sid=account.sid, auth_token=account.auth_token, number=account.number, base_url=account.base_url)
    carrier = Carrier(plain)
    with pytest.raises(NotFound):
        PhoneOutbound(carrier, PhoneAddresses(public_url="http://localhost")).call_status(CALL)
    carrier.close()
