"""What a word of the carrier is about: which agent's line, and the conference that a call is spoken in."""

from collections.abc import Mapping

from channels.phone.inbound import ConferenceChange
from records.rows import Contact, Leg
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.views import ContactState

TALKING = (State.ACTIVE, State.WRAPPING)
AGENT = "agent-"


def agent_named(party: str) -> str:
    """The agent whose line it is, by its label; empty for everybody else's."""
    return party.removeprefix(AGENT) if party.startswith(AGENT) else ""


def leg_of(tx: Tx, sid: str | None) -> Leg | None:
    """The line, once it is known which contact it is of."""
    leg = tx.legs.by_sid(sid or "")
    return leg if leg and leg.contact_id else None


def agent_joined(tx: Tx, event: ConferenceChange, agent: str, epoch: int | None) -> tuple[Contact, bool]:
    """The contact, and whether this is the first that is heard of it."""
    bridge = {"epoch": epoch, "conference": event.sid}
    contact = tx.contacts.get(event.name, lock=True)
    if bridge_of(contact) == bridge:
        return contact, False
    if event.call_sid:
        tx.legs.upsert(event.call_sid, event.name, "agent", agent_id=agent, epoch=epoch)
    return tx.contacts.merge_facts(event.name, {"bridge": bridge}), True


def holds(state: ContactState, agent: str, epoch: int | None) -> bool:
    """Whether this agent, by this offer of theirs, has the contact in hand."""
    in_hand = state.state in (State.CONNECTING, *TALKING)
    return in_hand and state.agent == agent and epoch in (None, state.epoch)


def bridge_of(contact: Contact) -> Mapping[str, object]:
    return contact.facts.get("bridge") or {}


def is_here(contact: Contact, event: ConferenceChange, state: ContactState) -> bool:
    """Whether a word is about the conference in which this contact is spoken with now."""
    bridge = bridge_of(contact)
    return bridge.get("epoch") == state.epoch and bridge.get("conference") == event.sid
