"""A line that breaks below TLS: nothing was sent while the two still greeted each other, perhaps afterwards."""

import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from channels.carrier import Account, Carrier
from channels.notify import Notify, NotifyAccount
from channels.sms.outbound import SmsOutbound
from core.clock import SystemClock
from core.errors import OutcomeUnknown, Unavailable
from sandbox.partner.notify import SECRET, SERVICE

TO = "+447700900123"
NOISE = b"\x17\x03\x03\x00\x20" + bytes(32)
"""A record that nobody enciphered."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), SystemClock().now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "carrier.example")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


class Breaking:
    """Takes one request whole and answers with noise; or, with no certificate, answers the greeting so."""

    def __init__(self, certificate: Path | None) -> None:
        self.heard: list[bytes] = []
        self._certificate = certificate
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._socket.close()
        self._thread.join(5)

    def _run(self) -> None:
        with suppress(OSError):
            line, _ = self._socket.accept()
            with line:
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        if self._certificate is None:
            line.recv(65536)
            line.sendall(NOISE)
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate)
        with context.wrap_socket(line, server_side=True) as enciphered:
            head, _, body = enciphered.recv(65536).partition(b"\r\n\r\n")
            length = next(int(each[15:]) for each in head.split(b"\r\n") if each.lower().startswith(b"content-length:"))
            while len(body) < length:
                body += enciphered.recv(65536)
            self.heard.append(body)
            os.write(enciphered.fileno(), NOISE)


def text(url: str) -> None:
    account = Account(sid="AC" + "1" * 32, auth_token="t", number="+441632960100", base_url=url, timeout_s=2)
    carrier = Carrier(account)
    try:
        SmsOutbound(carrier, public_url="http://localhost").send(TO, "Hello")
    finally:
        carrier.close()


def notify(url: str) -> None:
    Notify(NotifyAccount(key=f"live-{SERVICE}-{SECRET}", base_url=url, timeout_s=2)).text(TO, "t", "Hello", "msg_a")


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    return certificate


SENDERS = [pytest.param(text, id="the carrier"), pytest.param(notify, id="GOV.UK Notify")]


@pytest.mark.parametrize("send", SENDERS)
def test_a_line_that_breaks_after_the_request_may_have_sent_it(send: Callable[[str], None], trusted: Path) -> None:
    server = Breaking(trusted)
    with pytest.raises(OutcomeUnknown):
        send(server.url)
    server.close()
    assert len(server.heard) == 1


@pytest.mark.parametrize("send", SENDERS)
def test_a_line_that_breaks_in_its_greeting_sent_nothing(send: Callable[[str], None], trusted: Path) -> None:
    server = Breaking(None)
    with pytest.raises(Unavailable, match="Nothing was sent"):
        send(server.url)
    server.close()


@pytest.mark.parametrize("send", SENDERS)
def test_a_certificate_that_is_not_trusted_sent_nothing(send: Callable[[str], None], certificate: Path) -> None:
    server = Breaking(certificate)
    with pytest.raises(Unavailable, match="Nothing was sent"):
        send(server.url)
    server.close()
    assert server.heard == []
