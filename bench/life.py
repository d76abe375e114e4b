"""`life_ratio`: what a contact's whole life costs the server, beside the twenty commands that any engine would need.

A text's life is three scripts: `arrive` with an idle agent, who is offered it in the same script; `accept`, after which
it is active; `close`, which makes the agent ready for the next and looks for one. A call's life has `connect` and
`wrap` between. Both write every event, notice and deadline, and the deadline of the route's second step.
"""

from dataclasses import dataclass, field
from statistics import median

from bench.county import Residents
from bench.figures import Measured
from bench.ground import Ground, Spent, together
from bench.shift import COUNTY, sign_in
from core.channel import Channel
from live.scripts import Value
from router.engine.views import ContactState

YARDSTICK = "{bench-reference}:"
VERBS = {
    Channel.SMS: ("arrive", "accept", "close"),
    Channel.PHONE: ("arrive", "accept", "connect", "wrap", "close"),
}


@dataclass(slots=True, kw_only=True)
class Lives:
    """What the lives of one channel cost so far: by verb, and each round's whole."""

    verbs: dict[str, Spent]
    rounds: list[float] = field(default_factory=list)


async def life(ground: Ground) -> dict[str, Measured]:
    """Lives and the yardstick by turns, so that a slow moment of the machine is shared."""
    rounds = ground.sizes.life_rounds
    ratios: dict[Channel, float] = {}
    detail: dict[str, object] = {}
    for channel in (Channel.PHONE, Channel.SMS):
        lives = Lives(verbs={verb: Spent() for verb in VERBS[channel]})
        yardstick = Lives(verbs={"reference": Spent()})
        await _open(ground, channel)
        await _round(ground, channel, Lives(verbs={verb: Spent() for verb in VERBS[channel]}))
        await _reference(ground, Lives(verbs={"reference": Spent()}))
        for row in range(rounds):
            await _round(ground, channel, lives)
            await _reference(ground, yardstick)
            await ground.trim()
            ground.tell("whole lives", (row + 1) / rounds)
        pairs = zip(lives.rounds, yardstick.rounds, strict=True)
        ratios[channel] = median(ours / reference for ours, reference in pairs)
        detail |= {
            f"{channel}_us_by_verb": {verb: round(spent.each, 1) for verb, spent in lives.verbs.items()},
            f"{channel}_us": round(median(lives.rounds), 1),
            f"{channel}_ratio": round(ratios[channel], 2),
            f"{channel}_lives": lives.verbs["arrive"].calls,
            "reference_us": round(median(yardstick.rounds), 1),
        }
    return {"life_ratio": Measured(figure=ratios[Channel.SMS], detail=detail)}


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


async def _reference(ground: Ground, yardstick: Lives) -> None:
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
        await ground.scripts.call("reference", rows)
    await ground.live.redis.delete(f"{YARDSTICK}events")
    yardstick.verbs["reference"].add(spent)
    yardstick.rounds.append(spent.each)
