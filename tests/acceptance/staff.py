"""Somebody of the council's, behind the browser's back: logged in at a door over HTTP, to act and to ask what is so."""

import asyncio
from typing import Any, Self

import httpx

AGAIN_S = 0.2
GIVE_UP_S = 15


class Staff:
    """`async with Staff(url, "desk", "amina", password) as amina`. Asks again while web is down."""

    def __init__(self, url: str, door: str, username: str, password: str) -> None:
        self._door = door
        self._login = {"username": username, "password": password}
        self._http = httpx.AsyncClient(base_url=f"{url}/{door}/api/", timeout=5)

    async def __aenter__(self) -> Self:
        me = await self.do("login", **self._login)
        self._http.headers["X-CSRF-Token"] = me["csrf"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def ask(self, path: str) -> Any:
        return await self._until_answered("GET", path, None)

    async def do(self, path: str, **body: Any) -> Any:
        return await self._until_answered("POST", path, body)

    async def view(self) -> dict[str, Any]:
        """What the door's stream would say now."""
        found: dict[str, Any] = await self.ask("view")
        return found

    async def take(self, service: str) -> str:
        """Ready, with a telephone that is said to work; accepts the next offer about `service`; its contact."""
        await self.do("beat", microphone=True, phone="registered")
        await self.do("ready")
        async with asyncio.timeout(GIVE_UP_S):
            while True:
                for offer in (await self.view())["offers"]:
                    if offer["service"] == service:
                        await self.do(f"contacts/{offer['contact']}/accept", epoch=offer["epoch"])
                        return str(offer["contact"])
                await asyncio.sleep(AGAIN_S)

    async def _until_answered(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        async with asyncio.timeout(GIVE_UP_S):
            while True:
                try:
                    answer = await self._http.request(method, path, json=body)
                except httpx.TransportError:
                    await asyncio.sleep(AGAIN_S)
                    continue
                if answer.status_code < 500:
                    answer.raise_for_status()
                    return answer.json() if answer.content else None
                await asyncio.sleep(AGAIN_S)
