"""Web and worker are killed while a colleague is asked about a call: the caller is with one agent, and nobody stays on.

Whatever was under way is finished by the clock, or by whoever asked, once they are back.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.settings import load_settings
from core.channel import Channel
from records.rows import Contact
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import PASSWORD
from tests.acceptance.staff import AGAIN_S, Staff
from tests.acceptance.town import Resident

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

NUMBER = "+447700900147"
BEATS_S = 3.0
WITHIN_S = 60.0
IN_THE_MIDDLE_S = 0.03
"""After an act began at a desk: it is under way, in web, in the store or at the carrier."""
QUIET = 5
"""Looks in a row at which nothing moved any more: the clock looks at consultations every two seconds."""


@dataclass
class Scene:
    """Amina speaks with a resident; Ben is at his desk."""

    house: House
    carrier: httpx.AsyncClient
    rest: httpx.AsyncClient
    amina: Staff
    ben: Staff
    ids: dict[str, str]
    resident: Resident
    call: str = ""
    before: tuple[int, int] = (0, 0)

    def figures(self) -> tuple[int, int]:
        """How many came today, and how many were answered."""
        with self.house.record().reading() as tx:
            today = tx.counts.today(tx.now.replace(hour=0, minute=0, second=0, microsecond=0))
        return today.total.arrived, today.total.answered

    def contact(self, id: str = "") -> Contact:
        with self.house.record().reading() as tx:
            return tx.contacts.get(id or self.call)

    def question(self) -> Contact | None:
        """What was asked about the call, the newest."""
        with self.house.record().reading() as tx:
            return next((each for each in tx.contacts.recent(10) if each.consults == self.call), None)

    async def holders(self) -> dict[str, list[str]]:
        """Who has what in hand, by the desks' own views."""
        views = {name: await staff.view() for name, staff in (("amina", self.amina), ("ben", self.ben))}
        return {name: [each["contact"] for each in view["in_hand"]] for name, view in views.items()}

    async def lines(self) -> dict[str, str]:
        """Who is on a line now, by the carrier: the line's sid and whose it is."""
        found: dict[str, str] = {}
        for status in ("in-progress", "ringing", "queued"):
            rows = (await self.rest.get("Calls.json", params={"Status": status, "PageSize": 100})).json()["calls"]
            found |= {row["sid"]: row["to"] if "client:" in row["to"] else "caller" for row in rows}
        return found

    async def together(self) -> list[str]:
        """Who is in the call's conference, by the carrier."""
        rooms = (await self.rest.get("Conferences.json", params={"Status": "in-progress"})).json()["conferences"]
        lines, there = await self.lines(), []
        for room in rooms:
            rows = (await self.rest.get(f"Conferences/{room['sid']}/Participants.json")).json()["participants"]
            there += [lines.get(row["call_sid"], "gone") for row in rows]
        return sorted(there)

    async def picture(self) -> tuple[Any, ...]:
        question = self.question()
        asked = question and (question.state, question.outcome)
        mine = self.contact()
        return mine.state, mine.agent_id, mine.facts.get("consult"), asked, await self.holders(), await self.together()


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(House(folder, media=False, **always_open(folder)))
        settings = load_settings(port=house.port, switchboard_home=folder)
        carrier = await stack.enter_async_context(httpx.AsyncClient(base_url=house.sandbox_url, timeout=10))
        account = f"{house.sandbox_url}/2010-04-01/Accounts/{settings.twilio_account_sid}/"
        keys = (settings.twilio_account_sid, settings.twilio_auth_token)
        rest = await stack.enter_async_context(httpx.AsyncClient(base_url=account, auth=keys, timeout=10))
        amina, ben = [
            await stack.enter_async_context(Staff(house.url, "desk", name, PASSWORD)) for name in ("amina", "ben")
        ]
        with house.record().reading() as tx:
            ids = {account.username: account.id for account in tx.accounts.list()}
        for name in ("amina", "ben"):
            await carrier.put(f"/sandbox/clients/{ids[name]}", json={"behaviour": "answer", "after_s": 0.05})
        beats = [asyncio.create_task(_beats(each)) for each in (amina, ben)]
        try:
            found = Scene(house, carrier, rest, amina, ben, ids, Resident(carrier, NUMBER))
            await _connected(found)
            yield found
        finally:
            for each in beats:
                each.cancel()
            await asyncio.gather(*beats, return_exceptions=True)


async def _beats(staff: Staff) -> None:
    while True:
        with suppress(TimeoutError, httpx.HTTPError):
            await staff.do("beat", microphone=True, phone="registered")
        await asyncio.sleep(BEATS_S)


async def _connected(at: Scene) -> None:
    """The resident speaks with Amina; then Ben is ready."""
    at.before = at.figures()
    calling = asyncio.create_task(at.resident.calls())
    at.call = await at.amina.take("highways/pothole")
    await calling
    await until(lambda: _is(at, "active"), "the call is connected")
    await at.ben.do("beat", microphone=True, phone="registered")
    await at.ben.do("ready")


async def _is(at: Scene, state: str, id: str = "") -> bool:
    return at.contact(id).state == state


async def until(true: Callable[[], Awaitable[Any]], what: str) -> Any:
    deadline = asyncio.get_running_loop().time() + WITHIN_S
    while not (found := await true()):
        assert asyncio.get_running_loop().time() < deadline, f"It did not come true that {what}."
        await asyncio.sleep(AGAIN_S)
    return found


async def asks(at: Scene) -> None:
    await at.amina.do(f"contacts/{at.call}/consult", colleague=at.ids["ben"], reason="the trader who dug it up")


async def rings(at: Scene) -> dict[str, Any]:
    """Ben is asked, and it rings at his desk; the offer."""
    await asks(at)

    async def offered() -> Any:
        return next(iter((await at.ben.view())["offers"]), None)

    found: dict[str, Any] = await until(offered, "it rings at Ben's desk")
    return found


async def accepts(at: Scene, offer: dict[str, Any]) -> None:
    await at.ben.do(f"contacts/{offer['contact']}/accept", epoch=offer["epoch"])


async def talk(at: Scene) -> None:
    offer = await rings(at)
    await accepts(at, offer)
    await until(lambda: _is(at, "active", offer["contact"]), "Ben is on the line")


async def hands_over(at: Scene) -> None:
    await at.amina.do(f"contacts/{at.call}/consult/hand-over")


async def goes_back(at: Scene) -> None:
    await at.amina.do(f"contacts/{at.call}/consult/back")


async def rings_and_accepts(at: Scene) -> Awaitable[None]:
    return accepts(at, await rings(at))


async def talk_and(at: Scene, does: Callable[[Scene], Awaitable[None]]) -> Awaitable[None]:
    await talk(at)
    return does(at)


async def nothing(at: Scene) -> None:
    """Nobody does anything in that moment."""


async def rings_on(at: Scene) -> Awaitable[None]:
    await rings(at)
    return nothing(at)


async def begins(at: Scene) -> Awaitable[None]:
    return asks(at)


Moment = Callable[[Scene], Awaitable[Awaitable[None]]]
MOMENTS: dict[str, Moment] = {
    "as it is asked": begins,
    "while it rings": rings_on,
    "as the colleague accepts": rings_and_accepts,
    "while the two talk": lambda at: talk_and(at, nothing),
    "as the caller is handed over": lambda at: talk_and(at, hands_over),
    "as whoever asked goes back": lambda at: talk_and(at, goes_back),
}


async def killed_in_the_middle(at: Scene, act: Awaitable[None]) -> None:
    """Web and worker die as the act is under way, and come back; whoever acted tries until they are answered."""
    doing = asyncio.ensure_future(act)
    await asyncio.sleep(IN_THE_MIDDLE_S)
    for name in ("web", "worker"):
        at.house.kill(name)
    await asyncio.sleep(0.5)
    for name in ("web", "worker"):
        at.house.start(name)
    # What was done already is refused the second time.
    with suppress(httpx.HTTPStatusError, TimeoutError):
        await doing
    await at.house.healthy()


async def quiet(at: Scene) -> None:
    """Waits until nothing moves any more."""
    deadline = asyncio.get_running_loop().time() + WITHIN_S
    last, same = await at.picture(), 0
    while same < QUIET:
        assert asyncio.get_running_loop().time() < deadline, f"It does not settle: {last}"
        await asyncio.sleep(1)
        now = await at.picture()
        last, same = now, same + 1 if now == last else 0


async def is_with_one(at: Scene) -> str:
    """The caller is in hand once and in a conference with that agent alone; the question is over. Who it is."""
    held = await at.holders()
    assert sorted(each for contacts in held.values() for each in contacts) == [at.call], f"Not held once: {held}"
    who = next(name for name, contacts in held.items() if contacts)
    mine, question = at.contact(), at.question()
    assert (mine.state, mine.agent_id) == ("active", at.ids[who])
    assert question is None or question.state == "closed"
    assert await at.together() == sorted(["caller", f"client:{at.ids[who]}"])
    assert not (mine.facts.get("consult") or {}).get("contact") or mine.facts["consult"]["ended"]
    return who


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_caller_is_with_one_agent_and_nobody_stays_on_the_line(tmp_path: Path, moment: str) -> None:
    async with scene(tmp_path) as at:
        act = await MOMENTS[moment](at)
        await killed_in_the_middle(at, act)
        await quiet(at)
        assert "caller" in await at.together(), "the caller was never let go"
        if (at.contact().facts.get("consult") or {}).get("contact"):
            await goes_back(at)
            await quiet(at)
        who = await is_with_one(at)
        staff = at.amina if who == "amina" else at.ben
        await staff.do(f"contacts/{at.call}/hang-up")
        await staff.do(f"contacts/{at.call}/close", outcome="settled", note="Done.")
        await quiet(at)
        assert (await at.lines(), await at.together(), await at.holders()) == ({}, [], {"amina": [], "ben": []})
        with at.house.record().reading() as tx:
            calls = [each for each in tx.contacts.recent(10) if each.channel is Channel.PHONE]
        assert {each.state for each in calls} == {"closed"}
        assert at.figures() == (at.before[0] + 1, at.before[1] + 1), "and it was one contact"
