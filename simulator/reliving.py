"""Recorded days lived again on the real engine: residents and staff do as they did, and the engine decides afresh.

1. Whoever was in hand when the days began is put back, the staff who were at work sign in, and those who waited come.
2. Then moment by moment: what staff did is done again as the log tells it; contacts come by their plans; agents answer,
   talk and write their notes as long as they did for that contact, or as `Ways` draws it.
3. Whatever the engine decides it decides by itself, its own deadlines included. Nobody is looked at after the days.
"""

import heapq
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from core.channel import Channel
from core.event import Event
from router.engine.engine import Engine
from router.engine.inputs import do_again
from router.engine.replay import Moment
from router.engine.words import Word
from router.rules.plan import Plan
from simulator.past import Act, Answer, Aside, ByHand, Came, Past, Rang, Talk, Then
from simulator.ways import Ways

TRIM_EVERY: Final = 1000

Told = Callable[[float], None]
Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Other rules than the recorded ones: how they order and pick, and what they plan for a contact at each of its
    plans, by the contact's id and the recorded plan."""

    version: int
    order: str
    pick: str
    share: float
    plan: Callable[[str, Plan], Plan]


@dataclass(slots=True, kw_only=True)
class Lived:
    """What became of a contact this time. Moments are ms since 1970; `left_as` is how it left unanswered.

    `as_recorded` says that it went as it did then, and chance had no part in it.
    """

    came: Came
    answered_ms: int | None = None
    gone_ms: int | None = None
    left_as: str = ""
    as_recorded: bool = False


@dataclass(slots=True, kw_only=True)
class _Here:
    lived: Lived
    ways: Ways
    plan: Plan
    in_hand: int = 0
    """Counts its conversations: what was meant for an earlier one is void."""
    turn: int = 0
    """Where in its story it is, as `ByHand` counts."""
    talk: Talk = field(default_factory=lambda: Talk(ms=0))


class Reliving:
    """One replication. `engine` is fresh, on a store of its own, under `moment`."""

    def __init__(self, engine: Engine, moment: Moment, past: Past, rules: Rules | None) -> None:
        self._engine, self._moment, self._past, self._rules = engine, moment, past, rules
        self._coming: list[tuple[float, int, Deed]] = []
        self._number = 0
        self._here: dict[str, _Here] = {}
        self._at_work: set[str] = set()
        self._read_to, self._deadline = "0", math.inf

    async def run(self, ways: Callable[[Came], Ways], told: Told) -> list[Lived]:
        """Everybody who came, and what became of them. `told` hears the share that is done."""
        self._moment.now = self._past.since_ms
        await self._open(ways)
        span, steps = max(1, self._past.until_ms - self._past.since_ms), 0
        while await self._step():
            steps += 1
            if steps % TRIM_EVERY == 0:
                await self._engine.trim_events(self._read_to)
                told((self._moment.now - self._past.since_ms) / span)
        for here in self._here.values():
            lived, came = here.lived, here.lived.came
            gone = None if came.answered_ms is not None else came.gone_ms
            same = (lived.answered_ms, lived.gone_ms) == (came.answered_ms, gone)
            lived.as_recorded = same and not here.ways.was_drawn
        return [here.lived for here in self._here.values()]

    # -- time

    def _later(self, at_ms: float, deed: Deed) -> None:
        if at_ms < self._past.until_ms:
            self._number += 1
            heapq.heappush(self._coming, (max(at_ms, self._moment.now), self._number, deed))

    async def _step(self) -> bool:
        """The next thing that happens, of itself or by a deadline; False when the days are over."""
        at = self._coming[0][0] if self._coming else math.inf
        if self._deadline < min(at, self._past.until_ms):
            self._moment.now = max(self._moment.now, int(self._deadline))
            await self._engine.tick()
        elif self._coming:
            at, _, deed = heapq.heappop(self._coming)
            self._moment.now = int(at)
            await deed()
        else:
            return False
        await self._hear()
        return True

    # -- the beginning

    async def _open(self, ways: Callable[[Came], Ways]) -> None:
        await self._engine.start_generation(pause_ms=0)
        if self._rules:
            rules = self._rules
            await self._engine.publish(rules.version, order=rules.order, pick=rules.pick, share=rules.share)
        for came in self._past.came:
            plan = self._planned(came, came.plan)
            self._here[came.id] = _Here(lived=Lived(came=came), ways=ways(came), plan=plan)
        for here in self._here.values():
            if here.lived.came.held:
                await self._put_back(here)
        await self._engine.resume()
        self._foresee()
        await self._hear()

    def _foresee(self) -> None:
        """All that comes from outside, at its moment; what the same moment brings, staff first."""
        for act in self._past.acts:
            if not (self._rules and act.entry[0].type == "rules.published"):
                self._later(act.at_ms, partial(self._staff, act))
        for here in self._here.values():
            if not here.lived.came.held:
                self._later(here.lived.came.at_ms, partial(self._arrive, here))
        if not self._rules:
            for at, id, plan in self._past.replans:
                self._later(at, partial(self._replan, id, plan))

    def _planned(self, came: Came, plan: Plan) -> Plan:
        return replace(self._rules.plan(came.contact, plan), contact_id=came.id) if self._rules else plan

    async def _put_back(self, here: _Here) -> None:
        agent, epoch = here.lived.came.held or ("", 0)
        await self._engine.restore(here.plan, "active", agent=agent, epoch=epoch)
        here.lived.answered_ms = here.lived.came.answered_ms
        self._talking(here)

    # -- staff

    async def _staff(self, act: Act) -> None:
        first = act.entry[0]
        if first.type == "generation.began":
            # A flush: nobody is known until they sign in again.
            for agent in sorted(self._at_work):
                await self._engine.leave(agent)
            self._at_work.clear()
        elif first.type == "rules.published" or first.agent_id in self._at_work or first.type == "agent.signed_in":
            self._at_work.add(first.agent_id or "") if first.agent_id else None
            await do_again(self._engine, act.entry)

    async def _replan(self, id: str, plan: Plan) -> None:
        if id in self._here:
            await self._engine.replan(replace(plan, contact_id=id))

    def _turns(self, here: _Here, turn: int) -> None:
        """What people did with it in this turn of its story they do again, as long after its beginning."""
        here.turn, came = turn, here.lived.came
        for made in came.by_hand:
            if made.turn == turn:
                later = self._since(made.since_ms)
                self._later(made.at_ms + later, partial(self._by_hand, here, made, later))
        for put in came.asides:
            if put.turn == turn:
                later = self._since(put.since_ms)
                self._later(put.at_ms + later, partial(self._aside, here, put, later))

    def _since(self, then_ms: int) -> int:
        """How much later than it was a turn began that begins now."""
        return self._moment.now - max(then_ms, self._past.since_ms)

    async def _by_hand(self, here: _Here, made: ByHand, later: int) -> None:
        if here.turn == made.turn:
            here.plan = self._passed_on(here.lived.came, made.plan, later)
            await self._engine.replan(here.plan)

    def _passed_on(self, came: Came, plan: Plan, later: int = 0) -> Plan:
        """Whom somebody gave it to is not for rules to say. `later` than it was, ms, it is theirs so much longer."""
        own = plan.preferred_ms + later if plan.preferred else plan.preferred_ms
        planned = replace(self._planned(came, plan), contact_id=came.id)
        return replace(planned, preferred=plan.preferred, preferred_ms=max(0, own))

    # -- residents

    async def _arrive(self, here: _Here) -> None:
        await self._engine.arrive(here.plan)
        self._turns(here, 0)
        if here.ways.gives_up_ms < math.inf:
            self._later(here.ways.gives_up_ms, partial(self._leave, here))

    async def _leave(self, here: _Here) -> None:
        lived = here.lived
        if lived.answered_ms is not None and lived.came.gone_ms is None:
            # A patience that was drawn is that of a first wait.
            return
        done = await self._engine.withdraw(lived.came.id, here.ways.leaves_as)
        if done.word is Word.WITHDRAWN:
            lived.gone_ms, lived.left_as = self._moment.now, here.ways.leaves_as

    async def _aside(self, here: _Here, put: Aside, later: int) -> None:
        if here.turn == put.turn and put.till_ms + later > self._moment.now:
            await self._engine.call_back(here.lived.came.id, put.till_ms + later, "")

    # -- agents

    async def _hear(self) -> None:
        """What the engine decided since it was last asked."""
        events, deadline = await self._engine.heard(self._read_to)
        self._deadline = math.inf if deadline is None else deadline
        self._read_to = events[-1].sequence if events else self._read_to
        for event in events:
            here = self._here.get(event.contact_id or "")
            if here and event.type == "offer.made":
                self._rings(here, event)
            elif here and event.type == "contact.connected":
                here.lived.answered_ms = here.lived.answered_ms or event.at_ms
                self._talking(here)

    def _rings(self, here: _Here, event: Event) -> None:
        rang = here.ways.answer()
        offer = (here.lived.came.id, event.agent_id or "", event.epoch or 0)
        if rang.answer is Answer.DECLINED:
            self._later(event.at_ms + rang.after_ms, partial(self._decline, offer))
        elif rang.answer in (Answer.TAKEN, Answer.FAILED):
            self._later(event.at_ms + rang.after_ms, partial(self._take, here, offer, rang))

    async def _decline(self, offer: tuple[str, str, int]) -> None:
        await self._engine.decline(*offer, "")

    async def _take(self, here: _Here, offer: tuple[str, str, int], rang: Rang) -> None:
        done = await self._engine.accept(*offer)
        if done.word is Word.ACCEPTED and here.plan.channel is Channel.PHONE:
            join = self._engine.media_failed if rang.answer is Answer.FAILED else self._engine.connect

            async def joined() -> None:
                await join(*offer)

            self._later(self._moment.now + rang.joined_ms, joined)

    def _talking(self, here: _Here) -> None:
        here.in_hand += 1
        self._turns(here, 2 * here.in_hand - 1)
        here.talk = here.ways.talk()
        mine = here.in_hand
        self._later(self._moment.now + here.talk.ms, partial(self._over, here, mine))

    async def _over(self, here: _Here, mine: int) -> None:
        """The conversation ends as it did."""
        if here.in_hand != mine:
            return
        id, talk, now = here.lived.came.id, here.talk, self._moment.now
        if talk.then in (Then.TRANSFERRED, Then.ASIDE, Then.RETURNED):
            self._turns(here, 2 * here.in_hand)
        if talk.then is Then.TRANSFERRED and talk.plan:
            holder = await self._engine.contact(id)
            here.plan = self._passed_on(here.lived.came, talk.plan)
            await self._engine.transfer(here.plan, (holder and holder.agent) or "", "")
        elif talk.then is Then.ASIDE:
            await self._engine.park(id, now + talk.aside_ms, "")
        elif talk.then is Then.RETURNED:
            await self._engine.give_back(id, "")
        elif talk.wraps:
            await self._notes(here, mine)
        else:
            await self._engine.close(id, talk.outcome)

    async def _notes(self, here: _Here, mine: int) -> None:
        id, wrap = here.lived.came.id, here.talk.wrap_ms
        await self._engine.wrap(id)
        if wrap is None:
            return
        if wrap > here.plan.wrap_ms:
            await self._engine.extend_wrap(id, wrap - here.plan.wrap_ms + 1)

        async def closed() -> None:
            if here.in_hand == mine:
                await self._engine.close(id, here.talk.outcome)

        self._later(self._moment.now + wrap, closed)
