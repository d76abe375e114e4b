"""A floor with a backlog, of any size, and what a match costs the server on it.

Half of the floor is busy: everybody there has a contact in hand, and many wait. The other half is quiet: everybody is
idle. The front half of those who wait asks for what nobody has. As the busy half begins, an agent who becomes ready is
offered the first that waits for somebody like them (`ready`). Then, by turns:

- a busy agent closes a contact, and is offered the first that waits for somebody like them (`free`);
- a contact arrives for the busy half, finds nobody, and waits (`arrival_waits`);
- a contact arrives for the quiet half, and is offered to somebody there (`arrival_offered`);
- whoever arrived last is told their place and how long it may yet take (`told`).

Each figure is the whole script, with all that it writes.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from bench.county import FOR_GOOD_MS, County, Residents
from bench.driven import Driven
from bench.ground import Ground, Spent, together
from bench.loading import load
from bench.shift import Held, taken

A_ROUND = 10
MATCHES = ("free", "arrival_waits", "arrival_offered")
CASES = (*MATCHES, "told")
LATER_MS = 3_600_000


@dataclass(slots=True, kw_only=True)
class Floor:
    """One county at work. `costs` holds microseconds a call, a figure a round, by case."""

    ground: Ground
    county: County
    residents: Residents
    since_ms: int
    waiting: int = 0
    at_desks: deque[Held] = field(default_factory=deque)
    turns: Iterator[int] = field(default_factory=count)
    costs: dict[str, list[float]] = field(default_factory=dict)

    @property
    def engine(self) -> Driven:
        return self.ground.engine

    async def open(self) -> None:
        """Everybody comes; the quiet half is ready."""
        await self.engine.start_generation(pause_ms=0)
        await self.engine.resume()
        staff = list(self.county.staff(self.residents.channel))
        await together(self.engine.sign_in(agent, phone_ready=True, lease_ms=FOR_GOOD_MS) for agent in staff)
        await together(self.engine.ready(agent.id) for agent in staff if self.county.half(agent.id))

    async def wait(self, contacts: int, *, and_taken: int = 0) -> None:
        """So many more wait, and a few that will be taken: the half that nobody can serve came an hour earlier."""
        plans = self.residents
        await load(
            self.ground,
            [plans.asks_what_nobody_has(number, self.since_ms) for number in self._busy()],
            count=contacts // 2,
        )
        await load(
            self.ground,
            [plans.asks(number, self.since_ms + LATER_MS, steps=False) for number in self._busy()],
            count=contacts - contacts // 2 + and_taken,
        )
        self.waiting += contacts

    def _busy(self) -> range:
        return range(self.county.requirements // 2)

    async def begin(self) -> None:
        """The busy half takes its first contacts; the quiet half has seen everything that it may be asked."""
        staff = [agent.id for agent in self.county.staff(self.residents.channel) if not self.county.half(agent.id)]
        # The first of each profile is compared with every requirement, once and for all.
        known = self.county.profiles // 2
        await self.engine.ready_many(staff[:known])
        for row in range(known, len(staff), A_ROUND):
            spent = Spent()
            async with self.ground.booked(spent):
                await self.engine.ready_many(staff[row : row + A_ROUND])
            self.costs.setdefault("ready", []).append(spent.each)
        self.at_desks += await together(self._takes(agent) for agent in staff)
        for _ in range(0, self.county.requirements // 2, A_ROUND):
            await self._serve(await self._arrive(1, Spent()))

    async def _takes(self, agent: str) -> Held:
        """The agent takes what rings at their desk."""
        offer = (await self.engine.offers_for(agent))[0]
        await self.engine.accept(offer.contact, agent, offer.epoch)
        return Held(contact=offer.contact, agent=agent)

    async def round(self) -> None:
        """A few matches of each kind; as many wait afterwards as before."""
        spent = {case: Spent() for case in CASES}
        held = [self.at_desks.popleft() for _ in range(A_ROUND)]
        async with self.ground.booked(spent["free"]):
            await self.engine.close_many([each.contact for each in held])
        self.at_desks += await together(self._takes(each.agent) for each in held)
        waits = await self._arrive(0, spent["arrival_waits"])
        async with self.ground.booked(spent["told"]):
            await self.engine.tell_many(waits)
        await self._serve(await self._arrive(1, spent["arrival_offered"]))
        for case in CASES:
            self.costs.setdefault(case, []).append(spent[case].each)

    async def _serve(self, arrived: list[str]) -> None:
        for each in await together(taken(self.ground, contact) for contact in arrived):
            await self.engine.close(each.contact, "served")

    async def _arrive(self, half: int, spent: Spent) -> list[str]:
        now = self.ground.now_ms
        plans = [
            self.residents.asks(self.county.requirement(next(self.turns), half), now, steps=False)
            for _ in range(A_ROUND)
        ]
        async with self.ground.booked(spent):
            await self.engine.arrive_many(plans)
        return [plan.contact_id for plan in plans]
