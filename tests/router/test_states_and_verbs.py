"""Every verb in every state, on the real server: it moves as the table says, or answers so and changes nothing."""

import itertools
from typing import Any

import pytest

from core.channel import Channel
from router.engine.engine import Engine
from router.engine.states import AGENT_MOVES, CONTACT_MOVES, Agent, AgentDid, Contact
from router.engine.words import Accepted, Withdrawn, Word
from skills.profile import AgentProfile
from tests.router.floor import Floor, plan
from tests.router.standing import ON_THE_LINE, TEXTING, UNKNOWN, VERBS, WRITTEN, contact_state, standing

STATES = [UNKNOWN, *(state for state in Contact if state is not Contact.ARRIVED), *WRITTEN]
HELD = (Contact.CONNECTING, Contact.ACTIVE, Contact.WRAPPING, *WRITTEN)
MOVES_IN: dict[str, tuple[str, ...]] = {
    "extend_wrap": (Contact.WRAPPING,),
    "replan": tuple(state for state in STATES if state not in (UNKNOWN, Contact.CLOSED)),
    "replan_many": tuple(state for state in STATES if state not in (UNKNOWN, Contact.CLOSED)),
    "replan_stale": (),
    "take_line": (Contact.ACTIVE, TEXTING),
    "free_line": (ON_THE_LINE,),
    "hand_over": (Contact.ACTIVE,),
    "restore": (UNKNOWN,),
    "arrive": (UNKNOWN,),
    "reopen": (UNKNOWN, Contact.CLOSED),
}
"""Of the verbs that are no move of the table, or also take in what is unknown: where they do something."""
SAID: dict[str, Word] = {"reopen": Word.ALREADY, "restore": Word.ALREADY, "arrive": Word.ALREADY}
ALREADY_SO: dict[tuple[str, str], Word] = {
    **{
        (verb, state): Word.LATE
        for verb in ("accept", "decline")
        for state in STATES
        if state not in (UNKNOWN, Contact.CLOSED)
    },
    **{("accept", state): Word.ACCEPTED for state in HELD},
    **{("connect", state): Word.CONNECTED for state in HELD if state is not Contact.CONNECTING},
    ("wrap", Contact.WRAPPING): Word.WRAPPING,
    ("close", Contact.CLOSED): Word.CLOSED,
    ("take_line", ON_THE_LINE): Word.TAKEN,
    **{(verb, Contact.PARKED): Word.PARKED for verb in ("park", "call_back")},
    **{(verb, Contact.CALLBACK): Word.CALLBACK for verb in ("park", "call_back")},
    **{("replan_stale", state): Word.STALE for state in STATES if state not in (UNKNOWN, Contact.CLOSED)},
}
"""What a verb answers where it does nothing, where that is not `gone`."""


def word_of(answer: Any) -> Word:
    if isinstance(answer, list):
        (answer,) = answer
    return answer.word if isinstance(answer, Accepted | Withdrawn) else Word(answer)


def may(verb: str, state: str) -> bool:
    did = VERBS[verb][0]
    if verb in MOVES_IN:
        return state in MOVES_IN[verb]
    return state != UNKNOWN and did in CONTACT_MOVES[Contact(contact_state(state))]


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(STATES, VERBS)))
async def test_a_verb_moves_a_contact_as_the_table_says_or_changes_nothing(floor: Floor, state: str, verb: str) -> None:
    stand = await standing(floor, state)
    before = await floor.engine.dump()
    did, call = VERBS[verb]
    word = word_of(await call(floor.engine, stand))
    told = await floor.events()
    if not may(verb, state):
        assert word is ALREADY_SO.get((verb, state), SAID.get(verb, Word.GONE))
        assert (told, await floor.engine.dump()) == ([], before)
        return
    assert told
    if did is not None and state != UNKNOWN:
        after = CONTACT_MOVES[Contact(contact_state(state))][did]
        assert await floor.state("c1") in (after, Contact.OFFERED if after is Contact.WAITING else after)
        assert word is not Word.GONE


AGENTS_VERBS = {
    "sign_in": AgentDid.SIGN_IN,
    "ready": AgentDid.READY,
    "take_break": AgentDid.BREAK,
    "leave": AgentDid.LEAVE,
    "beat": AgentDid.RESUME,
}


async def does(engine: Engine, verb: str) -> Word:
    if verb == "sign_in":
        profile = AgentProfile(id="eve", skills={"highways": 3}, capacity={Channel.PHONE: 1})
        return await engine.sign_in(profile, phone_ready=True, lease_ms=10**9)
    if verb == "beat":
        return await engine.beat("eve", phone_ready=True, lease_ms=10**9)
    return Word(await getattr(engine, verb)("eve", *(["lunch"] if verb == "take_break" else [])))


@pytest.mark.parametrize(("state", "verb"), list(itertools.product([UNKNOWN, *Agent], AGENTS_VERBS)))
async def test_an_agent_moves_as_the_table_says_or_nothing_changes(floor: Floor, state: str, verb: str) -> None:
    await floor.engine.arrive(plan("c1", "libraries:5"))
    for step in {UNKNOWN: [], Agent.PRESENT: ["sign_in"], Agent.READY: ["sign_in", "ready"]}.get(
        state, ["sign_in", "ready", "take_break" if state == Agent.BREAK else "leave"]
    ):
        await does(floor.engine, step)
    await floor.events()
    before = await floor.engine.dump()
    word = await does(floor.engine, verb)
    told = await floor.events()
    if state == UNKNOWN:
        assert word is (Word.PRESENT if verb == "sign_in" else Word.UNKNOWN)
    elif verb == "beat":
        # One who left is only present; one whose desk went silent while ready would be ready.
        assert word.value == (Agent.PRESENT if state == Agent.ABSENT else state)
    else:
        after = AGENT_MOVES[Agent(state)].get(AGENTS_VERBS[verb])
        assert word.value == (after or state)
        if after is None:
            assert (told, await floor.engine.dump()) == ([], before)
