"""What every verb stands on: the division's keys, the loaded scripts, and the one place that says what time it is."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import Unavailable
from live.connection import Live
from live.scripts import ScriptError, Scripts
from router.engine import states
from router.engine.keys import Keys
from router.engine.keys import lua_text as keys_lua
from router.rules.plan import Plan
from skills.need import Need, hard_only

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

    @staticmethod
    def _plan(plan: Plan) -> dict[str, str | int]:
        hard = hard_only(need for step in plan.steps for need in step.needs)
        return {
            "contact": plan.contact_id,
            "channel": plan.channel.value,
            "service": plan.service,
            "band": plan.band.value,
            "arrived": plan.arrived_ms,
            "due": plan.due_ms,
            "score": plan.order_key,
            "steps": ";".join(f"{step.after_ms}={_requirement(plan.channel, step.needs)}" for step in plan.steps),
            "hard": _requirement(plan.channel, hard),
            "preferred": plan.preferred or "",
            "preferred_ms": plan.preferred_ms,
            "rules": plan.rules_version,
            "offer_ms": plan.offer_ms,
            "wrap_ms": plan.wrap_ms,
            "reason": plan.reason,
        }


def _requirement(channel: str, needs: Sequence[Need]) -> str:
    """A requirement in its one spelling, `phone|bsl:3,highways:1`: equal requirements share a bucket."""
    least: dict[str, int] = {}
    for need in needs:
        least[need.skill] = max(need.level, least.get(need.skill, 0))
    return f"{channel}|{','.join(f'{skill}:{level}' for skill, level in sorted(least.items()))}"
