"""What every verb stands on: the division's keys, the loaded scripts, and the one place that says what time it is."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import InvalidInput, Unavailable
from live.connection import Live
from live.scripts import ScriptError, Scripts
from router.engine import states
from router.engine.keys import Keys
from router.engine.keys import lua_text as keys_lua
from router.rules.plan import Plan
from skills.need import Need, hard_only

IDS = frozenset({"contact", "agent"})
SOUND_ID = re.compile(r"[A-Za-z0-9_.:-]{0,100}")
LUA = Path(__file__).parent / "lua"

REDIS_TIME = "local t = redis.call('TIME')\nreturn verb(t[1] * 1000 + math.floor(t[2] / 1000))\n"
VIRTUAL_TIME = "return verb(tonumber(ARGV[#ARGV]))\n"


class Base:
    """One division of the engine. The store's own time is the time; `virtual` is for simulations and tests alone."""

    def __init__(self, live: Live, division: str, *, virtual: Callable[[], int] | None = None) -> None:
        self.division = division
        self._live = live
        self._keys = Keys(division)
        self._virtual = virtual
        self._scripts = Scripts(
            live.redis,
            LUA,
            generated={"states": states.lua_text(), "keys": keys_lua()},
            footer=VIRTUAL_TIME if virtual else REDIS_TIME,
        )

    async def _call(self, verb: str, **values: str | int) -> Any:
        return (await self._call_many(verb, [values]))[0]

    async def _call_many(self, verb: str, calls: Sequence[Mapping[str, str | int]]) -> list[Any]:
        for values in calls:
            for name in IDS & values.keys():
                _sound(str(values[name]))
        tail = [self._virtual()] if self._virtual else []
        try:
            return await self._scripts.call(verb, [{"prefix": self._keys.prefix, **values} for values in calls], tail)
        except ScriptError as error:
            if error.word == "NOGENERATION":
                raise Unavailable("The routing engine is being rebuilt; try again in a moment.") from error
            raise

    async def _ask(self, question: str, **values: str | int) -> Any:
        answer = await self._call(question, **values)
        return json.loads(answer) if answer else None


def plan_text(plan: Plan) -> str:
    """A plan as the scripts read it: words and digits only, so that no number passes through a float."""
    hard = hard_only(need for step in plan.steps for need in step.needs)
    return json.dumps(
        {
            "id": _sound(plan.contact_id),
            "channel": plan.channel.value,
            "service": plan.service,
            "band": plan.band.value,
            "arrived": str(plan.arrived_ms),
            "due": str(plan.due_ms),
            "score": str(plan.order_key),
            "steps": ";".join(f"{step.after_ms}={_requirement(plan.channel, step.needs)}" for step in plan.steps),
            "hard": _requirement(plan.channel, hard),
            "preferred": plan.preferred or "",
            "preferred_ms": str(plan.preferred_ms),
            "rules": str(plan.rules_version),
            "offer_ms": str(plan.offer_ms),
            "wrap_ms": str(plan.wrap_ms),
            "reason": plan.reason,
        }
    )


def _requirement(channel: str, needs: Sequence[Need]) -> str:
    """A requirement in its one spelling, `phone|bsl:3,highways:1`: equal requirements share a bucket."""
    least: dict[str, int] = {}
    for need in needs:
        least[need.skill] = max(need.level, least.get(need.skill, 0))
    return f"{channel}|{','.join(f'{skill}:{level}' for skill, level in sorted(least.items()))}"


def _sound(id: str) -> str:
    """An id as it is, when it may be part of a key and of a timer's name; InvalidInput otherwise."""
    if not SOUND_ID.fullmatch(id):
        raise InvalidInput("That is not an id.", field="id")
    return id
