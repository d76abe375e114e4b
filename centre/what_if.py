"""Recorded days once more: replayed on a private engine with every decision compared, or lived again under a draft.

What an engine decides follows from what came to it, so unchanged rules reproduce what was recorded, offer by offer.
A flush in between begins a new generation, whose log stands for itself. A draft of the rules plans the same contacts
anew, and the simulator tells the difference.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from centre.call_backs import WISH
from centre.facts import facts_of
from centre.planning import Planning
from centre.sql import Sql
from core.channel import Channel
from core.clock import from_ms, to_ms
from core.errors import InvalidInput
from core.event import Event
from live.connection import PATIENTLY_S, Live
from live.embedded import Embedded
from records.tx import Tx
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from router.rules.compiling import FILE
from router.rules.facts import Facts
from router.rules.plan import Plan
from router.rules.ruleset import RuleSet
from simulator.again import live_again
from simulator.difference import Difference
from simulator.past import Past
from simulator.past_log import past_of
from simulator.reliving import Rules

CHUNK: Final = 500
REPLICATIONS: Final = 10
DRAFT: Final = 1_000_000
"""Newer than any version that was ever published."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What the replay of one generation came to. `first` tells where it first went another way, as a sentence.

    `steps` are the engine's, `offers` those among them; both count from the generation's beginning.
    """

    generation: str
    began_ms: int
    steps: int
    offers: int
    first: str | None


class WhatIf:
    """Questions about days that have been. The record alone is asked, and the live store never."""

    def __init__(self, sql: Sql, division: str, planning: Planning) -> None:
        self._sql, self._division, self._planning = sql, division, planning

    async def again(self, since: datetime, until: datetime, told: Callable[[float], None]) -> list[Again]:
        """Each generation of these days, replayed from its beginning. InvalidInput when there is nothing of them.

        `told` hears the share that is done, 0 to 1.
        """
        until_ms = to_ms(until)
        generations = await self._generations(since, until)
        found = []
        with tempfile.TemporaryDirectory(prefix="switchboard-again-") as name:
            for number, generation in enumerate(generations):
                events = await self._events([generation], until_ms)
                found.append(await self._once_more(events, Path(name) / str(number)))
                told((number + 1) / len(generations))
        return found

    async def _once_more(self, events: list[Event], folder: Path) -> Again:
        with Embedded(folder, durable=False) as server:
            async with await Live.connect(server.url, answer_within_s=PATIENTLY_S) as live:
                engine = Engine(live, self._division, virtual=Moment())
                came_to = await replay(events, engine)
        return Again(
            generation=events[0].generation,
            began_ms=events[0].at_ms,
            steps=came_to.entries,
            offers=came_to.offers,
            first=str(came_to.first) if came_to.first else None,
        )

    async def draft(
        self,
        text: str,
        since: datetime,
        until: datetime,
        told: Callable[[float], None],
        *,
        replications: int = REPLICATIONS,
        seed: int = 1,
        file: str = FILE,
    ) -> Difference:
        """What these days would have come to under a draft of the rules.

        Raises ConfigInvalid with every problem of the draft at its line of `file`, and InvalidInput when there is
        nothing of those days. `told` hears the share that is done, 0 to 1.
        """
        rules = self._planning.compile(text, version=DRAFT, file=file)
        past = await self.past(since, until)
        facts = await self._facts({came.contact for came in past.came})
        drafted = _drafted(rules, facts)
        return await live_again(past, drafted, self._division, told, replications=replications, seed=seed)

    async def past(self, since: datetime, until: datetime) -> Past:
        """These days as the simulator lives them again. InvalidInput when there is nothing of them."""
        generations = await self._generations(since, until)
        events = await self._events(generations, to_ms(until))
        return await self._wished(past_of(events, to_ms(since), to_ms(until)))

    async def _generations(self, since: datetime, until: datetime) -> list[str]:
        generations = await self._sql.read(lambda tx: tx.events.generations(to_ms(since), to_ms(until)))
        if not generations:
            raise InvalidInput("The record holds nothing of those days.", field="from")
        return generations

    async def _events(self, generations: Iterable[str], until_ms: int) -> list[Event]:
        return await self._sql.read(
            lambda tx: [event for each in generations for event in tx.events.of_generation(each, until_ms)]
        )

    async def _wished(self, past: Past) -> Past:
        """With the moments at which callers asked to be rung back, which the engine never heard of."""
        callers = sorted({came.contact for came in past.came if came.plan.channel is Channel.PHONE})

        def wishes(some: list[str], tx: Tx) -> dict[str, int]:
            return {note.contact_id: to_ms(note.at) for note in tx.messages.keyed(some, WISH)}

        wished = await self._of_each(callers, wishes)
        return replace(past, came=[replace(came, wished_ms=wished.get(came.contact)) for came in past.came])

    async def _facts(self, contacts: Iterable[str]) -> dict[str, Facts]:
        """What the rules may ask about each of these contacts that the record holds."""

        def asked(some: list[str], tx: Tx) -> dict[str, Facts]:
            return {contact.id: facts_of(tx, contact) for contact in tx.contacts.get_many(some)}

        return await self._of_each(sorted(contacts), asked)

    async def _of_each(
        self, contacts: list[str], look: Callable[[list[str], Tx], dict[str, Found]]
    ) -> dict[str, Found]:
        """What `look` finds of so many contacts, some in one transaction, that none of them takes long."""
        found: dict[str, Found] = {}
        for start in range(0, len(contacts), CHUNK):
            found |= await self._sql.read(partial(look, contacts[start : start + CHUNK]))
        return found


def _drafted(rules: RuleSet, facts: Mapping[str, Facts]) -> Rules:
    """A draft as the simulator takes it. Of a contact the record no longer holds, the recorded plan stays."""

    def plan(contact: str, recorded: Plan) -> Plan:
        known = facts.get(contact)
        if known is None:
            return replace(recorded, rules_version=rules.version)
        arrived = from_ms(recorded.arrived_ms)
        new = rules.plan(replace(known, service=recorded.service, arrived_at=arrived))
        return replace(new, bundle=recorded.bundle, question=recorded.question)

    defaults = rules.defaults
    return Rules(
        version=rules.version,
        order=defaults.order,
        pick=defaults.pick,
        share=defaults.share,
        plan=plan,
    )
