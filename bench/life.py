"""`life_ratio`: what a contact's whole life costs the server, beside the twenty commands that any engine would need.

A text's life is three scripts: `arrive` with an idle agent, who is offered it in the same script; `accept`, after which
it is active; `close`, which makes the agent ready for the next and looks for one. A call's life has `connect` and
`wrap` between. Both write every event, notice and deadline, and the deadline of the route's second step.
"""

from dataclasses import dataclass, field
from statistics import median
from typing import Self

from bench.county import Residents
from bench.figures import Measured
from bench.ground import Ground, Spent, together
from bench.shift import COUNTY, sign_in
from core.channel import Channel
from live.library import Value
from router.engine.views import ContactState

NOBODY = "con_nobody"
YARDSTICK = "{bench-reference}:"
VERBS = {
    Channel.SMS: ("arrive", "accept", "close"),
    Channel.PHONE: ("arrive", "accept", "connect", "wrap", "close"),
}


@dataclass(slots=True, kw_only=True)
class Lives:
    """What the lives of one channel cost so far: by verb, and the microseconds of one in each round.

    `nothing` is the verb that finds nothing to do: what it costs to run a script at all.
    """

    verbs: dict[str, Spent]
    rounds: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    nothing: Spent = field(default_factory=Spent)

    @classmethod
    def of(cls, channel: Channel) -> Self:
        """None yet."""
        return cls(verbs={verb: Spent() for verb in VERBS[channel]})

    @property
    def ratio(self) -> float:
        """A life ÷ the yardstick, in the middle round."""
        return median(ours / plain for ours, plain in zip(self.rounds, self.reference, strict=True))

    @property
    def detail(self) -> dict[str, object]:
        """What the ratio is made of."""
        lives = self.verbs["arrive"].calls
        commands = sum(spent.commands_us for spent in self.verbs.values()) / lives
        return {
            "ratio": round(self.ratio, 2),
            "us": round(median(self.rounds), 1),
            "us_by_verb": {verb: round(spent.each, 1) for verb, spent in self.verbs.items()},
            "commands_us": round(commands, 1),
            "nothing_us": round(self.nothing.each, 1),
            "reference_us": round(median(self.reference), 1),
            "lives": lives,
        }


async def life(ground: Ground) -> dict[str, Measured]:
    """The figure is a text's life; a call's is in the details."""
    texts, calls = [await _lives(ground, channel) for channel in (Channel.SMS, Channel.PHONE)]
    return {"life_ratio": Measured(figure=texts.ratio, detail={"sms": texts.detail, "phone": calls.detail})}


async def _lives(ground: Ground, channel: Channel) -> Lives:
    """Lives and the yardstick by turns, so that a slow moment of the machine is shared."""
    await _open(ground, channel)
    lives = Lives.of(channel)
    await _round(ground, channel, Lives.of(channel))  # from now on the scripts, and the requirements, are known
    await _reference(ground)
    for row in range(ground.sizes.life_rounds):
        await _round(ground, channel, lives)
        lives.reference.append(await _reference(ground))
        async with ground.booked(lives.nothing):
            await ground.engine.close_many([NOBODY] * COUNTY.agents)
        await ground.trim()
        ground.tell("whole lives", row / ground.sizes.life_rounds)
    return lives


async def _open(ground: Ground, channel: Channel) -> None:
    await ground.fresh()
    await sign_in(ground, COUNTY, Residents(ids=ground.ids, channel=channel))
    await ground.live.redis.zadd(f"{YARDSTICK}idle", {f"agt_{row:026d}": row for row in range(COUNTY.agents)})


async def _round(ground: Ground, channel: Channel, lives: Lives) -> None:
    """Half as many lives as there are agents, one verb after the other."""
    engine, verbs = ground.engine, lives.verbs
    residents = Residents(ids=ground.ids, channel=channel)
    plans = [residents.asks(row % COUNTY.requirements, ground.now_ms) for row in range(COUNTY.agents // 2)]
    before = sum(spent.us for spent in verbs.values())
    async with ground.booked(verbs["arrive"]):
        await engine.arrive_many(plans)
    held = [_offered(state) for state in await together(engine.contact(plan.contact_id) for plan in plans)]
    async with ground.booked(verbs["accept"]):
        await engine.accept_many(held)
    if channel is Channel.PHONE:
        async with ground.booked(verbs["connect"]):
            await engine.connect_many(held)
        async with ground.booked(verbs["wrap"]):
            await engine.wrap_many([contact for contact, _, _ in held])
    async with ground.booked(verbs["close"]):
        await engine.close_many([contact for contact, _, _ in held])
    lives.rounds.append((sum(spent.us for spent in verbs.values()) - before) / len(plans))


def _offered(state: ContactState | None) -> tuple[str, str, int]:
    """Which contact rings at whom, by which epoch; with an agent idle for each, all of them ring."""
    if state is None or state.agent is None or state.epoch is None:
        raise AssertionError("a contact found nobody, though somebody was idle")
    return state.id, state.agent, state.epoch


async def _reference(ground: Ground) -> float:
    """Microseconds of the twenty commands."""
    spent = Spent()
    rows: list[dict[str, Value]] = [
        {
            "prefix": YARDSTICK,
            "contact": ground.ids.new("con"),
            "due": 10**13 + ground.now_ms,
            "plan": "0=sms|s17:1;180000=sms|",
        }
        for _ in range(COUNTY.agents)
    ]
    async with ground.booked(spent):
        await ground.yardsticks.call("reference", rows)
    await ground.live.redis.delete(f"{YARDSTICK}events")
    return spent.each
