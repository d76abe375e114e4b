"""A county at work behind the back of five open pages, for the test that they are never out of date.

Tom has texted about a pothole and Amina answers him. Each `turn` changes something on every one of the pages: Amina's
desk, the supervisor's board, the rules, Tom's telephone, and the map behind the link that Tom was texted.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.acceptance.house import House
from tests.acceptance.screens import PASSWORD
from tests.acceptance.staff import AGAIN_S, Staff

TOM = "+447700900147"
LINK = re.compile(r"https?://[^/\s]+(/where/[A-Za-z0-9_-]+)")
ALONG_THE_ROADS = ((52.05, -2.31), (52.06, -2.30), (52.045, -2.325), (52.055, -2.29))


@dataclass
class World:
    """`talk` is the contact that Amina and Tom write in, `where` the path of Tom's link."""

    house: House
    carrier: httpx.AsyncClient
    amina: Staff
    ben: Staff
    grace: Staff
    talk: str = ""
    where: str = ""
    turns: int = 0
    call: str = ""

    async def begin(self) -> None:
        """Tom texts, Amina takes it and sends him a link."""
        await self.text(TOM, "There is a deep pothole on Mill Lane.")
        self.talk = await self.amina.take("highways/pothole")
        await self.amina.do(f"contacts/{self.talk}/place-link")
        self.where = await self._link()

    async def turn(self) -> None:
        """Everything that a page shows changes."""
        self.turns += 1
        turn = self.turns
        await self.text(TOM, f"The hole is deeper, day {turn}.")
        await self.text(f"+4477009002{turn:02}", "Can you renew my library book please")
        await self.amina.do(f"contacts/{self.talk}/place", kind="road", road="Mill Lane", junction=f"house {turn}")
        await self.amina.do(f"contacts/{self.talk}/reply", text=f"Thank you, day {turn}.", key=f"day {turn}")
        await self.ben.do("beat", microphone=True, phone="registered")
        await (self.ben.do("ready") if turn % 2 else self.ben.do("break", reason="lunch"))
        await self._publish(turn)
        await self._drop_a_pin(turn)
        await self._ring_or_hang_up()

    async def text(self, number: str, words: str) -> None:
        (await self.carrier.post("/sandbox/texts", json={"from": number, "body": words})).raise_for_status()

    async def texts(self) -> list[dict[str, Any]]:
        """Everything between Tom's telephone and the council."""
        found: list[dict[str, Any]] = (await self.carrier.get("/sandbox/texts", params={"number": TOM})).json()
        return found

    async def calls(self) -> list[dict[str, Any]]:
        """Tom's calls, newest first."""
        found: list[dict[str, Any]] = (await self.carrier.get("/sandbox/calls", params={"number": TOM})).json()
        return found

    async def _link(self) -> str:
        """The path of the link, once it has arrived on Tom's telephone."""
        async with asyncio.timeout(15):
            while True:
                for text in await self.texts():
                    if found := LINK.search(text["body"]):
                        return found[1]
                await asyncio.sleep(AGAIN_S)

    async def _publish(self, turn: int) -> None:
        rules = await self.grace.ask("rules")
        text = re.sub(r"\A(# Day \d+\n)?", f"# Day {turn}\n", rules["text"])
        await self.grace.do("rules/publish", text=text, why=f"Day {turn}", based_on=rules["version"])

    async def _drop_a_pin(self, turn: int) -> None:
        lat, lng = ALONG_THE_ROADS[turn % len(ALONG_THE_ROADS)]
        async with httpx.AsyncClient(base_url=self.house.url) as http:
            (await http.post(self.where, json={"lat": lat, "lng": lng, "note": ""})).raise_for_status()

    async def _ring_or_hang_up(self) -> None:
        if self.call:
            await self.carrier.post(f"/sandbox/calls/{self.call}/hang-up")
            self.call = ""
        else:
            self.call = (await self.carrier.post("/sandbox/calls", json={"from": TOM})).json()["sid"]


@asynccontextmanager
async def world(house: House) -> AsyncIterator[World]:
    """The county, with Tom's conversation begun."""
    async with (
        httpx.AsyncClient(base_url=house.sandbox_url, timeout=10) as carrier,
        Staff(house.url, "desk", "amina", PASSWORD) as amina,
        Staff(house.url, "desk", "ben", PASSWORD) as ben,
        Staff(house.url, "console", "grace", PASSWORD) as grace,
    ):
        found = World(house, carrier, amina, ben, grace)
        await found.begin()
        yield found
