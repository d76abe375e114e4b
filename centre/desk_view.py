"""The desk as one agent sees it: what rings, what is in hand, who waits, what went wrong. Always the whole of it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from centre.afterwards import without_outcome
from centre.aside_view import asides
from centre.came_back import came_back, never_left
from centre.chat_ends import has_left
from centre.chat_presence import chats_shown
from centre.consult_view import consult_shown
from centre.late_texts import heard, unread
from centre.missed import missed
from centre.names import names_of
from centre.one_matter import others_of
from centre.parts import Parts
from centre.planning import LINE, PASSED_ON, WAS_CUT_OFF
from centre.rings import by_hand, has_no_line, under_way
from centre.sending import PICTURE, RECORDING
from centre.shown import CALLS_THEMSELVES, shown_address
from centre.standing import WITHDRAWN
from core.clock import from_ms, to_ms
from records.rows import Contact, Message, OutboxRow, Person, Referral
from records.staff_rows import Account
from records.tx import Tx
from router.engine.views import AgentState, InHand, OfferState, Queue
from router.explain.mine import why_you
from router.rules.ruleset import NO_RULE

NOT_FETCHED = {
    RECORDING: "The spoken message could not be fetched:",
    PICTURE: "A file that the resident sent is not here:",
}
"""What is said of a file that is missing."""


class DeskViews:
    """DeskView, from the engine's state and the record."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._names = names_of(parts.county)

    async def view(self, agent: str) -> dict[str, Any]:
        """The whole desk."""
        state, offers, board = await asyncio.gather(
            self._parts.engine.agent(agent), self._parts.engine.offers_for(agent), self._parts.engine.board()
        )
        held = [each for each in (state.in_hand if state else ()) if each.state.value != "offered"]
        ids = [offer.contact for offer in offers] + [each.contact for each in held]
        account, told, problems = await self._parts.sql.read(lambda tx: _read(tx, agent, ids))
        chats = await chats_shown(self._parts, held)
        aside, unsaid, told_of = await self._parts.sql.read(lambda tx: self._left(tx, agent))
        return {
            "at": self._parts.clock.now().isoformat(),
            "me": _me(account, state),
            "offers": [self._offer(agent, each, told[each.contact]) for each in offers if each.contact in told],
            "in_hand": [
                self._in_hand(each, told[each.contact]) | {"chat": chats.get(each.contact)}
                for each in held
                if each.contact in told
            ],
            "aside": aside,
            "without_outcome": unsaid,
            "queue": {
                "total": sum(queue.waiting for queue in board.queues),
                "services": by_service(board.queues, self._label),
            },
            "notices": [*told_of, *problems],
        }

    def _left(self, tx: Tx, agent: str) -> tuple[list[dict[str, Any]], ...]:
        """What is neither ringing nor in hand: put aside, over without an outcome, missed or come back."""
        zone = self._parts.county.zone
        return (
            asides(tx, self._label, agent),
            without_outcome(tx, self._parts, agent),
            [*missed(tx, agent, zone, self._label), *came_back(tx, agent)],
        )

    def _offer(self, agent: str, offer: OfferState, told: "Told") -> dict[str, Any]:
        contact = told.contact
        cut_off = contact.facts.get(WAS_CUT_OFF) or {}
        arrived = from_ms(offer.arrived_ms).isoformat()
        return {
            "contact": offer.contact,
            "epoch": offer.epoch,
            "channel": offer.channel,
            "service": offer.service,
            "service_label": self._label(offer.service),
            "who": told.who(),
            "what": told.what(self._label(offer.service)),
            "why": contact.facts.get(PASSED_ON, {}).get("words")
            or self._why(offer, str((contact.plan or {}).get("reason", ""))),
            "arrived_at": arrived,
            "waiting_since": cut_off.get("at", arrived),
            "ring_back": has_no_line(contact),
            "rings_at_once": has_no_line(contact) and not by_hand(contact),
            "cut_off": cut_off.get("agent") == agent,
            "made_at": from_ms(offer.made_ms).isoformat(),
            "expires_at": from_ms(offer.expires_ms).isoformat(),
        }

    def _why(self, offer: OfferState, rule: str) -> str:
        """The rule that planned it, where one did, and why it rings at this desk."""
        you = why_you(offer.requirement, offer.skills, self._names, known=offer.known)
        return you if rule in ("", NO_RULE) else f"{rule}. {you}"

    def _in_hand(self, held: InHand, told: "Told") -> dict[str, Any]:
        service = told.contact.service or held.service
        wrapping, ring = held.state.value == "wrapping", under_way(told.contact)
        return {
            "contact": held.contact,
            "epoch": held.epoch,
            "state": held.state.value,
            "channel": held.channel,
            "service": service,
            "service_label": self._label(service),
            "who": told.who(),
            "since": from_ms(held.since_ms).isoformat(),
            "case": told.contact.case_id,
            "held": bool(told.contact.facts.get("held")),
            "ring_back": has_no_line(told.contact),
            "ring": {"stage": ring.stage.value, "since": ring.since} if ring else None,
            "wrap_up_ends_at": from_ms(held.deadline_ms).isoformat() if wrapping and held.deadline_ms else None,
            "line": told.contact.facts.get(LINE),
            "consult": told.consult,
            "paused": held.paused,
            "unread": 0 if has_left(told.contact) else told.unread,
            "ended": has_left(told.contact),
            "withdrawn": told.contact.facts.get(WITHDRAWN) == "yes",
            "rev": told.rev,
        }

    def _label(self, service: str) -> str:
        known = self._parts.county.services.get(service)
        return known.label if known else service


class Told:
    """What the record tells of one contact, for a line on a screen."""

    def __init__(
        self,
        contact: Contact,
        person: Person | None,
        before: int,
        unread: int,
        rev: str,
        consult: dict[str, Any] | None,
    ) -> None:
        self.contact = contact
        self.person = person
        self.before = before
        self.unread = unread
        self.rev = rev
        self.consult = consult

    def who(self) -> dict[str, Any]:
        """The resident, as far as is known. What they call themselves is a claim, and makes nobody known."""
        return {
            "name": self.person.name if self.person else None,
            "address": shown_address(self.contact),
            "claims": None if self.person and self.person.name else self.contact.facts.get(CALLS_THEMSELVES),
            "needs": self.person.access_needs if self.person else None,
            "known": self.person is not None and bool(self.person.name),
            "contacts_before": self.before,
        }

    def what(self, label: str) -> str:
        """What it is about, in the resident's own words where there are some."""
        what = str(self.contact.facts.get("words") or label)
        return f"Asked to be rung back: {what}" if has_no_line(self.contact) else what


def by_service(queues: Sequence[Queue], label: Any) -> list[dict[str, Any]]:
    """Waiting contacts by service, the longest wait first; `due_at` is when the first of them is due, or was."""
    rows: dict[str, dict[str, Any]] = {}
    for queue in queues:
        row = rows.setdefault(
            queue.service,
            {
                "service": queue.service,
                "label": label(queue.service),
                "waiting": 0,
                "late": 0,
                "oldest_ms": queue.oldest_ms,
                "due_ms": queue.due_ms,
                "channels": {},
            },
        )
        row["waiting"] += queue.waiting
        row["late"] += queue.late
        row["oldest_ms"] = min(row["oldest_ms"], queue.oldest_ms)
        row["due_ms"] = min(row["due_ms"], queue.due_ms)
        row["channels"][queue.channel] = row["channels"].get(queue.channel, 0) + queue.waiting
    ordered = sorted(rows.values(), key=lambda row: row["oldest_ms"])
    return [
        {
            **row,
            "oldest_at": from_ms(row.pop("oldest_ms")).isoformat(),
            "due_at": from_ms(row.pop("due_ms")).isoformat(),
        }
        for row in ordered
    ]


def _read(tx: Tx, agent: str, ids: Sequence[str]) -> tuple[Account, Mapping[str, Told], list[dict[str, Any]]]:
    told = {}
    for contact_id in ids:
        contact = tx.contacts.get(contact_id)
        person = tx.people.get(contact.person_id) if contact.person_id else None
        theirs = tx.contacts.of_person(person.id, 20) if person else []
        before = sum(each.id != contact_id for each in theirs)
        messages = tx.joined.said(contact_id)
        rev = rev_of(tx, contact, messages)
        consult = consult_shown(tx, contact)
        told[contact_id] = Told(contact, person, before, unread(tx, messages, agent), rev, consult)
    return tx.accounts.get(agent), told, _problems(tx, agent, ids)


def rev_of(tx: Tx, contact: Contact, messages: Sequence[Message]) -> str:
    """Changes whenever anything that the contact's own view shows has changed; `late_texts.heard_by` reads it."""
    return f"{to_ms(contact.moved_at)}.{heard(messages)}.{_fingerprint(tx, contact, messages)}"


def _fingerprint(tx: Tx, contact: Contact, messages: Sequence[Message]) -> str:
    referrals = tx.referrals.of_contact(contact.id)
    parts = [part.id for part in tx.joined.part_of(contact.id)]
    seen = (
        contact.service,
        contact.state,
        contact.person_id,
        _known_of(tx, contact.person_id),
        contact.case_id,
        sorted(contact.facts.items(), key=str),
        [message.status for message in messages],
        [(each.state, each.problem, each.partner_reference) for each in referrals],
        [each.stopped for each in tx.opt_outs.of(contact.from_address.value)] if contact.from_address else [],
        [len(tx.documents.of_contact(each)) for each in (contact.id, *parts)],
        [(each.id, each.state) for each in others_of(tx, contact)],
        [each.error for each in not_fetched(tx.outbox.problems(), [contact.id])],
    )
    return f"{crc32(str(seen).encode()):08x}"


def _known_of(tx: Tx, person_id: str | None) -> object:
    """What colleagues may change of a person while this contact is in hand."""
    if person_id is None:
        return None
    merges = [(each.id, each.parted_at) for each in tx.merges.of_person(person_id)]
    return merges, tx.people.get(person_id).verified_at, [each.id for each in tx.markers.of_person(person_id)]


def not_fetched(problems: Sequence[OutboxRow], ids: Sequence[str]) -> list[OutboxRow]:
    """Files of these contacts that could not be fetched, so far or for good."""
    return [row for row in problems if row.kind in NOT_FETCHED and row.subject_id in ids]


def _problems(tx: Tx, agent: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What this agent sent that did not arrive, and what is missing of what they have before them."""
    mine: list[Referral] = [each for each in tx.referrals.problems() if each.by == agent]
    rows: list[OutboxRow] = tx.outbox.problems()
    return (
        [
            {
                "id": each.id,
                "level": "warning",
                "text": f"Referral to {each.destination}: {each.problem}",
                "contact": each.contact_id,
                "at": each.moved_at.isoformat(),
            }
            for each in mine
        ]
        + never_left(tx, agent, rows)
        + [
            {
                "id": row.id,
                "level": "warning",
                "text": f"{NOT_FETCHED[row.kind]} {row.error}",
                "contact": row.subject_id,
                "at": row.created_at.isoformat(),
            }
            for row in not_fetched(rows, ids)
        ]
    )


def _me(account: Account, state: AgentState | None) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "state": state.state.value if state else "absent",
        "reason": state.reason if state else None,
        "since": from_ms(state.since_ms).isoformat() if state else account.since.isoformat(),
        "phone_ready": state.phone_ready if state else False,
    }
