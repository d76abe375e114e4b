"""A centre in memory, for tests of the web edge: it keeps accounts, sessions, offers and notes, and tells of changes.

`fail[verb] = error` makes a verb raise, `slow[verb] = seconds` makes it late; `calls` lists what was asked.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from channels.messages import Text, TextChange
from channels.notify import Receipt
from channels.phone import inbound
from core.errors import ConfigInvalid, Conflict, InvalidInput, NotAllowed, NotFound, Problem
from tests.fakes.centre_desk import (
    Afterwards,
    Asides,
    Confirming,
    Consulting,
    Correspondence,
    Desk,
    Indexing,
    Joining,
    PassingOn,
    Posting,
    RingingBack,
    SamePerson,
    Supervising,
)
from tests.fakes.centre_public import Chats, FileLinks, Following, FrontDesk, WebForms
from tests.fakes.centre_state import AMINA, BEN, NOW, PASSWORD, SAM, Session, State
from web.views import Notice, View

DOCUMENT = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say></Response>'


class People:
    def __init__(self, state: State) -> None:
        self._state = state

    async def log_in(self, username: str, password: str, door: str) -> Session:
        await self._state.did("log_in", username, door)
        account = next((each for each in (AMINA, BEN, SAM) if each.username == username), None)
        if account is None or password != PASSWORD:
            raise NotAllowed("That name and password do not match. Please try again.")
        n = next(self._state.numbers)
        session = Session(
            account=account, csrf=f"csrf{n}", expires_at=NOW + timedelta(hours=12), session_token=f"t{n}", door=door
        )
        self._state.sessions[session.session_token] = session
        return session

    async def log_out(self, session_token: str, door: str) -> None:
        await self._state.did("log_out", session_token, door)
        self._state.sessions.pop(session_token, None)

    async def session(self, session_token: str, door: str) -> Session | None:
        session = self._state.sessions.get(session_token)
        if "session" in self._state.fail:
            raise self._state.fail["session"]
        return session if session and session.door == door else None

    async def surroundings(self) -> View:
        return {"council": {"name": "Westmere County Council"}, "break_reasons": [], "outcomes": [], "services": []}

    async def demo(self) -> list[View]:
        shown = {"role": "agent", "username": "amina", "password": PASSWORD, "name": AMINA.name, "door": "desk"}
        return [shown]


class Phone:
    def __init__(self, state: State) -> None:
        self._state = state

    async def incoming(self, event: inbound.Call) -> str:
        return await self._document("incoming", event)

    async def step(self, event: inbound.Answer) -> str:
        return await self._document("step", event)

    async def wait(self, event: inbound.Waiting) -> str:
        return await self._document("wait", event)

    async def queue_left(self, event: inbound.QueueLeft) -> str:
        return await self._document("queue-left", event)

    async def voicemail(self, event: inbound.Recorded) -> str:
        return await self._document("voicemail", event)

    async def hold(self, event: inbound.Call) -> str:
        return await self._document("hold", event)

    async def fallback(self, event: inbound.Call) -> str:
        return await self._document("fallback", event)

    async def recording(self, event: inbound.RecordingChange) -> None:
        await self._state.did("recording", event)

    async def status(self, event: inbound.StatusChange) -> None:
        await self._state.did("status", event)

    async def conference(self, event: inbound.ConferenceChange) -> None:
        await self._state.did("conference", event)

    async def lines_of(self, agent: str) -> int:
        await self._state.did("lines_of", agent)
        return 1

    async def _document(self, name: str, event: Any) -> str:
        await self._state.did(name, event)
        return DOCUMENT


class Texts:
    def __init__(self, state: State) -> None:
        self._state = state

    async def incoming(self, event: Text) -> None:
        await self._state.did("text", event)

    async def status(self, event: TextChange) -> None:
        await self._state.did("text status", event)

    async def set_aside(self, request: str, form: Mapping[str, str], why: str) -> None:
        await self._state.did("set aside", request, dict(form), why)


class Notify:
    def __init__(self, state: State) -> None:
        self._state = state

    async def told(self, receipt: Receipt) -> None:
        await self._state.did("told", receipt)


class Board:
    def __init__(self, state: State) -> None:
        self._state = state

    async def view(self) -> View:
        self._state.looks["board"] += 1
        await self._state.did("board.view")
        return {"at": f"look {self._state.looks['board']}", "waiting": self._state.waiting}


class Why:
    def __init__(self, state: State) -> None:
        self._state = state

    async def why(self, id: str) -> View:
        await self._state.did("why", id)
        if id.startswith("con_404"):
            raise NotFound("There is no such contact.")
        return {"kind": "offer" if "@" in id else "contact", "contact": id, "sentences": ["Nobody is at work."]}

    async def waiting(self, service: str) -> list[View]:
        await self._state.did("waiting", service)
        return [{"contact": "con_1", "channel": "phone"}]


class Rules:
    def __init__(self, state: State) -> None:
        self._state = state

    async def read(self) -> View:
        return {"version": len(self._state.rules), "text": self._state.rules[-1]}

    async def check(self, text: str) -> View:
        wrong = [{"line": 2, "column": 3, "message": "Not a step."}] if "wrong" in text else []
        return {"errors": wrong, "warnings": []}

    async def publish(self, by: str, text: str, why: str, based_on: int) -> View:
        await self._state.did("publish", by, why)
        if based_on != len(self._state.rules):
            raise Conflict("Somebody else has published meanwhile.")
        if "wrong" in text:
            raise ConfigInvalid([Problem(message="Not a step.", line=2, column=3)])
        self._state.rules.append(text)
        return {"version": len(self._state.rules), "moved": 0}

    async def versions(self) -> list[View]:
        return [{"version": n + 1} for n, _ in enumerate(self._state.rules)]

    async def version(self, number: int) -> View:
        if number > len(self._state.rules):
            raise NotFound("There is no such version.")
        return {"version": number, "text": self._state.rules[number - 1]}

    async def roll_back(self, by: str, version: int, why: str) -> View:
        self._state.rules.append(self._state.rules[version - 1])
        return {"version": len(self._state.rules), "moved": 0}


class Trying:
    """One question is asked at a time, and none is ever answered."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._asked: View | None = None

    async def read(self) -> View | None:
        return self._asked

    async def ask(self, by: str, text: str, *, first: date, last: date) -> View:
        await self._state.did("what_if", by, first, last)
        if self._asked is not None:
            raise Conflict("Somebody is asking already.")
        self._asked = {"state": "waiting", "share": 0}
        return self._asked

    async def cancel(self) -> None:
        await self._state.did("cancel")
        self._asked = None


class Teaching:
    """Keeps examples, and learns nothing."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._examples: list[str] = []

    async def read(self) -> View:
        return {"examples": [{"id": id} for id in self._examples], "suggestions": []}

    async def learning(self) -> View:
        return {"paused": False}

    async def add(self, by: str, text: str, about: str, contact: str | None = None) -> View:
        await self._state.did("teach", by, text, about, contact)
        if not text:
            raise InvalidInput("Write what a resident might say.", field="text")
        self._examples.append(f"tau_{len(self._examples) + 1}")
        return {"id": self._examples[-1]}

    async def withdraw(self, by: str, id: str) -> None:
        await self._state.did("withdraw", by, id)
        if id not in self._examples:
            raise NotFound("There is no such example.")

    async def bring_back(self, by: str, id: str) -> None:
        await self._state.did("bring_back", by, id)

    async def remove(self, by: str, id: str) -> None:
        await self._state.did("remove", by, id)

    async def put_away(self, by: str, contact: str) -> None:
        await self._state.did("put_away", by, contact)

    async def put_back(self, by: str, contact: str) -> None:
        await self._state.did("put_back", by, contact)

    async def attempt(self, text: str) -> View:
        await self._state.did("attempt", text)
        return {"now": {"about": "unsure"}}

    async def learn(self, by: str) -> View:
        await self._state.did("learn", by)
        return {"paused": False}

    async def go_back(self, by: str) -> View:
        await self._state.did("go_back", by)
        return {"paused": True}


class Places:
    def __init__(self, state: State) -> None:
        self._state = state

    async def read(self, token: str) -> View:
        if token != "good":
            raise NotFound("This link is no longer good.")
        return {"council": "Westmere County Council"}

    def basemap(self) -> str:
        return '{"type":"FeatureCollection","features":[]}'

    async def answer(self, token: str, *, lat: float | None, lng: float | None, note: str) -> View:
        await self._state.did("place", token, lat, lng, note)
        return {"thanks": True}


class Outbox:
    def __init__(self, state: State) -> None:
        self._state = state

    async def try_again(self, by: str, item: str) -> None:
        await self._state.did("try_again", by, item)


class Emails:
    def __init__(self, state: State) -> None:
        self._state = state

    async def original(self, item_id: str) -> Path:
        await self._state.did("emails.original", item_id)
        if item_id != "qua_1":
            raise NotFound("There is no such message in quarantine.")
        return Path(__file__)

    async def settle(self, by: str, item_id: str) -> None:
        await self._state.did("emails.settle", by, item_id)


class Letters:
    def __init__(self, state: State) -> None:
        self._state = state

    async def original(self, row_id: str) -> tuple[Path, str]:
        await self._state.did("original", row_id)
        if row_id != "out_1":
            raise NotFound("There is no such file.")
        return Path(__file__), "scan.pdf"

    async def hand_in(self, by: str, name: str, content: bytes, service: str, key: str) -> dict[str, bool]:
        await self._state.did("hand_in", by, name, content, service, key)
        return {"again": False}


class Limits:
    def __init__(self, state: State) -> None:
        self._state = state
        self.counts: Counter[str] = Counter()

    async def hit(self, key: str, limit: int, per_s: int) -> bool:
        await self._state.did("hit", key)
        self.counts[key] += 1
        return self.counts[key] <= limit


class Drafts:
    def __init__(self, state: State) -> None:
        self._state = state
        self.kept: dict[str, dict[str, Any]] = {}

    async def put(self, key: str, value: Mapping[str, Any], ttl_s: int) -> None:
        await self._state.did("draft", key)
        self.kept[key] = dict(value)

    async def get(self, key: str) -> dict[str, Any] | None:
        return self.kept.get(key)

    async def drop(self, key: str) -> None:
        self.kept.pop(key, None)


class Health:
    def __init__(self, state: State) -> None:
        self._state = state
        self.down: dict[str, str] = {}

    async def parts(self) -> dict[str, View]:
        await self._state.did("parts")
        names = ("sql", "redis", "jobs", "worker", "clock", "intake", "carrier")
        return {name: {"state": self.down.get(name, "up"), "detail": None} for name in names}


class FakeCentre:
    """All families over one state."""

    def __init__(self) -> None:
        self.state = State()
        self.phone = Phone(self.state)
        self.texts = Texts(self.state)
        self.notify = Notify(self.state)
        self.desk = Desk(self.state)
        self.indexing = Indexing(self.state)
        self.posting = Posting(self.state)
        self.correspondence = Correspondence(self.state)
        self.passing_on = PassingOn(self.state)
        self.consulting = Consulting(self.state)
        self.afterwards = Afterwards(self.state)
        self.confirming = Confirming(self.state)
        self.asides = Asides(self.state)
        self.ringing = RingingBack(self.state)
        self.supervising = Supervising(self.state)
        self.merging = Joining(self.state)
        self.same_person = SamePerson(self.state)
        self.trying = Trying(self.state)
        self.teaching = Teaching(self.state)
        self.board = Board(self.state)
        self.why = Why(self.state)
        self.rules = Rules(self.state)
        self.people = People(self.state)
        self.places = Places(self.state)
        self.file_links = FileLinks(self.state)
        self.outbox = Outbox(self.state)
        self.emails = Emails(self.state)
        self.letters = Letters(self.state)
        self.chats = Chats(self.state)
        self.front_desk = FrontDesk(self.state)
        self.following = Following(self.state)
        self.web_forms = WebForms(self.state)
        self.limits = Limits(self.state)
        self.drafts = Drafts(self.state)
        self.health = Health(self.state)

    async def notices(self) -> AsyncIterator[Notice]:
        queue: asyncio.Queue[Notice | Exception] = asyncio.Queue()
        self.state.listeners.append(queue)
        try:
            while True:
                heard = await queue.get()
                if isinstance(heard, Exception):
                    raise heard
                yield heard
        finally:
            self.state.listeners.remove(queue)

    def lose_notices(self, error: Exception) -> None:
        """The subscription breaks."""
        for queue in self.state.listeners:
            queue.put_nowait(error)

    def offer(self, agent: str, contact: str) -> None:
        """The desk is offered a contact."""
        self.state.offers.setdefault(agent, []).append(contact)
        self.state.tell(type="offer.made", agent=agent, contact=contact)

    def caller_hangs_up(self, agent: str, contact: str) -> None:
        """The caller gives up while the desk rings."""
        self.state.offers[agent].remove(contact)
        self.state.tell(type="offer.withdrawn", agent=agent, contact=contact)
