"""The stand-in carrier as its own process, with an office behind it, and our side of the wire connected to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from channels.carrier import Account, Carrier
from channels.phone.addresses import PhoneAddresses
from channels.phone.outbound import PhoneOutbound
from channels.sms.outbound import SmsOutbound
from channels.whatsapp.outbound import WhatsAppOutbound
from tests.channels.office import Office

ACCOUNT = "AC" + "11" * 16
SECRET = "the-api-secret-of-thirty-two-letters"
KEY = "SK" + "22" * 16
NUMBER = "+441632960100"
TEMPLATE = "HX" + "44" * 16


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def the_office() -> Iterator[Office]:
    office = Office("the-auth-token")
    yield office
    office.close()


@pytest.fixture
def office(the_office: Office) -> Iterator[Office]:
    """With nothing told yet; no request may be forged."""
    the_office.clear()
    yield the_office
    assert the_office.forged == []


@pytest.fixture(scope="session")
def sandbox(the_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The carrier's control address."""
    port, home = _free_port(), tmp_path_factory.mktemp("sandbox")
    environment = {
        **os.environ,
        "SANDBOX_PORT": str(port),
        "SANDBOX_SMTP_PORT": str(_free_port()),
        "SANDBOX_WEBHOOK_URL": the_office.url,
        "SANDBOX_ACCOUNT_SID": ACCOUNT,
        "SANDBOX_AUTH_TOKEN": "the-auth-token",
        "SANDBOX_API_KEY": KEY,
        "SANDBOX_API_SECRET": SECRET,
        "SANDBOX_NUMBER": NUMBER,
        "SANDBOX_WHATSAPP_NUMBER": NUMBER,
        "SANDBOX_WHATSAPP_TEMPLATE": TEMPLATE,
        "SANDBOX_HOME": str(home),
        "SANDBOX_MEDIA": "off",
    }
    root = Path(__file__).parents[2]
    process = subprocess.Popen([sys.executable, "-m", "sandbox"], env=environment, cwd=root)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            _until_up(client, process)
            yield client
    finally:
        process.terminate()
        process.wait(10)


def _until_up(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < end:
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("The stand-in carrier did not start.")


@pytest.fixture(scope="session")
def account(sandbox: httpx.Client) -> Account:
    return Account(
        sid=ACCOUNT,
        auth_token="the-auth-token",
        number=NUMBER,
        api_key=KEY,
        api_secret=SECRET,
        base_url=str(sandbox.base_url),
        timeout_s=5,
    )


@pytest.fixture
def carrier(account: Account) -> Iterator[Carrier]:
    carrier = Carrier(account)
    yield carrier
    carrier.close()


@pytest.fixture
def addresses(office: Office) -> PhoneAddresses:
    return PhoneAddresses(public_url=office.url)


@pytest.fixture
def phone(carrier: Carrier, addresses: PhoneAddresses) -> PhoneOutbound:
    return PhoneOutbound(carrier, addresses, twiml_app_sid="AP" + "33" * 16)


@pytest.fixture
def sms(carrier: Carrier, office: Office) -> SmsOutbound:
    return SmsOutbound(carrier, public_url=office.url)


@pytest.fixture
def whatsapp(carrier: Carrier, office: Office) -> WhatsAppOutbound:
    return WhatsAppOutbound(carrier, number=NUMBER, public_url=office.url)
