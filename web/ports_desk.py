"""What the desk needs of the centre, one Protocol per family of verbs; see `web.ports` for what holds for all."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from centre.indexing import Indexed
from centre.letter_writing import LetterDraft
from centre.mailing import Draft
from centre.same_person import SameAs
from channels.letter.parting import Box
from channels.web_form.files import Upload
from web.views import View


class Desk(Protocol):
    """What an agent sees and does. Every act refuses (NotAllowed) a contact that this agent has no business with.

    Acts without a view of their own return None: the edge answers with the ContactView as it then is.
    """

    async def view(self, agent: str) -> View:
        """DeskView."""
        ...

    async def contact(self, agent: str, contact: str) -> View:
        """ContactView."""
        ...

    async def document(self, agent: str, contact: str, document: str) -> tuple[Path, str]:
        """The file and its content type; NotFound when it is not this contact's."""
        ...

    async def beat(self, agent: str, *, microphone: bool, phone: str) -> None: ...
    async def ready(self, agent: str) -> None: ...
    async def take_break(self, agent: str, reason: str) -> None: ...

    async def phone_token(self, agent: str) -> View:
        """`{identity, token, ttl_s, edge, sandbox: null | {signal}}`."""
        ...

    async def accept(self, agent: str, contact: str, epoch: int) -> View:
        """`{result, message}`; being late is a result, not an error."""
        ...

    async def decline(self, agent: str, contact: str, epoch: int, reason: str) -> View:
        """`{result, message}`."""
        ...

    async def note(self, agent: str, contact: str, text: str, key: str | None = None) -> None: ...

    async def types(self, agent: str, contact: str) -> None:
        """The agent is writing in a chat."""
        ...

    async def take_back(self, agent: str, contact: str, message: str) -> None: ...

    async def reply(self, agent: str, contact: str, text: str, key: str, undo_s: float = 0) -> None:
        """The same `key` twice sends once."""
        ...

    async def hold(self, agent: str, contact: str, on: bool) -> None: ...
    async def hang_up(self, agent: str, contact: str) -> None: ...
    async def set_service(self, agent: str, contact: str, service: str) -> None: ...
    async def set_person(self, agent: str, contact: str, name: str, *, somebody_else: bool = False) -> None: ...
    async def set_needs(self, agent: str, contact: str, *, language: str, access_needs: str) -> None:
        """`language` is a tag of BCP 47; what is empty is taken back."""
        ...

    async def verify(self, agent: str, contact: str, how: str) -> None:
        """They are who they say, and how the agent knows; an empty `how` takes it back."""
        ...

    async def mark(self, agent: str, contact: str, text: str) -> None:
        """A safeguarding marker. NotAllowed for whoever is not trained; so is `lift`."""
        ...

    async def lift(self, agent: str, contact: str, marker: str) -> None: ...

    async def promise(self, agent: str, contact: str, next_action: str, by: date | None) -> None: ...

    async def set_concerns(self, agent: str, contact: str, *, name: str, relation: str, authority: str) -> None: ...

    async def set_place(self, agent: str, contact: str, place: View) -> None:
        """`place` is `{kind: road|postcode|pin, road, junction, postcode, lat, lng}`, the ones not given None."""
        ...

    async def send_place_link(self, agent: str, contact: str, key: str) -> None: ...

    async def refer(self, agent: str, contact: str, service: str, fields: dict[str, Any]) -> View:
        """The referral: `{id, service, state, state_label, destination, partner_reference, problem, at}`."""
        ...

    async def close(self, agent: str, contact: str, outcome: str, note: str, rev: str) -> None: ...
    async def extend(self, agent: str, contact: str) -> None: ...


class SamePerson(Protocol):
    """Two records of one person made one, and separated again."""

    async def search(self, agent: str, contact: str, words: str) -> list[View]:
        """`[{id, name, reached}]`; without words, who it may be."""
        ...

    async def preview(self, agent: str, contact: str, other: str) -> View:
        """`{person, kept, merged, moves, fills, refused}`; see web/API.md."""
        ...

    async def merge(self, agent: str, contact: str, said: SameAs) -> View:
        """`{merge, says}`. Conflict says who was first; the same key twice merges once."""
        ...

    async def separate(self, agent: str, contact: str, merge: str, reason: str) -> View:
        """`{says}`: what stays where it is. Asked twice, it is done once."""
        ...


class Posting(Protocol):
    """Letters of ours."""

    async def preview(self, agent: str, contact: str, draft: LetterDraft) -> list[str]:
        """Each page as the address of a picture."""
        ...

    async def post(self, agent: str, contact: str, draft: LetterDraft, key: str, undo_s: float = 0) -> None:
        """The same `key` twice sends once."""
        ...


class Indexing(Protocol):
    """Letters that a machine could not read for certain."""

    async def view(self, agent: str, contact: str) -> View:
        """`{pages, text, received, dated, reference, name, person, people, duplicate}`."""
        ...

    async def split(self, agent: str, contact: str, page: str) -> None: ...
    async def redact(self, agent: str, contact: str, page: str, boxes: Sequence[Box]) -> None: ...
    async def turn(self, agent: str, contact: str, page: str, degrees: int) -> None: ...
    async def index(self, agent: str, contact: str, said: Indexed) -> None:
        """Asked twice, it is done once."""
        ...


class Afterwards(Protocol):
    """What is said of a contact after its close."""

    async def set_outcome(self, agent: str, contact: str, outcome: str) -> None: ...


class Confirming(Protocol):
    """Who it is."""

    async def confirm(self, agent: str, contact: str, by: str) -> None:
        """`by` is contact, questions or papers. Conflict for papers that nobody can have seen."""
        ...


class Correspondence(Protocol):
    """Emails in hand."""

    async def answer(self, agent: str, contact: str, draft: Draft, key: str, undo_s: float = 0) -> None:
        """The same `key` twice sends once."""
        ...

    async def upload(self, agent: str, contact: str, name: str, content: bytes) -> Upload:
        """A file for an email that is being written. InvalidInput says why it cannot go along."""
        ...

    async def original(self, agent: str, contact: str, message: str) -> View:
        """The email as it came: `{from, to, cc, subject, date, text, quoted, signature, document, …}`."""
        ...

    async def link(self, agent: str, contact: str, *, accept: bool) -> None: ...


class PassingOn(Protocol):
    """Passing a contact in hand on to a service or to a colleague."""

    async def choices(self, agent: str, contact: str) -> View:
        """`{own_s, services: [{id, label, parent_label, ready, free}], colleagues: [{id, name, can, free, says}]}`."""
        ...

    async def pass_on(
        self, agent: str, contact: str, *, service: str = "", colleague: str = "", reason: str = ""
    ) -> None: ...


class Consulting(Protocol):
    """Asking a colleague during a call, whose caller hears music meanwhile."""

    async def begin(
        self, agent: str, contact: str, *, service: str = "", colleague: str = "", reason: str = ""
    ) -> None: ...
    async def together(self, agent: str, contact: str) -> None: ...
    async def hand_over(self, agent: str, contact: str) -> None: ...
    async def back(self, agent: str, contact: str) -> None: ...


class Asides(Protocol):
    """Putting a contact aside, and taking it up again before its time."""

    async def park(self, agent: str, contact: str, until: datetime, reason: str) -> None:
        """`until` without a zone is the county's own time."""
        ...

    async def take_up(self, agent: str, contact: str) -> None: ...


class RingingBack(Protocol):
    """Ringing residents about what an agent has in hand."""

    async def ring(self, agent: str, contact: str) -> None:
        """Conflict says why they cannot be rung."""


class Joining(Protocol):
    """Joining a duplicate to the contact that it is about."""

    async def join_next(self, agent: str, contact: str) -> None:
        """The next letter of the same file is more of this one."""
        ...

    async def join(self, agent: str, contact: str, other: str, reason: str) -> None:
        """`other` is part of what the agent has in hand. Conflict says who was first; asked twice, it is done once."""
        ...
