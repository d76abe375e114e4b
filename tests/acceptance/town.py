"""A town of residents with telephones, by the carrier's own controls: they call, press keys, wait and read texts."""

import asyncio
from typing import Any

import httpx

TO_POTHOLE = (("dial 999", "1"), ("pothole or damaged road, press 1", "1"), ("text you a link", "2"))
"""What is heard, and the key that is pressed then."""

THROUGH = "putting you through"
AGAIN_S = 0.25


class Resident:
    """One telephone."""

    def __init__(self, carrier: httpx.AsyncClient, number: str) -> None:
        self.number = number
        self.sid = ""
        self._carrier = carrier

    async def calls(self) -> None:
        """Dial the council, and press the way to "pothole", each key as soon as its question is heard."""
        answer = await self._carrier.post("/sandbox/calls", json={"from": self.number})
        answer.raise_for_status()
        self.sid = answer.json()["sid"]
        for question, key in TO_POTHOLE:
            if not await self._answers(question, key):
                # While our web was away the carrier asked the fallback, which puts callers through without a menu.
                return
        # The call may be answered, served and over before anybody looks again.
        await self._until(lambda call: _heard(call, THROUGH))

    async def _answers(self, question: str, key: str) -> bool:
        """Press it once the question is heard and nothing was said since; false if they are put through instead."""
        while True:
            call = await self._until(lambda call: _heard(call, question) or _heard(call, THROUGH))
            if _heard(call, THROUGH):
                return False
            pressed = {"digits": key, "heard": len(call["heard"])}
            if (await self._carrier.post(f"/sandbox/calls/{self.sid}/press", json=pressed)).is_success:
                return True

    async def hang_up(self) -> None:
        await self._carrier.post(f"/sandbox/calls/{self.sid}/hang-up")

    async def call(self) -> dict[str, Any]:
        """The call as the carrier sees it."""
        answer = await self._carrier.get(f"/sandbox/calls/{self.sid}")
        found: dict[str, Any] = answer.json()
        return found

    async def texts(self) -> list[str]:
        """What this telephone has been sent."""
        answer = await self._carrier.get("/sandbox/texts", params={"number": self.number})
        return [text["body"] for text in answer.json() if text["to"] == self.number]

    async def _until(self, true: Any) -> dict[str, Any]:
        while True:
            call = await self.call()
            if true(call):
                return call
            if call["status"] in ("completed", "failed", "busy", "no-answer", "canceled"):
                raise AssertionError(f"The call ended: {call}")
            await asyncio.sleep(AGAIN_S)


def _heard(call: dict[str, Any], words: str) -> bool:
    return any(words in each["text"] for each in call["heard"])


def numbers(count: int) -> list[str]:
    """Mobile numbers kept for drama by Ofcom: 07700 900000 to 900999."""
    return [f"+447700900{n:03}" for n in range(count)]
