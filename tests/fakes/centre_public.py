"""The in-memory centre's residents' pages: one form, nothing behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from channels.chat.inbound import Opening
from channels.walk_in.inbound import Visit
from channels.web_form.files import Upload, kind_of, shown_name
from channels.web_form.inbound import Sent
from core.assurance import Found, Level
from core.errors import Conflict, NotFound
from core.service import ReferralField, Service
from tests.fakes.centre_state import NOW, State
from web.ports_public import Linked

POTHOLE = Service(
    id="highways/pothole",
    label="Pothole",
    spoken="a pothole",
    skill="highways",
    fields=(ReferralField(name="description", label="What is wrong?"),),
)


class Uploads:
    async def keep(self, name: str, content: bytes, whose: str) -> Upload:
        return Upload(
            name=shown_name(name), content_type=kind_of(name, content), size=len(content), sha256=f"{len(content):064}"
        )


class WebForms:
    def __init__(self, state: State) -> None:
        self._state = state
        self._taken: dict[str, dict[str, Any]] = {}
        self.uploads = Uploads()
        self.council = {"name": "Westmere County Council", "phone": "01632 960100", "lat": "52.05", "lng": "-2.31"}

    def today(self) -> date:
        return date(2026, 11, 27)

    def services(self) -> list[tuple[str, list[Service]]]:
        return [("Roads", [POTHOLE])]

    def service(self, service_id: str) -> Service:
        if service_id != POTHOLE.id:
            raise NotFound("There is no such form.")
        return POTHOLE

    async def suggest(self, words: str) -> list[Service]:
        return [POTHOLE] if "hole" in words else []

    async def take_in(self, form_id: str, sent: Sent, uploads: Sequence[Upload]) -> dict[str, Any]:
        await self._state.did("form", form_id, sent.answers, [each.name for each in uploads])
        told = {"reference": "482-193-075", "when": "tomorrow", "service_label": "Pothole", "answer_by": "none"}
        return self._taken.setdefault(form_id, {**told, "urgent": False})

    async def sent(self, form_id: str) -> dict[str, Any]:
        if form_id not in self._taken:
            raise NotFound("This page was shown once, and is not kept.")
        return self._taken[form_id]


class Following:
    """`by` are the contacts whose resident they prove to be."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.by: tuple[str, ...] = ()

    async def find(self, reference: str, proof: str) -> Found:
        await self._state.did("find", reference)
        if proof != "WM3 4AB":
            raise NotFound("We could not find it.")
        return Found(case="cas_1", proven=Level.CONTACT, by=self.by)

    async def view(self, found: Found) -> dict[str, Any]:
        shown = {"reference": "482-193-075", "service_label": "Pothole", "asked_at": NOW, "state": "waiting"}
        return {**shown, "sentences": ["We have it."], "messages": [], "may_withdraw": True}

    async def withdraw(self, found: Found) -> None:
        await self._state.did("withdraw", found.case)


class Chats:
    """One chat at most, which an agent has taken at once."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.token = ""
        self.said: list[str] = []
        self.is_open = True
        self.stands = "talking"
        self.over = False

    def hours(self) -> dict[str, Any]:
        return {"open": self.is_open, "hours": "Monday to Friday", "phone": "01632 960100", "urgent": []}

    async def begin(self, token: str, opening: Opening) -> str:
        self.token = token
        self.said.append(opening.words)
        return token

    async def known(self, token: str) -> str | None:
        return "con_chat" if token and token == self.token and not self.over else None

    async def view(self, contact_id: str) -> dict[str, Any]:
        messages = [
            {"id": str(n), "mine": True, "who": "You", "text": text, "at": NOW.isoformat()}
            for n, text in enumerate(self.said)
        ]
        return {
            "state": self.stands,
            "says": "Here.",
            "agent": "Amina",
            "agent_typing_until": None,
            "late_until": None,
            "reference": None,
            "messages": messages,
        }

    async def say(self, contact_id: str, words: str, key: str) -> None:
        if self.stands == "ended":
            raise Conflict("This chat has ended.")
        self.said.append(words)
        self._state.tell(type="message.received", contact=contact_id)

    async def types(self, contact_id: str) -> None:
        await self._state.did("chat.types", contact_id)

    async def end(self, contact_id: str) -> None:
        await self._state.did("chat.end", contact_id)

    async def here(self, contact_id: str, *, writing: bool = False) -> None:
        await self._state.did("chat.here", contact_id)

    async def gone(self, contact_id: str) -> None:
        await self._state.did("chat.gone", contact_id)


class FrontDesk:
    def __init__(self, state: State) -> None:
        self._state = state
        self.tickets: dict[str, str] = {}

    async def add(self, by: str, visit: Visit, key: str) -> dict[str, Any]:
        await self._state.did("visit", by, visit.words)
        ticket = self.tickets.setdefault(key, str(len(self.tickets) + 1))
        return {
            "contact": f"con_{ticket}",
            "ticket": int(ticket),
            "service_label": None,
            "wait": "You are next.",
            "tells": None,
        }

    async def leave(self, contact_id: str) -> None:
        await self._state.did("visit.leave", contact_id)

    async def call(self, agent: str, contact_id: str, desk: str) -> None:
        await self._state.did("visit.call", agent, contact_id, desk)

    async def no_show(self, agent: str, contact_id: str) -> None:
        await self._state.did("visit.no_show", agent, contact_id)

    async def reception(self) -> dict[str, Any]:
        return {"at": NOW.isoformat(), "visits": []}

    async def waiting_room(self) -> dict[str, Any]:
        called = [
            {"ticket": int(each), "desk": "3", "at": NOW.isoformat(), "times": 1} for each in self.tickets.values()
        ]
        return {"at": NOW.isoformat(), "council": "Westmere County Council", "called": called, "waiting": 0}


class FileLinks:
    """One good link, to a file of three bytes."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def make(self, agent: str, contact: str, name: str, content: bytes) -> str:
        await self._state.did("link file", agent, contact, name, len(content))
        return "http://localhost:8000/file/good"

    async def read(self, token: str) -> Linked:
        raise NotFound("This link is no longer good.")
