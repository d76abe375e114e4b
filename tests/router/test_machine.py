"""Random lives on the real scripts: agents and residents do anything in any order, and after every step the invariants
hold, the deadlines are kept, and nobody is ever given a contact that another has."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from core.channel import Band, Channel
from live.connection import Live
from router.engine.check import problems
from router.engine.words import Word
from tests.router.floor import Floor, plan

AGENTS = ["ann", "bob", "cat", "dan"]
SKILLS = ["highways:3", "highways:1", "highways:2 bsl:3", "highways:5 libraries:5 bsl:1"]
ASKS = ["", "highways:2", "highways:1 bsl:2!", "libraries:1"]


class Lives(RuleBasedStateMachine):
    """Hypothesis is synchronous, so each machine has a loop and a connection of its own."""

    contacts = Bundle("contacts")
    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.live = self.run(Live.connect(self.url))
        self.run(self.live.redis.flushall())
        self.floor: Floor = self.run(Floor.open(self.live))
        self.keys: dict[str, float] = {}
        self.holder: dict[tuple[str, int], str] = {}
        self.count = 0

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(doing)

    def teardown(self) -> None:
        self.run(self.live.close())
        self.loop.close()

    @initialize()
    def the_doors_open(self) -> None:
        for agent, skills in zip(AGENTS, SKILLS, strict=True):
            self.run(self.floor.agent(agent, skills))

    @rule(
        target=contacts,
        asks=st.sampled_from(ASKS),
        channel=st.sampled_from([Channel.PHONE, Channel.SMS]),
        target_s=st.integers(0, 60),
        preferred=st.sampled_from([None, *AGENTS]),
        relaxes=st.booleans(),
    )
    def arrive(self, asks: str, channel: Channel, target_s: int, preferred: str | None, relaxes: bool) -> Any:
        self.count += 1
        hard = " ".join(part for part in asks.split() if part.endswith("!"))
        made = plan(
            f"c{self.count}",
            asks,
            channel=channel,
            band=Band.LIVE if channel is Channel.PHONE else Band.STANDARD,
            arrived=self.floor.hands.now,
            target_s=target_s,
            then={30: hard} if relaxes else None,
            preferred=preferred,
            preferred_ms=10_000,
        )
        self.run(self.floor.engine.arrive(made))
        return made.contact_id

    @rule(target=contacts)
    def nothing_yet(self) -> Any:
        return multiple()

    @rule(agent=st.sampled_from(AGENTS), skills=st.sampled_from(SKILLS))
    def sign_in(self, agent: str, skills: str) -> None:
        self.run(self.floor.sign_in(agent, skills))

    @rule(agent=st.sampled_from(AGENTS), does=st.sampled_from(["ready", "ready", "ready", "take_break", "leave"]))
    def says(self, agent: str, does: str) -> None:
        reason = ("lunch",) if does == "take_break" else ()
        self.run(getattr(self.floor.engine, does)(agent, *reason))

    @rule(agent=st.sampled_from(AGENTS), phone=st.booleans(), lease_s=st.sampled_from([15, 10**6, 10**6]))
    def beat(self, agent: str, phone: bool, lease_s: int) -> None:
        self.run(self.floor.engine.beat(agent, phone_ready=phone, lease_ms=lease_s * 1000))

    @rule(contact=contacts, agent=st.sampled_from(AGENTS))
    def accept(self, contact: str, agent: str) -> None:
        state = self.run(self.floor.engine.contact(contact))
        answer = self.run(self.floor.engine.accept(contact, agent, state.epoch or 0))
        if answer.word is Word.ACCEPTED:
            assert self.holder.setdefault((contact, state.epoch), agent) == agent, "I1: one offer, one winner"

    @rule(contact=contacts, verb=st.sampled_from(["connect", "media_failed", "decline"]))
    def by_its_agent(self, contact: str, verb: str) -> None:
        state = self.run(self.floor.engine.contact(contact))
        reason = ("busy",) if verb == "decline" else ()
        self.run(getattr(self.floor.engine, verb)(contact, state.agent or "ann", state.epoch or 0, *reason))

    @rule(contact=contacts, verb=st.sampled_from(["wrap", "give_back", "close", "withdraw"]))
    def whatever(self, contact: str, verb: str) -> None:
        reason = () if verb == "wrap" else ("served",)
        self.run(getattr(self.floor.engine, verb)(contact, *reason))

    @rule(contact=contacts, asks=st.sampled_from(ASKS))
    def replan(self, contact: str, asks: str) -> None:
        state = self.run(self.floor.engine.contact(contact))
        again = plan(contact, asks, channel=Channel(state.channel), arrived=state.arrived_ms, rules_version=2)
        self.keys.pop(contact, None)
        self.run(self.floor.engine.replan(again))

    @rule(seconds=st.sampled_from([1, 12, 20, 60, 300]))
    def time_passes(self, seconds: int) -> None:
        self.floor.hands.now += seconds * 1000
        while self.run(self.floor.engine.tick()):
            pass

    @invariant()
    def all_is_well(self) -> None:
        dump = self.run(self.floor.engine.dump())
        assert problems(dump) == []
        for id, contact in dump["contacts"].items():
            key = float(contact["score"])
            assert key <= self.keys.setdefault(id, key), "I3: an order key never worsens by itself"


def test_random_lives_keep_every_invariant(valkey: str) -> None:
    Lives.url = valkey
    machine = Lives.TestCase
    machine.settings = settings(
        max_examples=60,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    machine("runTest").runTest()


@pytest.mark.long
def test_random_lives_keep_every_invariant_for_long(valkey: str) -> None:
    Lives.url = valkey
    machine = Lives.TestCase
    machine.settings = settings(
        max_examples=1500, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine("runTest").runTest()
