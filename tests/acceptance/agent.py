"""An agent at a desk, as their browser would be: one login, one stream, a beat every few seconds, and acts over HTTP.

Everything is tried again when the house does not answer, as a person would; nothing is assumed to have happened.
"""

import asyncio
import json
from typing import Any

import httpx

BEAT_S = 3.0
AGAIN_S = 0.2


class Agent:
    """Takes every call it is offered, refers it to highways, hangs up and closes."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url = url
        self.username = username
        self._password = password
        self.id = ""
        self.took: list[str] = []
        self.closed: list[str] = []
        self._http = httpx.AsyncClient(base_url=url, timeout=10)
        self._headers: dict[str, str] = {}
        self._view: dict[str, Any] = {}
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def arrive(self) -> None:
        """Log in, beat once, say ready."""
        answer = await self._http.post("/desk/api/login", json={"username": self.username, "password": self._password})
        answer.raise_for_status()
        self.id = answer.json()["account"]["id"]
        self._headers = {"X-CSRF-Token": answer.json()["csrf"]}
        await self.act("/desk/api/beat", {"microphone": True, "phone": "registered"})
        await self.act("/desk/api/ready", {})

    async def work(self) -> None:
        """Until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._beats())
                group.create_task(self._watch())
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._http.aclose()

    async def act(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST until the house answers; a refusal is an answer too."""
        while True:
            try:
                answer = await self._http.post(path, json=body, headers=self._headers)
            except httpx.TransportError:
                await asyncio.sleep(AGAIN_S)
                continue
            if answer.status_code >= 500:
                await asyncio.sleep(AGAIN_S)
                continue
            return {"status": answer.status_code, **(answer.json() if answer.content else {})}

    async def _beats(self) -> None:
        while True:
            await self.act("/desk/api/beat", {"microphone": True, "phone": "registered"})
            await asyncio.sleep(BEAT_S)

    async def _watch(self) -> None:
        """Follow the stream for ever; each view is the whole truth, so that a break loses nothing."""
        while True:
            try:
                async with self._http.stream("GET", "/desk/api/stream", timeout=30) as stream:
                    async for line in stream.aiter_lines():
                        if line.startswith("data:") and '"offers"' in line:
                            self._look(json.loads(line.removeprefix("data:")))
            except httpx.TransportError:
                await asyncio.sleep(AGAIN_S)

    def _look(self, view: dict[str, Any]) -> None:
        self._view = view
        for offer in view["offers"]:
            self._once(f"accept:{offer['contact']}:{offer['epoch']}", self._accept(offer))
        for held in view["in_hand"]:
            if held["state"] in ("active", "wrapping"):
                self._once(f"serve:{held['contact']}", self._serve(held["contact"]))

    def _once(self, key: str, work: Any) -> None:
        if key in self._busy:
            work.close()
            return
        self._busy.add(key)
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, offer: dict[str, Any]) -> None:
        path = f"/desk/api/contacts/{offer['contact']}"
        answer = await self.act(f"{path}/accept", {"epoch": offer["epoch"]})
        if answer.get("result") == "accepted":
            self.took.append(offer["contact"])

    async def _serve(self, contact: str) -> None:
        """The whole talk: where it is, the referral, goodbye, and the note afterwards."""
        path = f"/desk/api/contacts/{contact}"
        await self.act(f"{path}/place", {"kind": "road", "road": "Mill Lane", "junction": "Abbey Road"})
        view = await self._contact(contact)
        if not view.get("referrals"):
            await self.act(f"{path}/refer", {"service": "highways/pothole", "fields": REFERRAL})
        await self.act(f"{path}/hang-up", {})
        answer = await self.act(f"{path}/close", {"outcome": "referred", "note": "Pothole passed to highways."})
        if answer["status"] < 400:
            self.closed.append(contact)
        else:
            self._busy.discard(f"serve:{contact}")

    async def _contact(self, contact: str) -> dict[str, Any]:
        while True:
            try:
                answer = await self._http.get(f"/desk/api/contacts/{contact}")
                if answer.status_code < 500:
                    found: dict[str, Any] = answer.json()
                    return found
            except httpx.TransportError:
                pass
            await asyncio.sleep(AGAIN_S)


REFERRAL = {"description": "A deep hole in the left-hand lane.", "size": "A dustbin lid", "danger": "no"}
