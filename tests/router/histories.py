"""Random but repeatable working days on the real verbs: agents and residents do anything, deadlines fall on time."""

import random

from core.channel import Band, Channel
from router.engine.words import Word
from tests.router.floor import Floor, plan

AGENTS = {
    "ann": "highways:3",
    "bob": "highways:1",
    "cat": "highways:2 bsl:3",
    "dan": "highways:5 libraries:5 bsl:1",
    "eve": "highways:2 libraries:1",
}
ASKS = ("", "highways:2", "highways:1 bsl:2!", "libraries:1")
BANDS = {Channel.PHONE: Band.LIVE, Channel.SMS: Band.STANDARD, Channel.LETTER: Band.BACKGROUND}
CAPACITY = {Channel.PHONE: 1, Channel.SMS: 3, Channel.LETTER: 1}
MORE = {"capacity": CAPACITY, "interruptible": frozenset({Channel.LETTER})}


class Day:
    """One floor, and chance."""

    def __init__(self, floor: Floor, seed: int) -> None:
        self.floor = floor
        self.chance = random.Random(seed)
        self.contacts: list[str] = []

    async def run(self, steps: int) -> None:
        """The doors open, and `steps` things happen."""
        for agent, skills in AGENTS.items():
            await self.floor.agent(agent, skills, **MORE)
            await self.pass_(self.chance.choice((0, 1)))
        does = (self.arrives, self.arrives, self.accepts, self.accepts, self.ends, self.ends, self.says, self.odd)
        for _ in range(steps):
            await self.chance.choice(does)()
            await self.pass_(self.chance.choice((0, 1, 1, 7, 20)))

    async def pass_(self, seconds: int) -> None:
        """Time passes, and stops at every deadline on its way."""
        # Never whole seconds, so that no two deadlines fall in one millisecond.
        hands, until = self.floor.hands, self.floor.hands.now + seconds * 1000 + self.chance.randint(1, 400)
        while (due := await self.floor.engine.next_deadline_ms()) is not None and due <= until:
            hands.now = max(hands.now, due)
            await self.floor.engine.tick()
        hands.now = until

    async def arrives(self) -> None:
        chance = self.chance
        channel = chance.choice(list(BANDS))
        asks = chance.choice(ASKS)
        self.contacts.append(f"c{len(self.contacts)}")
        made = plan(
            self.contacts[-1],
            asks,
            channel=channel,
            band=BANDS[channel],
            arrived=self.floor.hands.now,
            target_s=chance.randint(0, 90),
            then={30: " ".join(part for part in asks.split() if part.endswith("!"))} if chance.random() < 0.5 else None,
            preferred=chance.choice([None, None, *AGENTS]),
            preferred_ms=10_000,
            bundle=chance.choice(("", "", "", "matter")),
        )
        await self.floor.engine.arrive(made)

    async def accepts(self) -> None:
        agent = self.chance.choice(list(AGENTS))
        for contact in await self.floor.rings(agent):
            epoch = await self.floor.epoch(contact)
            if self.chance.random() < 0.2:
                await self.floor.engine.decline(contact, agent, epoch, "busy")
            elif (await self.floor.engine.accept(contact, agent, epoch)).word is Word.ACCEPTED:
                await self.floor.engine.connect(contact, agent, epoch)

    async def ends(self) -> None:
        for contact in self.chance.sample(self.contacts, min(3, len(self.contacts))):
            engine = self.floor.engine
            if self.chance.random() < 0.3:
                await engine.wrap(contact)
            elif self.chance.random() < 0.9:
                await engine.close(contact, "served")
            else:
                await engine.withdraw(contact, "abandoned")

    async def says(self) -> None:
        agent = self.chance.choice(list(AGENTS))
        does = self.chance.choice(("ready", "ready", "break", "leave", "phone", "signs in"))
        engine = self.floor.engine
        if does == "ready":
            await self.floor.sign_in(agent, AGENTS[agent], **MORE)
            await engine.ready(agent)
        elif does == "break":
            await engine.take_break(agent, "lunch")
        elif does == "leave":
            await engine.leave(agent)
        elif does == "phone":
            await engine.beat(agent, phone_ready=self.chance.random() < 0.5, lease_ms=10**9)
        else:
            await self.floor.sign_in(agent, self.chance.choice(list(AGENTS.values())), **MORE)

    async def odd(self) -> None:
        if not self.contacts:
            return
        contact, engine, now = self.chance.choice(self.contacts), self.floor.engine, self.floor.hands.now
        state = await engine.contact(contact)
        if state is None:
            return
        does = self.chance.choice(("give back", "park", "take up", "transfer", "replan"))
        if does == "give back":
            await engine.give_back(contact, "asked to")
        elif does == "park":
            await engine.park(contact, now + 15_000, "waits for papers")
        elif does == "take up":
            await engine.take_up(contact, "the resident wrote again")
        else:
            again = plan(
                contact,
                self.chance.choice(ASKS),
                channel=Channel(state.channel),
                band=BANDS[Channel(state.channel)],
                arrived=state.arrived_ms,
                rules_version=2,
            )
            if does == "replan":
                await engine.replan(again)
            else:
                await engine.transfer(again, state.agent or "ann", "for a colleague")
