"""Every service on every channel, from end to end; docs/capability.md says so, and is written here."""

import os
from collections.abc import Iterator

import pytest

from config.county import load_county
from core.channel import Channel
from core.service import Service
from tests.centre.capability import COLUMNS, HOWS, PAGE, Cell, crew, page, passes, told
from tests.centre.house import House

SERVICES = list(load_county().services.values())
CHANNELS = list(COLUMNS)
SOME = [(service, CHANNELS[place % len(CHANNELS)]) for place, service in enumerate(SERVICES)]
WRITE = os.environ.get("CAPABILITY") == "write"


@pytest.fixture
def agents(house: House) -> Iterator[dict[str, str]]:
    with crew(house) as names:
        yield names


def _said(service: Service, channel: Channel) -> str:
    """What the page says of a cell."""
    rows = told()
    return rows[f"{SERVICES.index(service)} {service.label}"][CHANNELS.index(channel)]


async def test_the_page_has_a_passing_cell_for_every_service_on_every_channel() -> None:
    rows = told()
    assert list(rows) == [f"{place} {each.label}" for place, each in enumerate(SERVICES)]
    assert all(len(cells) == len(CHANNELS) and set(cells) <= HOWS for cells in rows.values())


@pytest.mark.parametrize(
    ("service", "channel"), SOME, ids=[f"{service.label}, {COLUMNS[channel]}" for service, channel in SOME]
)
async def test_each_service_once_and_each_channel_often(
    house: House, agents: dict[str, str], service: Service, channel: Channel
) -> None:
    assert await passes(house, agents, service, channel, 7) == _said(service, channel)


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_every_service_on_every_channel(house: House, agents: dict[str, str]) -> None:
    found: dict[Cell, str] = {}
    for service in SERVICES:
        for channel in CHANNELS:
            found[service.id, channel] = await passes(house, agents, service, channel, len(found))
    now = page(SERVICES, found)
    if WRITE:
        PAGE.write_text(now, encoding="utf-8")
    assert PAGE.read_text("utf-8") == now, "docs/capability.md is stale. Run: make docs"
