"""What the record hands back: frozen values, one class per table, fields named as the columns are.

Moments are aware and in UTC. Nothing here knows SQL.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.address import Address
from core.channel import Band, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A resident, or whoever speaks for one. `verified_by` is the agent who confirmed that they are who they say."""

    id: str
    name: str | None
    language: str | None
    access_needs: str | None
    created_at: datetime
    verified_at: datetime | None
    verified_by: str | None
    verified_how: str | None
    merged_into: str | None
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that a contact speaks for: a school, a care home, a shop."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matter, with somebody who owns it, what happens next, and by when that was promised."""

    id: str
    reference: str
    person_id: str | None
    service: str
    owner: str | None
    next_action: str | None
    promised_at: datetime | None
    state: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A contact as its provider delivered it. `provider_id` is the provider's own and unique on its channel.

    `consults` is the call that an agent's question is about.
    """

    channel: Channel
    provider_id: str
    to: str
    received_at: datetime
    from_address: Address | None = None
    service: str | None = None
    band: Band | None = None
    person_id: str | None = None
    consults: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One thing a resident wants dealt with, on one channel. `state` and `outcome` are the engine's words."""

    id: str
    channel: Channel
    provider_id: str
    from_address: Address | None
    to: str
    person_id: str | None
    case_id: str | None
    service: str | None
    state: str
    outcome: str | None
    agent_id: str | None
    epoch: int
    band: Band
    arrived_at: datetime
    queued_at: datetime | None
    due_at: datetime | None
    first_offered_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    referred_at: datetime | None
    moved_at: datetime
    aside_until: datetime | None
    aside_by: str | None
    aside_why: str | None
    paused_at: datetime | None
    kept_for: str | None
    kept_until: datetime | None
    merged_into: str | None
    consults: str | None
    plan: dict[str, Any] | None
    rules_version: int | None
    facts: dict[str, Any]
    summary: str | None
    concerns_person_id: str | None
    relation: str | None
    authority: str | None
    organisation_id: str | None

    @property
    def wait_s(self) -> float | None:
        """Seconds from joining the queue (or arriving, for one that never did) to the answer; None before it."""
        if self.answered_at is None:
            return None
        return max(0.0, (self.answered_at - (self.queued_at or self.arrived_at)).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """A resident's number, the number of ours that it wants nothing from (or again something), and since when."""

    number: str
    sender: str
    stopped: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the board looks at of a contact that waits."""

    service: str
    channel: Channel
    queued_at: datetime
    plan: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something said in writing on a contact, in or out, or an agent's private note."""

    id: str
    contact_id: str
    direction: str
    text: str
    author: str
    at: datetime
    status: str
    problem: str | None
    provider_id: str | None
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that came with a contact: where it is kept and what it must hash to.

    `message_id` is the message of the contact that it came with, where the channel tells it of each file.
    """

    id: str
    contact_id: str
    name: str
    content_type: str
    size: int
    sha256: str
    path: str
    at: datetime
    message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One lease on one contact for one agent, as the log tells it."""

    contact_id: str
    generation: str
    epoch: int
    agent_id: str
    state: str
    made_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One act on the outside that must happen once. `interrupted` means an earlier claim ended without a word."""

    id: str
    kind: str
    subject_id: str
    payload: dict[str, Any]
    key: str
    state: str
    attempts: int
    interrupted: bool
    next_at: datetime
    lease_until: datetime | None
    error: str | None
    result: dict[str, Any] | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A case passed to a specialist. `state` is a word of the referrals' own table."""

    id: str
    case_id: str
    contact_id: str | None
    service: str
    destination: str
    fields: dict[str, Any]
    by: str
    state: str
    partner_reference: str | None
    problem: str | None
    created_at: datetime
    moved_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One party's call to or from the carrier. `contact_id` is None while only its status is known."""

    sid: str
    contact_id: str | None
    party: str | None
    agent_id: str | None
    epoch: int | None
    status: str
    sequence: int
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLink:
    """A texted link on which a resident drops a pin."""

    contact_id: str
    created_at: datetime
    expires_at: datetime
    lat: float | None
    lng: float | None
    note: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One line of a person's story. `kind` is contact, message, note, referral or outcome."""

    at: datetime
    kind: str
    channel: Channel | None
    contact_id: str | None
    case_id: str | None
    text: str
    direction: str | None
    author: str | None
    status: str | None
