"""The whole house in one loop: the real record, live store, web and carrier, with nothing between them but loopback."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from config.county import County, load_county
from live.connection import Live
from records.record import Record
from tests.centre.house import DIVISION, House, always_open
from tests.centre.people import STAFF

PASSWORD = "only-for-these-tests"


@pytest.fixture(scope="session")
def county() -> County:
    """Westmere, as it comes."""
    return load_county()


@pytest.fixture(scope="session")
def made_record(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the first rules and the staff, made once and copied for each test."""
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


@pytest.fixture
def home(made_record: Path, tmp_path: Path) -> Path:
    """A state folder with a fresh copy of the record."""
    for each in made_record.parent.iterdir():
        shutil.copy(each, tmp_path / each.name)
    return tmp_path


@pytest.fixture
async def house(home: Path, valkey: str, county: County, live: Live) -> AsyncIterator[House]:
    """Open round the clock, so that the tests do not care when they run."""
    async with House(home, valkey, always_open(county)) as house:
        yield house
