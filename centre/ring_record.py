"""Rings in the record: each function is one transaction's work. How one moves, and what is said of it, is `rings`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from centre.rings import MOVES, RING, SAYS, Did, End, Ring, Stage, has_no_line, number_of, ring_of, spoken
from centre.sending import AUTOMATIC
from channels.phone.twiml import CALLER
from core.channel import Channel
from core.errors import Conflict
from records.rows import Contact
from records.tx import Tx


def may_ring(tx: Tx, contact: Contact) -> None:
    """Conflict says why the resident cannot be rung about this."""
    if contact.channel is Channel.PHONE and not has_no_line(contact):
        raise Conflict("This is a call itself. Finish it first.")
    if contact.state != "active":
        raise Conflict("It is not in your hands any more, so nobody was rung.")
    _, why_not = number(tx, contact)
    if why_not:
        raise Conflict(why_not)


def number(tx: Tx, contact: Contact) -> tuple[str | None, str | None]:
    """The number to ring, or None and why there is none."""
    return number_of(contact, tx.people.get(contact.person_id) if contact.person_id else None)


def begun(
    tx: Tx, contact_id: str, agent: str, *, leg: str | None = None, broken_off: Sequence[str] = ()
) -> Ring | None:
    """A new ring; None when one is under way. With `leg`, the agent's line is in the conference already.

    `broken_off` is the written work that it broke off.
    """
    tx.contacts.break_off(contact_id, broken_off)
    contact = tx.contacts.get(contact_id, lock=True)
    before = ring_of(contact)
    if before is not None and before.up:
        return None
    ordinal = before.number + 1 if before else 1
    now = tx.now.isoformat()
    stage = Stage.DIALLING if leg else Stage.FETCHING
    ring = Ring(number=ordinal, agent=agent, epoch=contact.epoch, stage=stage, began=now, since=now, leg=leg)
    tx.contacts.merge_facts(contact_id, {RING: ring.fact()})
    return ring


def rung_by(tx: Tx, call_sid: str, told: str | None, party: str) -> tuple[Contact | None, Ring | None, bool]:
    """The contact about which a line was made (None for a call's own, or none of ours), its latest ring, and whether
    the line is of that ring.

    `told` is the contact that the line's address names, `party` whose line that says it is. The word of a line may
    come before the carrier's answer that tells us its sid.
    """
    leg = tx.legs.by_sid(call_sid)
    found = tx.contacts.get_many([(leg.contact_id if leg else None) or told or ""])
    ring = ring_of(found[0]) if found else None
    a_call = bool(found) and found[0].channel is Channel.PHONE
    if ring is None:
        return found[0] if found and not a_call else None, None, False
    mine = ring.sid if ((leg.party if leg else None) or party) == CALLER else ring.leg
    older = leg is not None and leg.created_at < datetime.fromisoformat(ring.began)
    of_it = mine == call_sid or (mine is None and ring.up and not older)
    return found[0] if of_it or not a_call else None, ring, of_it


def moved(
    tx: Tx,
    contact_id: str,
    ring: Ring,
    did: Did,
    *,
    leg: str | None = None,
    sid: str | None = None,
    why: End | None = None,
    detail: str = "",
) -> Ring | None:
    """The ring after `did`, with what that means for the timeline; None when somebody else has moved it on."""
    now = ring_of(tx.contacts.get(contact_id, lock=True))
    stage = MOVES.get(now.stage, {}).get(did) if now and now.number == ring.number else None
    if now is None or stage is None:
        return None
    over = stage is Stage.OVER
    end = (why or End.NO_ANSWER) if over and now.stage is not Stage.TALKING else None
    after = replace(now, stage=stage, since=tx.now.isoformat(), leg=leg or now.leg, sid=sid or now.sid, end=end)
    tx.contacts.merge_facts(contact_id, {RING: after.fact(), "held": False})
    if sid:
        tx.legs.upsert(sid, contact_id, CALLER, epoch=now.epoch)
    if over:
        words = SAYS[end] if end else spoken(datetime.fromisoformat(now.since), tx.now)
        tx.messages.add(
            contact_id, "note", f"{words} {detail}".strip(), AUTOMATIC, key=f"ring:{contact_id}:{now.number}"
        )
    return after


def has_line(tx: Tx, contact_id: str, ring: Ring, *, leg: str | None = None, sid: str | None = None) -> bool:
    """Keep a line's sid with its ring; False when that is over, and the line is to be ended."""
    now = ring_of(tx.contacts.get(contact_id, lock=True))
    if sid:
        tx.legs.upsert(sid, contact_id, CALLER, epoch=ring.epoch)
    if now is None or now.number != ring.number or not now.up:
        return False
    tx.contacts.merge_facts(contact_id, {RING: replace(now, leg=leg or now.leg, sid=sid or now.sid).fact()})
    return True
