"""The desk of the in-memory centre: offers come, are accepted, declined or withdrawn; notes are kept."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from centre.indexing import Indexed
from centre.letter_writing import LetterDraft
from centre.mailing import Draft
from centre.same_person import SameAs
from channels.letter.parting import Box
from channels.web_form.files import Upload
from core.errors import NotFound
from tests.fakes.centre_state import State
from web.views import View


class Desk:
    """Agents with offers: an offer is there until it is accepted, declined, or the caller hangs up."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def document(self, agent: str, contact: str, document: str) -> tuple[Path, str]:
        await self._state.did("desk.document", agent)
        kinds = {"doc_1": "audio/wav", "doc_page": "text/html"}
        if document not in kinds:
            raise NotFound("There is no such document.")
        return Path(__file__), kinds[document]

    async def view(self, agent: str) -> View:
        self._state.looks[agent] += 1
        offers = [{"contact": contact, "epoch": 1} for contact in self._state.offers.get(agent, ())]
        await self._state.did("desk.view", agent)
        at = f"look {self._state.looks[agent]}"
        return {"at": at, "me": {"id": agent}, "offers": offers, "in_hand": [], "queue": {"total": self._state.waiting}}

    async def contact(self, agent: str, contact: str) -> View:
        await self._state.did("contact", agent, contact)
        if contact == "con_none":
            raise NotFound("There is no such contact.")
        return {"id": contact, "notes": self._state.notes.get(contact, [])}

    async def beat(self, agent: str, *, microphone: bool, phone: str) -> None:
        await self._state.did("beat", agent, microphone, phone)

    async def ready(self, agent: str) -> None:
        await self._state.did("ready", agent)

    async def take_break(self, agent: str, reason: str) -> None:
        await self._state.did("take_break", agent, reason)

    async def phone_token(self, agent: str) -> View:
        return {"identity": agent, "token": "token", "ttl_s": 3600, "edge": "dublin", "sandbox": None}

    async def accept(self, agent: str, contact: str, epoch: int) -> View:
        await self._state.did("accept", agent, contact, epoch)
        for offers in self._state.offers.values():
            if contact in offers:
                offers.remove(contact)
                return {"result": "accepted", "message": None}
        return {"result": "gone", "message": "Somebody else has taken it."}

    async def decline(self, agent: str, contact: str, epoch: int, reason: str) -> View:
        await self._state.did("decline", agent, contact, epoch, reason)
        return {"result": "declined", "message": None}

    async def note(self, agent: str, contact: str, text: str, key: str | None = None) -> None:
        await self._state.did("note", agent, contact, text, *([key] if key else []))
        self._state.notes.setdefault(contact, []).append(text)

    async def reply(self, agent: str, contact: str, text: str, key: str, undo_s: float = 0) -> None:
        await self._state.did("reply", agent, contact, text, key, undo_s)

    async def types(self, agent: str, contact: str) -> None:
        await self._state.did("types", agent, contact)

    async def take_back(self, agent: str, contact: str, message: str) -> None:
        await self._state.did("take_back", agent, contact, message)

    async def hold(self, agent: str, contact: str, on: bool) -> None:
        await self._state.did("hold", agent, contact, on)

    async def hang_up(self, agent: str, contact: str) -> None:
        await self._state.did("hang_up", agent, contact)

    async def set_service(self, agent: str, contact: str, service: str) -> None:
        await self._state.did("set_service", agent, contact, service)

    async def set_person(self, agent: str, contact: str, name: str, *, somebody_else: bool = False) -> None:
        await self._state.did("set_person", agent, contact, name, somebody_else)

    async def set_needs(self, agent: str, contact: str, *, language: str, access_needs: str) -> None:
        await self._state.did("set_needs", agent, contact, language, access_needs)

    async def verify(self, agent: str, contact: str, how: str) -> None:
        await self._state.did("verify", agent, contact, how)

    async def mark(self, agent: str, contact: str, text: str) -> None:
        await self._state.did("mark", agent, contact, text)

    async def lift(self, agent: str, contact: str, marker: str) -> None:
        await self._state.did("lift", agent, contact, marker)

    async def promise(self, agent: str, contact: str, next_action: str, by: date | None) -> None:
        await self._state.did("promise", agent, contact, next_action, by)

    async def set_concerns(self, agent: str, contact: str, *, name: str, relation: str, authority: str) -> None:
        await self._state.did("set_concerns", agent, contact, name, relation, authority)

    async def set_place(self, agent: str, contact: str, place: View) -> None:
        await self._state.did("set_place", agent, contact, place)

    async def send_place_link(self, agent: str, contact: str, key: str) -> None:
        await self._state.did("send_place_link", agent, contact, key)

    async def refer(self, agent: str, contact: str, service: str, fields: dict[str, Any]) -> View:
        await self._state.did("refer", agent, contact, service, fields)
        return {"id": "ref_1", "service": service, "state": "queued"}

    async def close(self, agent: str, contact: str, outcome: str, note: str, rev: str) -> None:
        await self._state.did("close", agent, contact, outcome, note, rev)

    async def extend(self, agent: str, contact: str) -> None:
        await self._state.did("extend", agent, contact)


class Afterwards:
    """How what closed had ended is only told of."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def set_outcome(self, agent: str, contact: str, outcome: str) -> None:
        await self._state.did("set_outcome", agent, contact, outcome)


class Confirming:
    """Keeps what was asked of it."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def confirm(self, agent: str, contact: str, by: str) -> None:
        await self._state.did("confirm", agent, contact, by)


class Correspondence:
    """One email, whose sender is Anne."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def answer(self, agent: str, contact: str, draft: Draft, key: str, undo_s: float = 0) -> None:
        await self._state.did("answer", agent, contact, draft, key, undo_s)

    async def upload(self, agent: str, contact: str, name: str, content: bytes) -> Upload:
        await self._state.did("upload", agent, contact, name, len(content))
        return Upload(name=name, content_type="application/pdf", size=len(content), sha256="0" * 64)

    async def original(self, agent: str, contact: str, message: str) -> View:
        await self._state.did("original", agent, contact, message)
        return {"text": "The bin was not emptied.", "quoted": ""}

    async def link(self, agent: str, contact: str, *, accept: bool) -> None:
        await self._state.did("link", agent, contact, accept)


class Indexing:
    """A letter of one page."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def view(self, agent: str, contact: str) -> View:
        await self._state.did("indexing.view", agent, contact)
        return {"pages": []}

    async def split(self, agent: str, contact: str, page: str) -> None:
        await self._state.did("split", agent, contact, page)

    async def redact(self, agent: str, contact: str, page: str, boxes: Sequence[Box]) -> None:
        await self._state.did("redact", agent, contact, page, boxes)

    async def turn(self, agent: str, contact: str, page: str, degrees: int) -> None:
        await self._state.did("turn", agent, contact, page, degrees)

    async def index(self, agent: str, contact: str, said: Indexed) -> None:
        await self._state.did("index", agent, contact, said)


class Posting:
    """A letter of one page."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def preview(self, agent: str, contact: str, draft: LetterDraft) -> list[str]:
        await self._state.did("preview", agent, contact, draft)
        return ["data:image/png;base64,"]

    async def post(self, agent: str, contact: str, draft: LetterDraft, key: str, undo_s: float = 0) -> None:
        await self._state.did("post", agent, contact, draft, key, undo_s)


class PassingOn:
    """Everything may go to one service, or to Ben."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def choices(self, agent: str, contact: str) -> View:
        await self._state.did("choices", agent, contact)
        return {"own_s": 120, "services": [], "colleagues": [{"id": "acc_ben", "name": "Ben"}]}

    async def pass_on(
        self, agent: str, contact: str, *, service: str = "", colleague: str = "", reason: str = ""
    ) -> None:
        await self._state.did("pass_on", agent, contact, service, colleague, reason)


class Consulting:
    """Whoever is asked is there."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def begin(
        self, agent: str, contact: str, *, service: str = "", colleague: str = "", reason: str = ""
    ) -> None:
        await self._state.did("consult", agent, contact, service, colleague, reason)

    async def together(self, agent: str, contact: str) -> None:
        await self._state.did("together", agent, contact)

    async def hand_over(self, agent: str, contact: str) -> None:
        await self._state.did("hand_over", agent, contact)

    async def back(self, agent: str, contact: str) -> None:
        await self._state.did("back", agent, contact)


class Asides:
    """What is put aside is only told of."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def park(self, agent: str, contact: str, until: datetime, reason: str) -> None:
        await self._state.did("park", agent, contact, until.isoformat(), reason)

    async def take_up(self, agent: str, contact: str) -> None:
        await self._state.did("take_up", agent, contact)


class RingingBack:
    """Whom an agent rings is only told of."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def ring(self, agent: str, contact: str) -> None:
        await self._state.did("ring", agent, contact)


class SamePerson:
    """Per_2 may be the same person as anybody."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def search(self, agent: str, contact: str, words: str) -> list[View]:
        await self._state.did("search", agent, contact, words)
        return [{"id": "per_2", "name": "Ada Pope", "reached": []}]

    async def preview(self, agent: str, contact: str, other: str) -> View:
        await self._state.did("same_person.preview", agent, contact, other)
        return {"person": "per_1", "refused": None}

    async def merge(self, agent: str, contact: str, said: SameAs) -> View:
        await self._state.did("merge", agent, contact, said)
        return {"merge": "mrg_1", "says": "Merged."}

    async def separate(self, agent: str, contact: str, merge: str, reason: str) -> View:
        await self._state.did("separate", agent, contact, merge, reason)
        return {"says": "Separated."}


class Joining:
    """Con_2 may be joined to anything."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def others(self, contact: str) -> list[View]:
        await self._state.did("others", contact)
        return [{"contact": "con_2", "channel": "sms"}]

    async def join(self, agent: str, contact: str, other: str, reason: str) -> None:
        await self._state.did("join", agent, contact, other, reason)

    async def join_next(self, agent: str, contact: str) -> None:
        await self._state.did("join_next", agent, contact)

    async def join_for(self, by: str, contact: str, other: str, why: str) -> None:
        await self._state.did("join_for", by, contact, other, why)


class Supervising:
    """What supervisors do is only told of."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def release(self, by: str, contact: str, why: str) -> None:
        await self._state.did("release", by, contact, why)

    async def give(self, by: str, contact: str, agent: str, why: str) -> None:
        await self._state.did("give", by, contact, agent, why)

    async def take_up(self, by: str, contact: str, why: str) -> None:
        await self._state.did("take_up", by, contact, why)

    async def send_on_break(self, by: str, agent: str, reason: str, why: str) -> None:
        await self._state.did("send_on_break", by, agent, reason, why)

    async def take_off(self, by: str, agent: str, why: str) -> None:
        await self._state.did("take_off", by, agent, why)
