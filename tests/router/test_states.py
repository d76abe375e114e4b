"""The whole of every state table: each state with each thing that can happen to it, in Python and in Lua."""

import itertools
from collections.abc import Mapping
from enum import StrEnum

import pytest

from core.errors import InvalidTransition
from live.connection import Live
from router.engine import states
from router.engine.states import Agent, AgentDid, Contact, ContactDid, Offer, OfferDid, advance

MACHINES: list[tuple[str, type[StrEnum], type[StrEnum]]] = [
    ("contact", Contact, ContactDid),
    ("offer", Offer, OfferDid),
    ("agent", Agent, AgentDid),
]
PAIRS = [(machine, s, d) for machine, all_s, all_d in MACHINES for s, d in itertools.product(all_s, all_d)]


def table(machine: str) -> Mapping[StrEnum, Mapping[StrEnum, StrEnum]]:
    return states.TABLES[machine]


@pytest.mark.parametrize(("machine", "state", "did"), PAIRS)
def test_a_thing_moves_only_as_its_table_says(machine: str, state: StrEnum, did: StrEnum) -> None:
    if did in table(machine).get(state, {}):
        assert advance(table(machine), state, did) is table(machine)[state][did]
    else:
        with pytest.raises(InvalidTransition):
            advance(table(machine), state, did)


async def test_lua_has_the_same_tables(live: Live) -> None:
    lookup = states.lua_text() + "\nreturn after(ARGV[1], ARGV[2], ARGV[3]) or ''"
    for machine, state, did in PAIRS:
        expected = table(machine).get(state, {}).get(did, "")
        assert await live.redis.eval(lookup, 0, machine, state, did) == expected


@pytest.mark.parametrize("machine", list(states.TABLES))
def test_every_state_of_a_diagram_can_be_reached(machine: str) -> None:
    reached = {after for row in table(machine).values() for after in row.values()}
    first = {"contact": Contact.ARRIVED, "offer": Offer.MADE, "agent": Agent.ABSENT}[machine]
    everything: set[StrEnum] = set({"contact": Contact, "offer": Offer, "agent": Agent}[machine])
    assert everything - reached <= {first}


def test_no_deadline_ends_a_live_call() -> None:
    assert set(states.CONTACT_MOVES[Contact.ACTIVE]) == {
        ContactDid.WRAP,
        ContactDid.GIVE_BACK,
        ContactDid.TRANSFER,
        ContactDid.HAND_OVER,
        ContactDid.PARK,
        ContactDid.CALL_BACK,
        ContactDid.CLOSE,
    }
