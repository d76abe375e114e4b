"""Whether everybody can use a screen, as far as a programme can tell: WCAG 2.2 AA by axe, and nothing wider than it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Page, ViewportSize

from tests.acceptance.screens import see

AXE: Final = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RUN: Final = """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))
  .violations.flatMap((one) => one.nodes.map((node) => one.id + ' ' + node.html.slice(0, 160) + node.failureSummary))"""
RESTED: Final = """async () => {
  const moves = (each) => each.playState === 'running' && Number.isFinite(each.effect.getComputedTiming().endTime)
  for (let still = 0, frames = 0; still < 5 && frames < 300; frames++) {
    await new Promise(requestAnimationFrame)
    still = document.getAnimations().some(moves) ? 0 : still + 1
  }
}"""
"""Colours that are inherited change from one element to the next, a frame each."""
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
POCKET: Final[ViewportSize] = {"width": 390, "height": 844}
Colours = Literal["light", "dark"]
LOOKS: Final[tuple[tuple[ViewportSize, Colours], ...]] = ((DESK, "light"), (POCKET, "light"), (POCKET, "dark"))


async def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is now: at a desk and on a telephone, there by day and by night."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = []
    for size, colours in LOOKS:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        await page.evaluate(RESTED)
        found += [f"{size['width']} {colours}: {each}" for each in await page.evaluate(RUN)]
        wide = await page.evaluate("() => document.documentElement.scrollWidth")
        if wide > size["width"]:
            found.append(f"{size['width']}: the page is {wide} wide")
    await page.set_viewport_size(DESK)
    await page.emulate_media(color_scheme="light")
    return found


@dataclass
class Tour:
    """Screens looked at one after the other. All that is wrong is told at the end, each at its screen."""

    found: dict[str, list[str]] = field(default_factory=dict)

    async def look(self, page: Page, name: str) -> None:
        assert name not in self.found
        self.found[name] = await faults(page)

    @asynccontextmanager
    async def opened(self, page: Page, button: str, name: str) -> AsyncIterator[None]:
        """Behind a button, and after whatever is done there; Escape closes it again."""
        await see(page, button).first.click()
        yield
        await self.look(page, name)
        await page.keyboard.press("Escape")

    def all_well(self, least: int) -> None:
        """Nothing is wrong with any of them, and there were as many as there should be."""
        wrong = [f"{name}: {each}" for name, faults in self.found.items() for each in faults]
        assert not wrong, "\n".join(wrong)
        assert len(self.found) >= least
