"""A process of its own that does all kinds of things to an engine until it is killed: `python -m tests.router.crew`.

Each thing that the engine confirmed is a line of its journal, as an act is a row of the record: `accepted c1 ann 7`.
"""

import asyncio
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from core.errors import Unavailable
from live.connection import Live
from live.faults import unavailable_when_away
from router.engine.engine import Engine
from router.engine.words import Accepted, Withdrawn, Word
from router.rules.plan import Plan
from tests.router.deeds import AGENTS, LOT, Town
from tests.router.floor import Hands

DEEDS = [deed for deed in LOT if deed not in ("time_passes", "resume", "arrive_again", "publish")]


class Confirmed(Engine):
    """An engine whose answers are written down before anybody acts on them."""

    journal: int

    def note(self, *words: object) -> None:
        os.write(self.journal, (" ".join(map(str, words)) + "\n").encode())

    async def arrive(self, plan: Plan, *, force: bool = False) -> Word:
        self.note("came", plan.contact_id, json.dumps(plan.to_dict()))
        return await super().arrive(plan, force=force)

    async def accept(self, contact: str, agent: str, epoch: int) -> Accepted:
        answer = await super().accept(contact, agent, epoch)
        if answer.word is Word.ACCEPTED:
            self.note("accepted", contact, agent, epoch)
        return answer

    async def close(self, contact: str, outcome: str, *, by: str = "agent", agent: str = "") -> Word:
        word = await super().close(contact, outcome, by=by, agent=agent)
        if word is Word.CLOSED:
            self.note("closed", contact)
        return word

    async def withdraw(self, contact: str, reason: str, *, into: str = "") -> Withdrawn:
        answer = await super().withdraw(contact, reason, into=into)
        if answer.word is Word.WITHDRAWN:
            self.note("closed", contact)
        return answer


async def work(url: str, mark: str, journal: Path) -> None:
    """Deeds without end, with the store's own time; says `unsure` in the journal when the store does not decide."""
    chance = random.Random(mark)
    async with Live(url) as live:
        engine = Confirmed(live, "westmere")
        engine.journal = os.open(journal, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        town = Quick(engine, chance.choice, Hands(), marks=f"{mark}c")
        while True:
            try:
                with unavailable_when_away():
                    seconds, microseconds = await live.redis.time()
                town.hands.now = seconds * 1000 + microseconds // 1000
                await a_deed(town, chance)
            except Unavailable:
                engine.note("unsure")
                await asyncio.sleep(0.005)


class Quick(Town):
    """Rings and wrap-ups that run out within moments, so that deadlines meet everything else."""

    def planned(self, id: str, arrived: int, version: int) -> Plan:
        made: Any = super().planned(id, arrived, version)
        made = type(made)(**{**_fields(made), "offer_ms": self.choose([40, 400]), "wrap_ms": self.choose([20, 200])})
        self.plans[id] = made
        return made  # type: ignore[no-any-return]


def _fields(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in Plan.__dataclass_fields__}


async def a_deed(town: Town, chance: random.Random) -> None:
    """One of all, or what an agent does whose desk rings: whoever's contact it is."""
    if chance.random() < 0.5:
        await town.do(chance.choice(DEEDS))
        return
    agent = chance.choice(AGENTS)
    await town.engine.tick(limit=chance.choice([1, 20]))
    for offer in await town.engine.offers_for(agent):
        await town.engine.accept(offer.contact, agent, offer.epoch)
    known = await town.engine.agent(agent)
    for held in known.in_hand if known else ():
        if chance.random() < 0.5:
            await town.engine.close(held.contact, "served")
        else:
            await town.engine.connect(held.contact, agent, held.epoch)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
