"""Turns one made-up story into the rows that it would have left behind. The seed decides; nothing is written here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from core.address import Address, AddressKind
from core.channel import CHANNEL_BANDS, Channel
from core.errors import InvalidInput
from core.ids import ALPHABET
from core.reference import read, show
from core.service import Service
from records.sample.roads import FIRST, ROADS
from records.sample.stories import Story, follow_ups
from records.staff_rows import Account

COUNCIL: Final = {
    Channel.PHONE: "+441632960100",
    Channel.SMS: "+441632960100",
    Channel.EMAIL: "hello@westmere.example.org",
}
_WAIT_S: Final = {
    Channel.PHONE: (3, 18),
    Channel.WALK_IN: (60, 280),
    Channel.SMS: (50, 800),
    Channel.VOICEMAIL: (600, 6_600),
    Channel.EMAIL: (1_800, 18_000),
    Channel.WEB_FORM: (1_200, 14_000),
    Channel.LETTER: (80_000, 250_000),
}
_WORK_S: Final = {Channel.PHONE: (110, 560), Channel.WALK_IN: (180, 700), Channel.SMS: (120, 1_500)}
_TARGET_S: Final = {Channel.PHONE: 20, Channel.SMS: 900, Channel.WALK_IN: 300, Channel.VOICEMAIL: 7_200}
_BY_NUMBER: Final = frozenset({Channel.PHONE, Channel.SMS, Channel.VOICEMAIL})
_SPOKEN: Final = frozenset({Channel.PHONE, Channel.WALK_IN, Channel.VOICEMAIL})
_DAY_S: Final = 86_400
_ABANDONED, _SLOW, _REFERRED, _FOLLOWED_UP = 0.06, 0.16, 0.38, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody made up."""

    id: str
    name: str
    addresses: tuple[Address, ...]

    def reached_by(self, channel: Channel) -> Address | None:
        """Where this channel would find them, if anywhere."""
        wanted = AddressKind.PHONE if channel in _BY_NUMBER else AddressKind.EMAIL
        return next((address for address in self.addresses if address.kind is wanted), None)


class Past:
    """Rows by table, growing story by story."""

    def __init__(
        self,
        random: Random,
        ids_seed: str,
        services: Mapping[str, Service],
        agents: Sequence[Account],
        now: datetime,
    ) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._random = random
        # Ids differ between divisions, which may share a database; all else is the same.
        self._ids = Random(ids_seed)  # noqa: S311
        self._services = services
        self._agents = agents
        self._now = now
        self._references: set[str] = set()
        self._relatives: dict[str, Resident] = {}

    def person(
        self, name: str, addresses: tuple[Address, ...], language: str | None, access_needs: str | None
    ) -> Resident:
        """Somebody new, known since the fortnight began."""
        resident = Resident(id=self._id("per"), name=name, addresses=addresses)
        since = self._now - timedelta(days=15)
        self.rows["people"].append(
            {"id": resident.id, "name": name, "language": language, "access_needs": access_needs, "created_at": since}
        )
        for address in addresses:
            row = {"person_id": resident.id, "kind": address.kind, "value": address.value, "created_at": since}
            self.rows["addresses"].append(row)
        return resident

    def tell(self, resident: Resident, story: Story, channel: Channel, at: datetime, *, surely: bool = False) -> None:
        """One contact and all that came of it, unless it would not be over by now. `surely` leaves less to chance."""
        place = self._random.choice(ROADS)
        contact = self._contact(resident, story, channel, at, gives_up=0 if surely else _ABANDONED)
        if contact["closed_at"] >= self._now:
            return
        self.rows["contacts"].append(contact)
        if contact["outcome"] == "abandoned":
            return
        contact["summary"] = story.summary.format(place=place)
        if story.placed:
            contact["facts"] = {"place": {"kind": "road", "text": place, "lat": None, "lng": None}}
        concerned = self._concerned(contact, resident, story)
        self._written(contact, story, place)
        if story.refer and (surely or self._random.random() < _REFERRED):
            case = self._referred(contact, concerned, story, place)
            if self._now - contact["closed_at"] > timedelta(days=2) and self._random.random() < _FOLLOWED_UP:
                self._asked_after(contact, resident, story, case)

    def tell_own(self, resident: Resident, stories: Sequence[Story]) -> None:
        """Something for the desk to show when the demonstration's own phone rings: a few matters over the fortnight."""
        for days, story in zip((12, 6, 2), stories, strict=False):
            at = (self._now - timedelta(days=days)).replace(hour=10, minute=11 + days, second=20, microsecond=0)
            if at.weekday() >= 5:
                at -= timedelta(days=2)
            self.tell(resident, story, Channel.PHONE if days > 2 else Channel.SMS, at, surely=True)

    def _contact(
        self, resident: Resident, story: Story, channel: Channel, at: datetime, *, gives_up: float
    ) -> dict[str, Any]:
        """How it went, with nothing said yet."""
        by_phone = channel is Channel.PHONE
        address = resident.reached_by(channel)
        queued = at + timedelta(seconds=self._random.uniform(25, 70)) if by_phone else at
        low, high = _WAIT_S[channel]
        slow = self._random.uniform(1.2, 5) if self._random.random() < _SLOW else 1
        answered = queued + timedelta(seconds=self._random.uniform(low, high) * slow)
        closed = answered + timedelta(seconds=self._random.uniform(*_WORK_S.get(channel, (300, 2_400))))
        gone = by_phone and self._random.random() < gives_up
        agent = self._agent(story)
        return {
            "id": self._id("con"),
            "channel": channel,
            "provider_id": self._id("sample"),
            "from_kind": address and address.kind,
            "from_value": address and address.value,
            "to": COUNCIL.get(channel, COUNCIL[Channel.EMAIL]),
            "person_id": resident.id,
            "case_id": None,
            "service": story.service,
            "state": "closed",
            "outcome": "abandoned" if gone else "served",
            "agent_id": None if gone else agent,
            "epoch": 0,
            "band": CHANNEL_BANDS[channel],
            "arrived_at": at,
            "queued_at": queued,
            "due_at": queued + timedelta(seconds=self._target_s(story, channel)),
            "first_offered_at": None if gone else answered - timedelta(seconds=min(2, low)),
            "answered_at": None if gone else answered,
            "closed_at": answered + timedelta(seconds=30) if gone else closed,
            "referred_at": None,
            "moved_at": answered if gone else closed,
            "facts": {},
            "summary": None,
        }

    def _concerned(self, contact: dict[str, Any], resident: Resident, story: Story) -> Resident:
        """Whom it is about: the resident, or the relative they speak for."""
        if story.relation is None:
            return resident
        if resident.id not in self._relatives:
            first, last = self._random.choice(FIRST), resident.name.split()[-1]
            self._relatives[resident.id] = self.person(f"{first} {last}", (), None, None)
        relative = self._relatives[resident.id]
        contact |= {"concerns_person_id": relative.id, "relation": story.relation, "authority": "They agree"}
        return relative

    def _written(self, contact: dict[str, Any], story: Story, place: str) -> None:
        """The words of it: what is spoken leaves a note, what is written leaves itself and the answer."""
        if contact["channel"] is Channel.VOICEMAIL:
            seconds = self._random.randrange(12, 70)
            self._message(contact, "in", f"Spoken message, {seconds} seconds.", "caller", contact["arrived_at"])
        if contact["channel"] in _SPOKEN:
            self._message(contact, "note", story.note.format(place=place), contact["agent_id"], contact["closed_at"])
            return
        self._message(contact, "in", story.says.format(place=place), "resident", contact["arrived_at"])
        answer_at = contact["answered_at"] + timedelta(seconds=90)
        self._message(contact, "out", story.reply.format(place=place), contact["agent_id"], answer_at)

    def _message(self, contact: dict[str, Any], direction: str, text: str, author: str, at: datetime) -> None:
        status = {"in": "received", "note": "kept"}.get(direction, "delivered")
        at = min(at, contact["closed_at"])
        message = {"id": self._id("msg"), "contact_id": contact["id"], "direction": direction, "text": text}
        self.rows["messages"].append({**message, "author": author, "at": at, "status": status})

    def _referred(self, contact: dict[str, Any], concerned: Resident, story: Story, place: str) -> dict[str, Any]:
        """Passed on with a case, and mostly answered by now. The case."""
        at = contact["closed_at"] - timedelta(seconds=40)
        age = self._now - at
        done = age > timedelta(days=self._random.uniform(3, 9))
        case = self._case(contact, story, at, done=done)
        contact |= {"outcome": "referred", "referred_at": at, "case_id": case["id"]}
        destination = self._services[story.service].destination if story.service in self._services else None
        by_open311 = destination is not None and destination.kind == "open311"
        state = "completed" if done else "acknowledged" if by_open311 else "sent"
        known = state != "sent"
        prefix = "HW" if by_open311 else story.service.split("/")[0][:2].upper()
        self.rows["referrals"].append(
            {
                "id": self._id("ref"),
                "case_id": case["id"],
                "contact_id": contact["id"],
                "service": story.service,
                "destination": destination.name if destination else "Specialist team",
                "fields": {key: text.format(name=concerned.name, place=place) for key, text in story.refer.items()},
                "by": contact["agent_id"],
                "state": state,
                "partner_reference": f"{prefix}-{self._random.randrange(40_000, 50_000)}" if known else None,
                "created_at": at,
                "moved_at": case["closed_at"] or at + timedelta(seconds=4),
                "acknowledged_at": at + timedelta(seconds=4) if known else None,
            }
        )
        return case

    def _case(self, contact: dict[str, Any], story: Story, at: datetime, *, done: bool) -> dict[str, Any]:
        destination = self._services[story.service].destination if story.service in self._services else None
        case = {
            "id": self._id("cas"),
            "reference": self._reference(),
            "person_id": contact["person_id"],
            "service": story.service,
            "owner": contact["agent_id"],
            "next_action": None
            if done
            else f"{destination.name if destination else 'Specialists'} to answer our referral",
            "promised_at": at + timedelta(days=7),
            "state": "closed" if done else "open",
            "opened_at": at,
            "closed_at": self._now - (self._now - at) * 0.3 if done else None,
        }
        self.rows["cases"].append(case)
        return case

    def _asked_after(self, first: dict[str, Any], resident: Resident, story: Story, case: dict[str, Any]) -> None:
        follow_up = self._random.choice(follow_ups())
        at = first["closed_at"] + (self._now - first["closed_at"]) * self._random.uniform(0.3, 0.8)
        contact = self._contact(resident, story, Channel.SMS, at.replace(hour=9 + at.hour % 9), gives_up=0)
        if contact["closed_at"] >= self._now or contact["arrived_at"] <= first["closed_at"]:
            return
        contact |= {"case_id": case["id"], "summary": "Asked for news"}
        self._message(contact, "in", follow_up.says, "resident", contact["arrived_at"])
        self._message(
            contact, "out", follow_up.reply, contact["agent_id"], contact["answered_at"] + timedelta(seconds=60)
        )
        self.rows["contacts"].append(contact)

    def _agent(self, story: Story) -> str:
        skill = self._services[story.service].skill if story.service in self._services else ""
        able = [account.id for account in self._agents if skill in account.skills]
        return self._random.choice(able or [account.id for account in self._agents] or ["Amina", "Ben", "Carys"])

    def _target_s(self, story: Story, channel: Channel) -> int:
        targets = self._services[story.service].targets_s if story.service in self._services else {}
        return targets.get(channel) or _TARGET_S.get(channel, _DAY_S)

    def _id(self, kind: str) -> str:
        return f"{kind}_{''.join(self._ids.choices(ALPHABET, k=26))}"

    def _reference(self) -> str:
        """A reference that is drawn by the seed, with the check digit that fits."""
        while True:
            body = str(self._random.randrange(10**7, 10**8))
            for check in "0123456789":
                try:
                    reference = read(show(body + check))
                except InvalidInput:
                    continue
                if reference not in self._references:
                    self._references.add(reference)
                    return reference
