"""What every verb stands on: the division's keys, the loaded scripts, and the one place that says what time it is."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import Unavailable
from live.connection import Live
from live.library import Library, VerbFailed
from router.engine import states
from router.engine.events import SEPARATOR
from router.engine.keys import NAMES, Keys, lua_text
from router.engine.sound import route_text, sound_id, sound_plan
from router.rules.plan import Plan

IDS = frozenset({"contact", "agent", "consultation", "into"})
MAY_BE_EMPTY = frozenset(
    {("withdraw", "into"), ("restore", "agent"), *((verb, "agent") for verb in ("wrap", "give_back", "close", "park"))}
)
LUA = Path(__file__).parent / "lua"

UNSOUND = re.compile(r"[\x00-\x1f\x7f]+")
"""Never in a text that reaches the log: an event is a line, its facts are parted by tabs."""

REDIS_TIME = """local function time_of()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end"""
VIRTUAL_TIME = """local function time_of(args)
  return tonumber(args[#args])
end"""


def library(live: Live, clock: str, *beside: Path) -> Library:
    """The engine's verbs, and those of the folders `beside`; `clock` is the Lua that tells all of them the time."""
    return Library(
        live.redis,
        [LUA, *beside],
        entry="entry",
        generated={"states": states.lua_text(), "keys": lua_text(), "clock": clock},
        keys=NAMES,
    )


class Base:
    """One division of the engine. The store's own time is the time; `virtual` is for simulations and tests alone."""

    def __init__(self, live: Live, division: str, *, virtual: Callable[[], int] | None = None) -> None:
        self.division = division
        self._live = live
        self._keys = Keys(division)
        self.virtual = virtual
        self._verbs = library(live, VIRTUAL_TIME if virtual else REDIS_TIME)

    async def _call(self, verb: str, **values: str | int) -> Any:
        return (await self._call_many(verb, [values]))[0]

    async def _call_many(self, verb: str, calls: Sequence[Mapping[str, str | int]]) -> list[Any]:
        for values in calls:
            for name in IDS & values.keys():
                sound_id(str(values[name]), empty=(verb, name) in MAY_BE_EMPTY)
        tail = [self.virtual()] if self.virtual else []
        try:
            return await self._verbs.call(verb, [{"prefix": self._keys.prefix, **values} for values in calls], tail)
        except VerbFailed as error:
            if error.word == "NOGENERATION":
                raise Unavailable("The routing engine is being rebuilt; try again in a moment.") from error
            raise

    async def _ask(self, question: str, **values: str | int) -> Any:
        answer = await self._call(question, **values)
        return json.loads(answer) if answer else None


def plan_text(plan: Plan) -> str:
    """A plan as the scripts read it: its fields in the order of `plans.lua`, as digits and words.

    Raises InvalidInput, which names the place, for one that no rules could have made.
    """
    sound_plan(plan)
    hard, steps = route_text(plan.channel, plan.steps, plan.weight)
    return SEPARATOR.join(
        (
            sound_id(plan.contact_id),
            plan.channel.value,
            spoken(plan.service),
            str(plan.arrived_ms),
            str(plan.due_ms),
            str(plan.order_key),
            hard,
            sound_id(plan.preferred or "", empty=True),
            str(plan.preferred_ms),
            str(plan.rules_version),
            str(plan.offer_ms),
            str(plan.wrap_ms),
            sound_id(plan.bundle, empty=True),
            spoken(plan.reason),
            steps,
            "1" if plan.question else "",
        )
    )


def spoken(text: str) -> str:
    """A text that may stand in an event."""
    return UNSOUND.sub(" ", text)
