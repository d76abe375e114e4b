"""For each page: what its screen says, and what is true, in the same words, so that the two can be compared."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import Page

from tests.acceptance.world import World

Words = dict[str, Any]

READ: Final = """
const every = (what) => [...document.querySelectorAll(what)];
const words = (what, inside = document) => inside.querySelector(what)?.textContent.trim() ?? null;
const pairs = (what, pair) => Object.fromEntries(every(what).map(pair));
const test = (name) => `[data-test="${name}"]`;
const calling = () => !["idle", "ended"].includes(window.__phone.phase());
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`script` reads the screen; `truth` asks the house."""

    script: str
    truth: Callable[[World], Awaitable[Words]]

    async def on(self, page: Page) -> Words:
        said: Words = await page.evaluate(f"() => {{ {READ} return {self.script} }}")
        return said


async def _desk(world: World) -> Words:
    view = await world.amina.view()
    talk = await world.amina.ask(f"contacts/{world.talk}")
    return {
        "state": view["me"]["state"],
        "offers": sorted(offer["contact"] for offer in view["offers"]),
        "in hand": sorted(held["contact"] for held in view["in_hand"]),
        "waiting": view["queue"]["total"],
        "messages": [message["text"] for message in talk["messages"]],
        "place": talk["place"]["text"] if talk["place"] else None,
    }


async def _board(world: World) -> Words:
    view = await world.grace.view()
    return {
        "waiting": {line["service"]: line["waiting"] for line in view["services"]},
        "agents": {agent["id"]: agent["state"] for agent in view["agents"]},
        "gave up": view["today"]["abandoned"],
        "problems": len(view["problems"]),
    }


async def _rules(world: World) -> Words:
    rules = await world.grace.ask("rules")
    versions = await world.grace.ask("rules/versions")
    return {
        "versions": {str(each["version"]): each["current"] for each in versions},
        "first line": rules["text"].splitlines()[0],
    }


async def _phone(world: World) -> Words:
    texts = [text["body"] for text in await world.texts()]
    call = next((call for call in await world.calls() if call["ended"] is None), None)
    heard = [each["text"] for each in call["heard"] if each["kind"] == "say"] if call else []
    return {"in a call": call is not None, "newest texts": texts[-2:], "heard": heard}


async def _where(world: World) -> Words:
    place = (await world.amina.ask(f"contacts/{world.talk}"))["place"]
    return {"pin": f"{place['lat']},{place['lng']}"}


SCREENS: Final[dict[str, Shown]] = {
    "desk": Shown(
        script="""({
            state: document.querySelector(test("my-state"))?.dataset.state ?? null,
            offers: every(test("offer")).map((each) => each.dataset.contact).sort(),
            "in hand": every(test("in-hand")).map((each) => each.dataset.contact).sort(),
            waiting: Number(words(test("queue-total"))),
            messages: every(`${test("message")} .said-text`).map((each) => each.textContent),
            place: words(test("place-text")),
        })""",
        truth=_desk,
    ),
    "board": Shown(
        script="""({
            waiting: pairs(test("board-service"), (each) => [each.dataset.service, Number(words(".count", each))]),
            agents: pairs(test("board-agent"), (each) => [each.dataset.agent, each.dataset.state]),
            "gave up": Number(words(test("board-abandoned"))),
            problems: every(test("board-problem")).length,
        })""",
        truth=_board,
    ),
    "rules": Shown(
        script="""({
            versions: pairs(test("version"), (each) => [each.dataset.version, each.classList.contains("current")]),
            "first line": words(".cm-line"),
        })""",
        truth=_rules,
    ),
    "phone": Shown(
        script="""({
            "in a call": calling(),
            "newest texts": every(".texts li p").map((each) => each.textContent),
            heard: calling() ? every(".line.from-say p").map((each) => each.textContent) : [],
        })""",
        truth=_phone,
    ),
    "where": Shown(
        script="""({ pin: document.querySelector(test("where-near"))?.dataset.at ?? null })""",
        truth=_where,
    ),
}
