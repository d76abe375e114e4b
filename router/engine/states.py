"""The three state machines of the engine, one table each: the contact's, the offer's, the agent's.

The same tables are handed to Lua (see lua_text), so a transition is written once, here. Illegal means absent.

    contact  arrived → waiting ⇄ offered → connecting → active → wrapping → closed; aside: parked, callback
    offer    made → accepted → connected, or one of the ways in which an offer comes to nothing
    agent    absent → present → ready ⇄ break

No I/O.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from core.errors import InvalidTransition


class Contact(StrEnum):
    """Where a contact is."""

    ARRIVED = "arrived"
    WAITING = "waiting"
    OFFERED = "offered"
    CONNECTING = "connecting"
    ACTIVE = "active"
    WRAPPING = "wrapping"
    CLOSED = "closed"
    PARKED = "parked"
    CALLBACK = "callback"


class Ended(StrEnum):
    """How a contact ended: the outcome that a closed contact carries."""

    SERVED = "served"
    REFERRED = "referred"
    ABANDONED = "abandoned"
    VOICEMAIL = "voicemail"
    OUT_OF_HOURS = "out_of_hours"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    TO_CALL_BACK = "to_call_back"
    """Dealt with for now: whoever had it in hand calls them back."""
    NO_OUTCOME = "no_outcome"
    """Its wrap-up ended before anybody said how it had."""


class ContactDid(StrEnum):
    """What can happen to a contact."""

    WAIT = "wait"
    OFFER = "offer"
    ACCEPT = "accept"
    RETURN = "return"
    CONNECT = "connect"
    MEDIA_FAIL = "media_fail"
    GIVE_BACK = "give_back"
    WRAP = "wrap"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    PARK = "park"
    CALL_BACK = "call_back"
    REOPEN = "reopen"
    TRANSFER = "transfer"
    HAND_OVER = "hand_over"


class Offer(StrEnum):
    """How one offer of one contact to one agent stands."""

    MADE = "made"
    ACCEPTED = "accepted"
    CONNECTED = "connected"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"
    MEDIA_FAILED = "media_failed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class OfferDid(StrEnum):
    """What can happen to an offer."""

    ACCEPT = "accept"
    CONNECT = "connect"
    DECLINE = "decline"
    TIME_OUT = "time_out"
    NOT_REACHED = "not_reached"
    MEDIA_FAIL = "media_fail"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


class Agent(StrEnum):
    """Whether an agent can be offered anything."""

    ABSENT = "absent"
    PRESENT = "present"
    READY = "ready"
    BREAK = "break"


class AgentDid(StrEnum):
    """What an agent, or their desk, can do."""

    SIGN_IN = "sign_in"
    READY = "ready"
    BREAK = "break"
    LAPSE = "lapse"
    RESUME = "resume"
    LEAVE = "leave"


CONTACT_MOVES: Final[dict[Contact, dict[ContactDid, Contact]]] = {
    Contact.ARRIVED: {ContactDid.WAIT: Contact.WAITING},
    Contact.WAITING: {
        ContactDid.OFFER: Contact.OFFERED,
        ContactDid.PARK: Contact.PARKED,
        ContactDid.CALL_BACK: Contact.CALLBACK,
        ContactDid.WITHDRAW: Contact.CLOSED,
    },
    Contact.OFFERED: {
        ContactDid.ACCEPT: Contact.CONNECTING,
        ContactDid.RETURN: Contact.WAITING,
        ContactDid.WITHDRAW: Contact.CLOSED,
    },
    Contact.CONNECTING: {
        ContactDid.CONNECT: Contact.ACTIVE,
        ContactDid.MEDIA_FAIL: Contact.WAITING,
        ContactDid.WITHDRAW: Contact.CLOSED,
    },
    Contact.ACTIVE: {
        ContactDid.WRAP: Contact.WRAPPING,
        ContactDid.GIVE_BACK: Contact.WAITING,
        ContactDid.TRANSFER: Contact.WAITING,
        ContactDid.HAND_OVER: Contact.ACTIVE,
        ContactDid.PARK: Contact.PARKED,
        ContactDid.CALL_BACK: Contact.CALLBACK,
        ContactDid.CLOSE: Contact.CLOSED,
    },
    Contact.WRAPPING: {
        ContactDid.TRANSFER: Contact.WAITING,
        ContactDid.PARK: Contact.PARKED,
        ContactDid.CALL_BACK: Contact.CALLBACK,
        ContactDid.CLOSE: Contact.CLOSED,
    },
    Contact.PARKED: {ContactDid.WAIT: Contact.WAITING, ContactDid.WITHDRAW: Contact.CLOSED},
    Contact.CALLBACK: {ContactDid.WAIT: Contact.WAITING, ContactDid.WITHDRAW: Contact.CLOSED},
    Contact.CLOSED: {ContactDid.REOPEN: Contact.WAITING},
}
"""No time-out is among an active contact's moves: nothing but people ends a call that is up."""

OFFER_MOVES: Final[dict[Offer, dict[OfferDid, Offer]]] = {
    Offer.MADE: {
        OfferDid.ACCEPT: Offer.ACCEPTED,
        OfferDid.DECLINE: Offer.DECLINED,
        OfferDid.TIME_OUT: Offer.EXPIRED,
        OfferDid.NOT_REACHED: Offer.UNREACHABLE,
        OfferDid.WITHDRAW: Offer.WITHDRAWN,
        OfferDid.SUPERSEDE: Offer.SUPERSEDED,
    },
    Offer.ACCEPTED: {
        OfferDid.CONNECT: Offer.CONNECTED,
        OfferDid.MEDIA_FAIL: Offer.MEDIA_FAILED,
        OfferDid.TIME_OUT: Offer.MEDIA_FAILED,
        OfferDid.WITHDRAW: Offer.WITHDRAWN,
    },
}

AGENT_MOVES: Final[dict[Agent, dict[AgentDid, Agent]]] = {
    Agent.ABSENT: {AgentDid.SIGN_IN: Agent.PRESENT, AgentDid.RESUME: Agent.READY},
    Agent.PRESENT: {
        AgentDid.READY: Agent.READY,
        AgentDid.BREAK: Agent.BREAK,
        AgentDid.LAPSE: Agent.ABSENT,
        AgentDid.LEAVE: Agent.ABSENT,
    },
    Agent.READY: {AgentDid.BREAK: Agent.BREAK, AgentDid.LAPSE: Agent.ABSENT, AgentDid.LEAVE: Agent.ABSENT},
    Agent.BREAK: {
        AgentDid.READY: Agent.READY,
        AgentDid.BREAK: Agent.BREAK,
        AgentDid.LAPSE: Agent.ABSENT,
        AgentDid.LEAVE: Agent.ABSENT,
    },
}

TABLES: Final[Mapping[str, Mapping[StrEnum, Mapping[StrEnum, StrEnum]]]] = {
    "contact": CONTACT_MOVES,  # type: ignore[dict-item]  # a mapping is invariant in its key
    "offer": OFFER_MOVES,  # type: ignore[dict-item]
    "agent": AGENT_MOVES,  # type: ignore[dict-item]
}

State = TypeVar("State", bound=StrEnum)
Did = TypeVar("Did", bound=StrEnum)


def advance(moves: Mapping[State, Mapping[Did, State]], state: State, did: Did) -> State:
    """The state after `did`; raises InvalidTransition when the table has no such move."""
    after = moves.get(state, {}).get(did)
    if after is None:
        raise InvalidTransition(f"A thing that is {state} cannot {did.replace('_', ' ')}.")
    return after


def lua_text() -> str:
    """The tables as a Lua function, `after(machine, state, did)`: the state after it, or nil without such a move.

    Branches and not a table, which the server would build anew at every call.
    """
    lines = ["local function after(machine, state, did)"]
    for machine, moves in TABLES.items():
        lines.append(f"  if machine == {machine!r} then")
        for state, row in moves.items():
            lines.append(f"    if state == {state.value!r} then")
            lines += [f"      if did == {did.value!r} then return {after.value!r} end" for did, after in row.items()]
            lines.append("    end")
        lines.append("  end")
    return "\n".join([*lines, "end"])


def diagram(machine: str) -> str:
    """A machine's table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2"]
    for state, row in TABLES[machine].items():
        lines += [f"    {state} --> {after}: {did.replace('_', ' ')}" for did, after in row.items()]
    return "\n".join(lines)
