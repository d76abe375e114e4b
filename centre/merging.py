"""Joining a duplicate to the contact that it is about: the resident has said one thing twice, and is answered once.

1. The engine ends the duplicate as part of the other, in one step: whoever accepts it in that moment keeps it.
2. The record says so: closed, merged, into which; both are on one case; a note tells who joined them and why.
3. What was written in it shows in the contact that goes on. A new text on it reaches whoever has that one.
"""

from dataclasses import dataclass
from typing import Any

import structlog

from centre.assurance import NAMED, named_by, proven
from centre.matters import READ_ONLY, mine
from centre.next_letter import WORKED_ON, as_it_came, next_of, was_parted
from centre.one_matter import is_in_same_hands, is_theirs, may_be_joined, others_shown
from centre.parts import Parts
from core.assurance import Level, enough
from core.channel import Channel
from core.clock import to_ms
from core.errors import Conflict, InvalidInput, NotAllowed
from records.projection import CLOSED, MERGED
from records.rows import Case, Contact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

A_STRANGERS = "That is not certainly the same person's, so the two cannot be joined."
ON_THE_LINE = "Somebody is on its line: a call is not joined to another contact."
MAY_HANG_UP = (
    "A caller who waits may hang up, and what was joined to the call would end with it. Join it once they speak."
)
OVER = "It is over already, so it was not joined."
SPOKEN = {
    Channel.PHONE: "the call",
    Channel.SMS: "the text",
    Channel.WHATSAPP: "the WhatsApp message",
    Channel.EMAIL: "the email",
    Channel.LETTER: "the letter",
    Channel.WEB_FORM: "the web form",
    Channel.CHAT: "the chat",
    Channel.WALK_IN: "the visit",
    Channel.VOICEMAIL: "the spoken message",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Join:
    """`other` becomes part of `kept`. `act`: a supervisor does it, and that is kept as theirs.

    `taken_back`: it had been divided off `kept`, and nobody has worked on it.
    """

    kept: Contact
    other: Contact
    by: str
    why: str
    act: bool
    taken_back: bool


class Merging:
    """The verb, for an agent about what they have in hand, and for a supervisor about anything that goes on."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def others(self, contact: str) -> list[dict[str, Any]]:
        """What may be joined to a contact: see `others_shown`."""

        def label(service: str | None) -> str | None:
            known = self._parts.county.services.get(service or "")
            return known.label if known else service

        return await self._parts.sql.read(lambda tx: others_shown(tx, tx.contacts.get(contact), label))

    async def join(self, agent: str, contact: str, other: str, reason: str) -> None:
        """`other` is part of what this agent has in hand. Asked twice, it is done once.

        NotAllowed for a stranger's contact; Conflict, in words for the agent, when somebody else was first.
        """
        if not reason.strip():
            raise InvalidInput("Say in a few words why they are one matter.", field="reason")
        kept = await mine(self._parts, agent, contact)
        await self._join(kept, other, agent, reason.strip(), act=False)

    async def join_next(self, agent: str, contact: str) -> None:
        """The next letter of the same file is more of this one: a scanner, or we, had divided what belongs together."""
        kept = await mine(self._parts, agent, contact)
        after = await self._parts.sql.read(lambda tx: next_of(tx, kept))
        await self._join(kept, after, agent, "It is the next part of the same letter.", act=False, same_file=True)

    async def join_for(self, by: str, contact: str, other: str, why: str) -> None:
        """The same by a supervisor, whoever has `contact`, and also while it waits."""
        if not why.strip():
            raise InvalidInput("Say why: it is kept.", field="why")
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        if kept.channel is Channel.PHONE and kept.state not in ("active", "wrapping", CLOSED):
            raise Conflict(MAY_HANG_UP)
        await self._join(kept, other, by, why.strip(), act=True)

    async def _join(self, kept: Contact, other: str, by: str, why: str, *, act: bool, same_file: bool = False) -> None:
        part = await self._parts.sql.read(lambda tx: _duplicate(tx, kept, other, same_file=same_file))
        if not _is_part(part, kept) and await self._ended(kept, part) is Word.GONE:
            raise Conflict(await self._why_not(kept, part))
        taken_back = same_file and await self._parts.sql.read(lambda tx: was_parted(part) and as_it_came(tx, part))
        join = _Join(kept=kept, other=part, by=by, why=why, act=act, taken_back=taken_back)
        await self._parts.sql.write(lambda tx: self._keep(tx, join))
        log.info("contact_joined", contact=other, into=kept.id, by=by)
        await self._parts.notices.tell("contact.changed", contact=other, agent=part.agent_id)
        await self._parts.notices.tell("contact.changed", contact=kept.id, agent=kept.agent_id)

    async def _ended(self, kept: Contact, part: Contact) -> Word:
        """What is in nobody's hands is merged; written work in the same hands is closed as that."""
        engine = self._parts.engine
        if is_in_same_hands(part, kept.agent_id):
            return await engine.close(part.id, Ended.MERGED, agent=kept.agent_id or "")
        return (await engine.merge(part.id, kept.id)).word

    async def _why_not(self, kept: Contact, part: Contact) -> str:
        other, this = await self._parts.engine.contact(part.id), await self._parts.engine.contact(kept.id)
        if other is not None and other.agent:
            holder = other.agent
            account = await self._parts.sql.read(lambda tx: tx.accounts.get(holder))
            return f"{account.name} has it now, so it was not joined."
        if this is None or this.state is State.CLOSED:
            return "The contact that you would join it to is over."
        return OVER

    def _keep(self, tx: Tx, join: _Join) -> None:
        for contact_id in sorted((join.kept.id, join.other.id)):
            tx.contacts.get(contact_id, lock=True)
        part = tx.contacts.move(join.other.id, CLOSED, outcome=Ended.MERGED, into=join.kept.id, at=tx.now)
        kept = tx.contacts.get(join.kept.id)
        if join.taken_back:
            # Whose it is was read by a machine that took it for a letter of its own.
            tx.contacts.merge_facts(part.id, {NAMED: None})
            part = tx.contacts.unlink(part.id)
        _one_case(tx, kept, part)
        said = f"Joined to this: {self._spoken(part)}. {join.why}"
        key = f"join:{part.id}:{to_ms(part.closed_at or tx.now)}"
        known = tx.messages.by_key(key) is not None
        tx.messages.add(kept.id, "note", said, join.by, key=key)
        if join.act and not known:
            tx.acts.add(join.by, "join", join.why, contact=part.id)

    def _spoken(self, part: Contact) -> str:
        """The text of 3 November, 14:05, about Pothole."""
        at = part.arrived_at.astimezone(self._parts.county.zone)
        service = self._parts.county.services.get(part.service or "")
        about = f", about {service.label}" if service else ""
        return f"{SPOKEN[part.channel]} of {at.day} {at:%B, %H:%M}{about}"


def _duplicate(tx: Tx, kept: Contact, other: str, *, same_file: bool = False) -> Contact:
    """The contact to be joined, when it may be: the same person's, or of the same file and nobody else's.

    What was divided off it by hand may be somebody else's by what a machine read on it, not by what anybody did.
    """
    part = tx.contacts.get(other)
    if part.id == kept.id:
        raise InvalidInput("Choose another contact.", field="other")
    of_the_file = same_file and part.person_id in (None, kept.person_id)
    back = same_file and was_parted(part)
    theirs = of_the_file or is_theirs(tx, part, kept.person_id)
    if not theirs and not back:
        raise NotAllowed(A_STRANGERS)
    if _is_part(part, kept):
        return part
    if kept.state == CLOSED:
        raise Conflict(READ_ONLY)
    if part.state == CLOSED:
        raise Conflict(OVER)
    if not may_be_joined(tx, part, kept.agent_id):
        holder = tx.accounts.get(part.agent_id).name if part.agent_id else None
        raise Conflict(f"{holder} has it now, so it was not joined." if holder else ON_THE_LINE)
    if not theirs and not as_it_came(tx, part):
        raise Conflict(WORKED_ON)
    return part


def _is_part(part: Contact, kept: Contact) -> bool:
    return part.state == CLOSED and part.outcome == MERGED and part.merged_into == kept.id


def _one_case(tx: Tx, kept: Contact, part: Contact) -> None:
    """Both on one case, the one that goes on. A case that has nothing else left says where it went, and closes."""
    case = kept.case_id or part.case_id
    for each, other in ((kept, part), (part, kept)):
        _names_it_too(tx, each, other, case)
    tx.contacts.link(kept.id, case_id=case)
    tx.contacts.link(part.id, person_id=kept.person_id, case_id=case)
    old = part.case_id
    if old is None or old == case or tx.contacts.of_case(old):
        return
    tx.referrals.follow(old, tx.cases.get(str(case)).id)
    tx.cases.update(old, next_action=f"Joined to case {_reference(tx.cases.get(str(case)))}")
    tx.cases.close(old)


def _names_it_too(tx: Tx, contact: Contact, other: Contact, case_id: str | None) -> None:
    """What comes into a case with a contact that only names it proves no more of it than that one."""
    if case_id is None or contact.case_id == case_id or named_by(other) != case_id:
        return
    if not enough(Level.CONTACT, proven(tx, contact, tx.cases.get(case_id))):
        tx.contacts.merge_facts(contact.id, {NAMED: other.facts[NAMED]})


def _reference(case: Case) -> str:
    return case.reference
