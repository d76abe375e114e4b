"""What the residents' pages need of the centre; see `web.ports` for what holds for all."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from channels.chat.inbound import Opening
from channels.walk_in.inbound import Visit
from channels.web_form.files import Upload
from channels.web_form.inbound import Sent
from core.assurance import Found
from core.service import Service
from web.views import View


class Uploads(Protocol):
    """Files that were chosen, and whose form has not been sent yet."""

    async def keep(self, name: str, content: bytes, whose: str) -> Upload:
        """InvalidInput says why it may not be sent, Unavailable that too many wait. `whose` tells nobody who it is."""
        ...


class WebForms(Protocol):
    """Each service's own form."""

    @property
    def uploads(self) -> Uploads: ...

    @property
    def council(self) -> dict[str, str]:
        """`{name, phone, lat, lng}`: the number as people write it, and where maps open."""
        ...

    def today(self) -> date:
        """The county's own day."""
        ...

    def services(self) -> list[tuple[str, list[Service]]]:
        """Those that residents may choose, under the headings that they share."""
        ...

    def service(self, service_id: str) -> Service:
        """NotFound for one that residents may not choose."""
        ...

    async def suggest(self, words: str) -> list[Service]:
        """What these words may be about, likeliest first."""
        ...

    async def take_in(self, form_id: str, sent: Sent, uploads: Sequence[Upload]) -> dict[str, Any]:
        """`{reference, when, service_label, answer_by, urgent}`. The same `form_id` twice is one contact.

        What is new in it the second time joins the contact. Conflict when a file is no longer here.
        """
        ...

    async def sent(self, form_id: str) -> dict[str, Any]:
        """The same again, for half an hour; NotFound afterwards."""
        ...


class Linked(Protocol):
    """A file behind a link; `size` in bytes, good `until` then."""

    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def path(self) -> Path: ...
    @property
    def until(self) -> datetime: ...


class FileLinks(Protocol):
    """Links to files, for whoever is written to by text."""

    async def make(self, agent: str, contact: str, name: str, content: bytes) -> str:
        """The link. InvalidInput says why such a file is not sent."""
        ...

    async def read(self, token: str) -> Linked:
        """NotFound, with a sentence, when the link is unknown or over."""
        ...


class Following(Protocol):
    """A request that its resident asks after."""

    async def find(self, reference: str, proof: str) -> Found:
        """NotFound, in the same words, for whatever does not match; without a proof, for all that asks for one."""
        ...

    async def view(self, found: Found) -> dict[str, Any]:
        """`{reference, service_label, asked_at, state, sentences, messages: [{mine, text, at}], may_withdraw}`."""
        ...

    async def withdraw(self, found: Found) -> None:
        """NotAllowed for who has not proven enough."""
        ...


class Chats(Protocol):
    """A chat, by the token that its resident's browser holds."""

    def hours(self) -> dict[str, Any]:
        """`{open, hours, phone, urgent: [ids of services that are for whoever is at risk]}`."""
        ...

    async def begin(self, token: str, opening: Opening) -> str:
        """The token of the chat: another than was given where that chat is over. Conflict at an hour without chats."""
        ...

    async def known(self, token: str) -> str | None:
        """The contact's id, while its chat may be read."""
        ...

    async def view(self, contact_id: str) -> View:
        """`{state: waiting|talking|ended, says, agent, agent_typing_until, late_until, reference, messages}`.

        Until `late_until` words still reach a chat that somebody else has ended; None when they do not.
        """
        ...

    async def say(self, contact_id: str, words: str, key: str) -> None: ...
    async def types(self, contact_id: str) -> None: ...
    async def end(self, contact_id: str) -> None: ...
    async def here(self, contact_id: str, *, writing: bool = False) -> None: ...
    async def gone(self, contact_id: str) -> None: ...


class FrontDesk(Protocol):
    """Visitors and their tickets."""

    async def add(self, by: str, visit: Visit, key: str) -> View:
        """`{contact, ticket, service_label, wait, tells}`. The same `key` twice is one ticket."""
        ...

    async def leave(self, contact_id: str) -> None: ...
    async def call(self, agent: str, contact_id: str, desk: str) -> None: ...
    async def no_show(self, agent: str, contact_id: str) -> None: ...

    async def reception(self) -> View:
        """`{at, visits: [{contact, ticket, service_label, needs, state, with, desk, since, wait}]}`.

        `state` is waiting, called, with, served or left.
        """
        ...

    async def waiting_room(self) -> View:
        """`{at, council, called: [{ticket, desk, at, times}], waiting}`: no names."""
        ...
