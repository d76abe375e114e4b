"""What the console needs of the centre, one Protocol per family of verbs; see `web.ports` for what holds for all."""

from datetime import date
from pathlib import Path
from typing import Protocol

from web.views import View


class Supervising(Protocol):
    """What a supervisor does to others' work, always with a reason that is kept."""

    async def release(self, by: str, contact: str, why: str) -> None: ...
    async def give(self, by: str, contact: str, agent: str, why: str) -> None: ...
    async def take_up(self, by: str, contact: str, why: str) -> None: ...
    async def send_on_break(self, by: str, agent: str, reason: str, why: str) -> None: ...
    async def take_off(self, by: str, agent: str, why: str) -> None: ...


class Board(Protocol):
    """What a supervisor watches."""

    async def view(self) -> View:
        """BoardView."""
        ...


class Why(Protocol):
    """Why a contact waits, or who has it; why an offer went to whom it went. Changes nothing."""

    async def why(self, id: str) -> View:
        """A contact's id, a case's reference, or `contact@epoch`: see web/API.md."""
        ...

    async def waiting(self, service: str) -> list[View]:
        """The first who wait for a service: `[{contact, channel, due, arrived}]`."""
        ...


class Rules(Protocol):
    """The routing rules and their versions."""

    async def read(self) -> View:
        """`{version, text, by, at, why}` of those in force."""
        ...

    async def check(self, text: str) -> View:
        """`{errors: [{line, column, message}], warnings: [sentence]}`; with no errors they could be published."""
        ...

    async def publish(self, by: str, text: str, why: str, based_on: int) -> View:
        """`{version, moved}`. Conflict when `based_on` is no longer in force, ConfigInvalid with every problem."""
        ...

    async def versions(self) -> list[View]: ...
    async def version(self, number: int) -> View: ...

    async def roll_back(self, by: str, version: int, why: str) -> View:
        """`{version, moved}`."""
        ...


class Outbox(Protocol):
    """What could not be delivered and waits for a person."""

    async def try_again(self, by: str, item: str) -> None: ...


class Emails(Protocol):
    """Email that became no contact and waits for a person."""

    async def original(self, item_id: str) -> Path: ...
    async def settle(self, by: str, item_id: str) -> None: ...


class Letters(Protocol):
    """Scanned post."""

    async def original(self, row_id: str) -> tuple[Path, str]:
        """The file as it came, and its name; NotFound when there is none."""
        ...

    async def hand_in(self, by: str, name: str, content: bytes, service: str, key: str) -> dict[str, bool]:
        """`{again}`. The same `key` twice is one letter."""
        ...


class Joining(Protocol):
    """Joining a duplicate to the contact that it is about, whoever has that."""

    async def others(self, contact: str) -> list[View]:
        """What may be joined to it: `[{contact, channel, service_label, arrived_at, state, words, with}]`."""
        ...

    async def join_for(self, by: str, contact: str, other: str, why: str) -> None: ...


class Trying(Protocol):
    """What a draft of the rules would have changed on past days: one question at a time, answered beside the web."""

    async def read(self) -> View | None:
        """The question that is asked, or was last: see web/API.md. None when there is none."""
        ...

    async def ask(self, by: str, text: str, *, first: date, last: date) -> View:
        """Conflict while another is being answered; ConfigInvalid with every problem of the draft."""
        ...

    async def cancel(self) -> None: ...


class Teaching(Protocol):
    """What supervisors teach the guess of a service: see web/API.md for what each answers."""

    async def read(self) -> View: ...
    async def learning(self) -> View: ...

    async def add(self, by: str, text: str, about: str, contact: str | None = None) -> View:
        """`{id}`. Conflict when these words are an example, or the suggestion was settled, already."""
        ...

    async def withdraw(self, by: str, id: str) -> None: ...
    async def bring_back(self, by: str, id: str) -> None: ...
    async def remove(self, by: str, id: str) -> None: ...
    async def put_away(self, by: str, contact: str) -> None: ...
    async def put_back(self, by: str, contact: str) -> None: ...
    async def attempt(self, text: str) -> View: ...

    async def learn(self, by: str) -> View:
        """As `learning`. Conflict where nothing can be learned."""
        ...

    async def go_back(self, by: str) -> View:
        """As `learning`."""
        ...
