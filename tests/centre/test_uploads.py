"""Files that were chosen and not sent: how many there may be, of one address and of all, and what no longer counts."""

from pathlib import Path

import pytest

import centre.uploads
from centre.uploads import STAFF, Uploads
from core.errors import Unavailable
from tests.centre.house import House

A_FILE = 90


def _content(n: int) -> bytes:
    return b"%03d" % n + b"x" * (A_FILE - 3)


@pytest.fixture
def uploads(house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Uploads:
    """Room for two files of one address, and for four of all."""
    monkeypatch.setattr(centre.uploads, "ALL_TOGETHER", 3 * A_FILE)
    return Uploads(house.centre._parts, f"uploads-{tmp_path.name}", of_one=A_FILE)


async def test_what_was_sent_takes_no_room_from_anybody(uploads: Uploads) -> None:
    for n in range(8):
        await uploads.to_documents(await uploads.keep(f"{n}.txt", _content(n), "one"))


async def test_one_address_does_not_take_the_room_of_another(uploads: Uploads) -> None:
    for n in range(10, 12):
        await uploads.keep(f"{n}.txt", _content(n), "one")
    with pytest.raises(Unavailable, match="cannot be taken just now"):
        await uploads.keep("12.txt", _content(12), "one")
    for n in range(20, 22):
        await uploads.keep(f"{n}.txt", _content(n), "two")
    with pytest.raises(Unavailable):
        await uploads.keep("30.txt", _content(30), "three")


async def test_residents_do_not_take_the_room_of_the_desk(house: House, uploads: Uploads) -> None:
    for n in range(40, 44):
        await uploads.keep(f"{n}.txt", _content(n), f"{n}")
    desk = Uploads(house.centre._parts, STAFF)
    added = await desk.keep_as("plan.txt", "text/plain", _content(50), STAFF)
    assert await desk.to_documents(added)
