"""The streams: the whole truth at once, every change soon, nothing missed, and an end when there should be one."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from config.settings import Settings
from core.errors import Unavailable
from tests.fakes.centre import FakeCentre
from tests.fakes.centre_state import AMINA, BEN
from tests.web.browser import watching
from tests.web.conftest import LogIn, serving
from web import screens, stream
from web.screens import Pace

SOON_S = 0.05
"""What a notice about this agent may take to reach the browser."""


def offers(view: dict[str, Any]) -> list[str]:
    return [offer["contact"] for offer in view["offers"]]


async def until(true: Callable[[], bool]) -> None:
    """Waits for what another task is about to do."""
    async with asyncio.timeout(3):
        while not true():
            await asyncio.sleep(0.005)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats and tries without the wait."""
    monkeypatch.setattr(stream, "BEAT_S", 0.1)
    monkeypatch.setattr(screens, "TRY_AGAIN_S", 0.05)


async def test_the_whole_view_comes_first_and_at_once(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    centre.offer(AMINA.id, "con_1")
    async with watching(http, await log_in("amina")) as browser:
        name, data = await browser.next(within_s=0.5)
    assert (name, offers(data), data["me"]) == ("view", ["con_1"], {"id": AMINA.id})


async def test_an_offer_rings_and_stops_ringing_within_fifty_milliseconds(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    async with watching(http, await log_in("amina")) as browser:
        assert offers(await browser.view()) == []
        slowest = 0.0
        for n in range(20):
            for change, shown in ((centre.offer, [f"con_{n}"]), (centre.caller_hangs_up, [])):
                began = time.perf_counter()
                change(AMINA.id, f"con_{n}")
                assert offers(await browser.view()) == shown
                slowest = max(slowest, time.perf_counter() - began)
    assert slowest < SOON_S


async def test_ringing_stops_in_time_though_a_hundred_busy_desks_are_watched(app: FastAPI, centre: FakeCentre) -> None:
    """Every notice changes every desk's counters; the desk that it is about must not wait for the other ninety-nine."""
    centre.state.slow["desk.view"] = 0.01
    watched = app.state.edge.screens
    listening = asyncio.create_task(watched.run())
    async with watched.desk(AMINA.id) as mine:
        others = [watched.desk(f"acc_{n}") for n in range(100)]
        for other in others:
            await other.__aenter__()
        await until(lambda: bool(centre.state.listeners))
        centre.offer(AMINA.id, "con_1")
        await until(lambda: mine.text is not None and "con_1" in mine.text)
        for n in range(20):
            centre.state.waiting = n
            centre.state.tell(type="contact.waiting", contact=f"con_other_{n}")
        began = time.perf_counter()
        centre.caller_hangs_up(AMINA.id, "con_1")
        await until(lambda: mine.text is not None and "con_1" not in mine.text)
        assert time.perf_counter() - began < 0.2
        for other in others:
            await other.__aexit__(None, None, None)
    listening.cancel()


async def test_what_changes_for_others_reaches_a_desk_soon_and_once(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "DESK_PACE", Pace(calm_s=0.3, sweep_s=60))
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        looks = centre.state.looks[AMINA.id]
        for n in range(50):
            centre.state.waiting = n
            centre.state.tell(type="contact.waiting", agent=BEN.id, contact=f"con_{n}")
        assert (await browser.view())["queue"] == {"total": 49}
        assert centre.state.looks[AMINA.id] == looks + 1


async def test_a_notice_about_a_contact_on_the_desk_concerns_it(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "DESK_PACE", Pace(calm_s=60, sweep_s=60))
    centre.offer(AMINA.id, "con_1")
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        centre.state.waiting = 7
        centre.state.tell(type="message.delivered", contact="con_1")
        assert (await browser.view())["queue"] == {"total": 7}


async def test_a_look_that_finds_nothing_new_says_nothing(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, quick: None
) -> None:
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        centre.state.tell(type="agent.ready", agent=AMINA.id)
        assert (await browser.next())[0] == "beat"


async def test_a_change_that_nobody_announced_is_found_all_the_same(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "DESK_PACE", Pace(calm_s=0.1, sweep_s=0.2))
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        centre.state.offers[AMINA.id] = ["con_silent"]
        assert offers(await browser.view()) == ["con_silent"]


async def test_a_browser_that_comes_back_has_missed_nothing(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    amina = await log_in("amina")
    async with watching(http, amina) as browser:
        await browser.view()
    centre.offer(AMINA.id, "con_meanwhile")
    async with watching(http, amina) as browser:
        assert offers(await browser.view()) == ["con_meanwhile"]


async def test_a_second_tab_gets_the_truth_of_now_though_no_notice_came(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    amina = await log_in("amina")
    async with watching(http, amina) as first:
        await first.view()
        centre.state.offers[AMINA.id] = ["con_silent"]
        async with watching(http, amina) as second:
            assert offers(await second.view()) == ["con_silent"]
        assert offers(await first.view()) == ["con_silent"]


@pytest.mark.parametrize("lost", ["with an error", "with a gap that is told"])
async def test_after_a_lost_subscription_everything_is_looked_at_again(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, lost: str
) -> None:
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        centre.state.offers[AMINA.id] = ["con_missed"]
        if lost == "with an error":
            centre.lose_notices(Unavailable("The live store cannot be reached."))
        else:
            centre.state.tell(type="gap")
        assert offers(await browser.view()) == ["con_missed"]
        await until(lambda: bool(centre.state.listeners))
        centre.offer(AMINA.id, "con_next")
        assert offers(await browser.view()) == ["con_missed", "con_next"]


async def test_beats_say_when_the_view_can_no_longer_be_vouched_for(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, quick: None
) -> None:
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        assert (await browser.next())[1]["stale"] is False
        centre.state.fail["desk.view"] = Unavailable("The live store cannot be reached.")
        centre.offer(AMINA.id, "con_1")
        await until(lambda: centre.state.looks[AMINA.id] >= 3)
        name, beat = await browser.next()
        assert (name, beat["stale"]) == ("beat", True)
        del centre.state.fail["desk.view"]
        assert offers(await browser.view()) == ["con_1"]
        assert (await browser.next())[1]["stale"] is False


async def test_a_desk_opened_while_the_store_is_away_shows_itself_when_it_is_back(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, quick: None
) -> None:
    amina = await log_in("amina")
    centre.state.fail["desk.view"] = Unavailable("The live store cannot be reached.")
    async with watching(http, amina) as browser:
        name, beat = await browser.next()
        assert (name, beat["stale"]) == ("beat", True)
        del centre.state.fail["desk.view"]
        assert (await browser.view())["me"] == {"id": AMINA.id}


async def test_the_board_gathers_a_burst_of_changes(http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre) -> None:
    async with watching(http, await log_in("sam", "console"), "console") as browser:
        await browser.view()
        looks = centre.state.looks["board"]
        for n in range(200):
            centre.state.waiting = n
            centre.state.tell(type="contact.waiting", contact=f"con_{n}")
        assert (await browser.view())["waiting"] == 199
        assert centre.state.looks["board"] == looks + 1


async def test_all_supervisors_share_one_look(http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre) -> None:
    sam = await log_in("sam", "console")
    async with watching(http, sam, "console") as one, watching(http, sam, "console") as two:
        assert await one.view() == await two.view()
        assert len(centre.state.listeners) == 1


async def test_logging_out_ends_the_stream_at_once(http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre) -> None:
    amina, ben = await log_in("amina"), await log_in("ben")
    async with watching(http, amina) as leaving, watching(http, ben) as staying:
        await leaving.view()
        await staying.view()
        await http.post("/desk/api/logout", headers=amina)
        assert await leaving.ended(within_s=0.5)
        centre.offer(BEN.id, "con_1")
        assert offers(await staying.view()) == ["con_1"]


async def test_a_session_revoked_elsewhere_ends_its_stream_at_the_next_beat(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, quick: None
) -> None:
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        centre.state.sessions.clear()
        assert await browser.ended(within_s=1)


async def test_a_browser_that_leaves_is_forgotten_at_once(http: httpx.AsyncClient, log_in: LogIn, app: FastAPI) -> None:
    async with watching(http, await log_in("amina")) as browser:
        await browser.view()
        assert app.state.edge.screens.watched == 1
    await until(lambda: app.state.edge.screens.watched == 0)


async def test_stopping_the_server_ends_every_stream_without_waiting_for_its_grace(
    app: FastAPI, settings: Settings, centre: FakeCentre
) -> None:
    session = await centre.people.log_in("amina", "a good long password", "desk")
    headers = {"cookie": f"switchboard_desk={session.session_token}"}
    async with (
        serving(app, settings) as (running, address),
        httpx.AsyncClient(base_url=address) as http,
        watching(http, headers) as browser,
    ):
        await browser.view()
        began = time.perf_counter()
        running.should_exit = True
        assert await browser.ended()
    assert time.perf_counter() - began < 1


async def test_a_reader_that_does_not_read_holds_nobody_up(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, address: str
) -> None:
    """The slow one's socket is full; the other goes on, and the slow one later gets the newest view, not a backlog."""
    ben = await log_in("ben")
    stuck = await _open_without_reading(address, ben)
    try:
        async with watching(http, ben) as browser:
            await browser.view()
            for n in range(40):
                centre.offer(BEN.id, f"con_{n}_" + "x" * 100_000)
                assert len(offers(await browser.view())) == n + 1
    finally:
        stuck()


async def _open_without_reading(address: str, headers: dict[str, str]) -> Callable[[], None]:
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
    writer.write(f"GET /desk/api/stream HTTP/1.1\r\nhost: x\r\ncookie: {headers['cookie']}\r\n\r\n".encode())
    await writer.drain()
    await reader.readline()
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    return writer.close
