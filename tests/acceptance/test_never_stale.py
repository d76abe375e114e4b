"""A page that is never out of date: each screen is reloaded, put to sleep, cut off, and then compared with the truth.

One house, one county at work in it, one browser window with a tab for each screen. The browser reaches the house by
wires of its own, so that it can be cut off while the house goes on.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.acceptance import tabs
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import PASSWORD, see
from tests.acceptance.shown import SCREENS
from tests.acceptance.wire import Wire, wire_to
from tests.acceptance.world import TOM, World, world

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.asyncio(loop_scope="module")]

SOON_S: Final = 6.0
"""How long a page may take to be true again, once it can be. On an idle machine it takes a fraction of it."""

WITHIN_S: Final = {"where": 12.0}
"""The map has no stream: it asks now and then, while somebody looks at it."""

SILENT_MS: Final = 20_000
"""A silence says something only once it is longer than the pause between two beats."""

LONGER_THAN_A_LEASE_S: Final = 20

WATCHED: Final = re.compile(r"(\d+) screens")


@dataclass
class Scene:
    """The county, the wires to it, and a tab for each of its screens."""

    world: World
    web: Wire
    carrier: Wire
    context: BrowserContext
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def house(self) -> House:
        return self.world.house

    async def open(self) -> None:
        """Every screen in a tab of its own, logged in."""
        self.pages["desk"] = await self.enter("desk", "amina")
        self.pages["board"] = await self.enter("console", "grace")
        self.pages["rules"] = await self.tab(f"{self.web.url}/console/rules")
        self.pages["phone"] = await self.tab(f"{self.carrier.url}/?number={TOM.replace('+', '%2B')}")
        self.pages["where"] = await self.tab(self.web.url + self.world.where)

    async def tab(self, address: str) -> Page:
        page = await self.context.new_page()
        await page.goto(address)
        return page

    async def enter(self, door: str, username: str) -> Page:
        page = await self.tab(f"{self.web.url}/{door}")
        await see(page, "login-username").fill(username)
        await see(page, "login-password").fill(PASSWORD)
        await see(page, "login-submit").click()
        await expect(see(page, "freshness")).to_have_attribute("data-live", "yes")
        return page

    async def all_are_true(self) -> None:
        """Every screen says what is so, soon."""
        took = [f"{name} {await self._is_true(name):.1f} s" for name in SCREENS]
        print("\nTrue again after", ", ".join(took))

    async def _is_true(self, name: str) -> float:
        """How long until a screen says what is so; fails with the two beside each other."""
        screen, page = SCREENS[name], self.pages[name]
        if name == "where":
            await page.bring_to_front()
        began = asyncio.get_running_loop().time()
        while True:
            shown, true = await screen.on(page), await screen.truth(self.world)
            took = asyncio.get_running_loop().time() - began
            if shown == true:
                return took
            if took > WITHIN_S.get(name, SOON_S):
                differs = {what: (shown[what], true[what]) for what in true if shown[what] != true[what]}
                raise AssertionError(f"The {name} is out of date. What it shows, and what is so: {differs}")
            await asyncio.sleep(0.1)

    async def watched(self) -> int:
        """How many streams web says that it serves."""
        async with httpx.AsyncClient() as http:
            told = (await http.get(f"{self.house.url}/health")).json()["parts"]["web"]["detail"]
        found = WATCHED.search(told)
        assert found, told
        return int(found[1])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Everything up and open, once for this file: what one test leaves behind is one more thing to be right about."""
    folder = tmp_path_factory.mktemp("never-stale")
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(House(folder, media=False, **always_open(folder)))
        county = await stack.enter_async_context(world(house))
        web = await stack.enter_async_context(wire_to(house.port))
        carrier = await stack.enter_async_context(wire_to(house.port + 1))
        context = await stack.enter_async_context(tabs.window(folder / "browser"))
        scene = Scene(county, web, carrier, context)
        await county.turn()
        await scene.open()
        yield scene


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def whole(scene: Scene) -> AsyncIterator[None]:
    """Whatever became of a test, the next one begins with everything up and awake."""
    yield
    if "web" not in scene.house.running:
        scene.house.start("web")
        await scene.house.healthy()
    for page in scene.pages.values():
        await tabs.wake_up(page)
    scene.web.mend()
    scene.carrier.mend()


async def test_opened_it_is_true(scene: Scene) -> None:
    await scene.all_are_true()


async def test_left_open_it_follows(scene: Scene) -> None:
    await scene.world.turn()
    await scene.all_are_true()


async def test_reloaded_it_is_true(scene: Scene) -> None:
    addresses = {name: page.url for name, page in scene.pages.items()}
    for page in scene.pages.values():
        await page.goto("about:blank")
    await scene.world.turn()
    for name, page in scene.pages.items():
        await page.goto(addresses[name])
    await scene.all_are_true()


async def test_left_and_come_back_to_it_is_true(scene: Scene) -> None:
    """By the browser's "back", which may show the page as it was when it was left."""
    for page in scene.pages.values():
        await page.goto("about:blank")
    await scene.world.turn()
    for page in scene.pages.values():
        await page.go_back(wait_until="commit")
    await scene.all_are_true()


async def test_asleep_it_misses_nothing(scene: Scene) -> None:
    """Frozen, as a hidden tab is after some minutes: nothing runs in it, and no news reaches it."""
    await scene.tab("about:blank")
    for page in scene.pages.values():
        await tabs.fall_asleep(page)
    await scene.world.turn()
    for page in scene.pages.values():
        await tabs.wake_up(page)
        await page.bring_to_front()
    await scene.all_are_true()


async def test_cut_off_from_its_stream_it_says_so_and_comes_back(scene: Scene) -> None:
    scene.web.cut()
    scene.carrier.cut()
    for name in ("desk", "board", "rules"):
        await expect(see(scene.pages[name], "freshness")).to_have_attribute("data-live", "no")
    await expect(scene.pages["phone"].get_by_text("No service")).to_be_visible()
    await scene.world.turn()
    scene.web.mend()
    scene.carrier.mend()
    await scene.all_are_true()


@pytest.mark.long
async def test_in_a_silent_network_it_says_that_it_may_be_out_of_date(scene: Scene) -> None:
    """Nothing arrives and no connection breaks, as when a laptop leaves its network: only the silence tells."""
    scene.web.fall_silent()
    scene.carrier.fall_silent()
    await scene.world.turn()
    for name in ("desk", "board", "rules"):
        await expect(see(scene.pages[name], "stale")).to_contain_text("may be out of date", timeout=SILENT_MS)
    await expect(scene.pages["phone"].get_by_text("No service")).to_be_visible(timeout=SILENT_MS)
    scene.web.mend()
    scene.carrier.mend()
    await scene.all_are_true()
    for name in ("desk", "board", "rules"):
        await expect(see(scene.pages[name], "stale")).to_be_hidden()


async def test_web_killed_and_started_again_is_found_again(scene: Scene) -> None:
    scene.house.kill("web")
    for name in ("desk", "board", "rules"):
        await expect(see(scene.pages[name], "freshness")).to_have_attribute("data-live", "no")
    scene.house.start("web")
    await scene.house.healthy()
    await scene.world.turn()
    await scene.all_are_true()


async def test_tabs_of_one_door_share_one_stream(scene: Scene) -> None:
    """Board and rules are two tabs of the console already; two more desks add no stream either."""
    assert await scene.watched() == 2
    more = [await scene.tab(f"{scene.web.url}/desk") for _ in range(2)]
    for page in more:
        await expect(see(page, "freshness")).to_have_attribute("data-live", "yes")
    assert await scene.watched() == 2
    for page in more:
        await page.close()
    await scene.world.turn()
    # The pin page asks only while it is looked at.
    await scene.pages["where"].bring_to_front()
    await scene.all_are_true()


@pytest.mark.long
async def test_a_hidden_desk_stays_present(scene: Scene) -> None:
    """The lease of a presence is 15 s: only beats keep Amina there, and her tab is hidden, then put to sleep too."""
    await scene.world.amina.do("ready")
    await scene.tab("about:blank")
    assert await scene.pages["desk"].evaluate("document.visibilityState") == "hidden"
    for sleep in (False, True):
        if sleep:
            await tabs.fall_asleep(scene.pages["desk"])
        await asyncio.sleep(LONGER_THAN_A_LEASE_S)
        assert (await scene.world.amina.view())["me"]["state"] == "ready"
    await tabs.wake_up(scene.pages["desk"])
    await scene.all_are_true()
