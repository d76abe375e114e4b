"""The whole house in one loop: the real record, live store, web and carrier, with nothing between them but loopback.

One house serves all tests, and each test finds it as on its first morning.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from bench.dovecot import Dovecot
from channels.email.outbound import EmailOutbound
from channels.email.relay import MailRelay
from config.county import County, load_county
from records.record import Record
from tests.centre.accidents import DIVISION
from tests.centre.house import House
from tests.centre.people import PASSWORD, STAFF
from tests.channels.relay import Office, Relay

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here share the loop in which the house lives."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def county() -> County:
    """Westmere, as it comes."""
    return load_county()


@pytest.fixture(scope="session")
def made_record(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the first rules and the staff."""
    path = tmp_path_factory.mktemp("record") / "switchboard.db"
    record = Record(f"sqlite:///{path}", division=DIVISION)
    record.migrate()
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with record.transaction() as tx:
        tx.rules.publish(county.rules_text, "Switchboard", "the first")
        for name, (role, skills, capacity) in STAFF.items():
            tx.accounts.create(name, name.title(), role, hashed, skills=skills, capacity=capacity)
    record.close()
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def premises(made_record: Path, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Open round the clock, so that the tests do not care when they run."""
    home = tmp_path_factory.mktemp("house")
    shutil.copy(made_record, home / made_record.name)
    async with House(home, valkey, load_county(open_all_hours=True)) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def house(premises: House) -> House:
    """The house as on its first morning."""
    await premises.fresh()
    return premises


@pytest.fixture
def server() -> Iterator[Dovecot]:
    """A mail server whose mailboxes are empty."""
    with Dovecot() as running:
        yield running


@pytest.fixture
async def relay(house: House) -> AsyncIterator[Relay]:
    """A mail server of this test's own, to which the house sends."""
    parts = house.centre._parts
    before = parts.email
    with Relay(Office()) as relay:
        object.__setattr__(parts, "email", EmailOutbound(MailRelay(relay.url, answer_s=2, take_s=2)))
        yield relay
    object.__setattr__(parts, "email", before)
