"""What the web edge needs of the centre: one Protocol per family of verbs, in plain values.

A `View` is JSON as the browser gets it: built by the centre, passed through unread. `agent` and `by` are account ids.
Acts return only once what they did is in the record; every method may raise the errors of core.errors, and nothing
else on purpose. Holds no code: an adapter that needs a branch belongs in the centre.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from channels.phone import inbound
from channels.sms.inbound import Text, TextChange

View = dict[str, Any]
"""A JSON object in the shape that web/API.md gives."""

Notice = Mapping[str, Any]
"""What just changed: `type`, and where they apply `contact` and `agent` (ids). `gap`: some may have been missed."""


class Account(Protocol):
    """Somebody who can log in. `role` is `agent` or `supervisor`."""

    @property
    def id(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


class Session(Protocol):
    """A session that is still good: who, until when, and the token that every mutation must repeat."""

    @property
    def account(self) -> Account: ...
    @property
    def csrf(self) -> str: ...
    @property
    def expires_at(self) -> datetime: ...


class LoggedIn(Session, Protocol):
    """A session just made. `session_token` goes into the cookie; the record keeps only its hash."""

    @property
    def session_token(self) -> str: ...


class People(Protocol):
    """Who works here, and their sessions."""

    async def log_in(self, username: str, password: str, door: str) -> LoggedIn:
        """Always a fresh session. NotAllowed, in the same words and after the same work, for a wrong name or password.

        The sentence is shown to whoever tried.
        """
        ...

    async def log_out(self, session_token: str, door: str) -> None:
        """Revokes the session. Unknown or ended already: nothing happens."""
        ...

    async def session(self, session_token: str, door: str) -> Session | None:
        """The session of a cookie's token at this door, or None when it is unknown, revoked or over."""
        ...

    async def surroundings(self) -> View:
        """What every screen shows: `{council:{name}, break_reasons:[], outcomes:[], services:[]}`."""
        ...

    async def demo(self) -> list[View]:
        """The demonstration accounts: `[{role, username, password, name, door}]`. Asked for only with the sandbox."""
        ...


class Phone(Protocol):
    """The carrier's requests about calls, read by channels.phone.inbound.

    The event's raw form also holds what the query of our own address carried (`contact`, the menu's place, `party`);
    the signature covers both. Those that return text answer with a whole TwiML document; the others have nothing to
    say. Any of them may come twice, late, or out of order.
    """

    async def incoming(self, event: inbound.Call) -> str: ...
    async def step(self, event: inbound.Answer) -> str: ...
    async def wait(self, event: inbound.Waiting) -> str: ...
    async def queue_left(self, event: inbound.QueueLeft) -> str: ...
    async def voicemail(self, event: inbound.Recorded) -> str: ...
    async def hold(self, event: inbound.Call) -> str: ...

    async def fallback(self, event: inbound.Call) -> str:
        """Something broke in this call's menu: past it, to whoever can help. The same call stays the same contact."""
        ...

    async def recording(self, event: inbound.RecordingChange) -> None: ...
    async def status(self, event: inbound.StatusChange) -> None: ...
    async def conference(self, event: inbound.ConferenceChange) -> None: ...


class Texts(Protocol):
    """The carrier's requests about texts, read by channels.sms.inbound."""

    async def incoming(self, event: Text) -> None: ...
    async def status(self, event: TextChange) -> None: ...


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

    async def note(self, agent: str, contact: str, text: str) -> None: ...

    async def take_back(self, agent: str, contact: str, message: str) -> None: ...

    async def reply(self, agent: str, contact: str, text: str, key: str, undo_s: float = 0) -> None:
        """The same `key` twice sends once."""
        ...

    async def hold(self, agent: str, contact: str, on: bool) -> None: ...
    async def hang_up(self, agent: str, contact: str) -> None: ...
    async def set_service(self, agent: str, contact: str, service: str) -> None: ...
    async def set_person(self, agent: str, contact: str, name: str) -> None: ...
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

    async def check(self, text: str) -> list[View]:
        """`[{line, column, message}]`, empty when they could be published."""
        ...

    async def publish(self, by: str, text: str, why: str, based_on: int) -> View:
        """`{version, moved}`. Conflict when `based_on` is no longer in force, ConfigInvalid with every problem."""
        ...

    async def versions(self) -> list[View]: ...
    async def version(self, number: int) -> View: ...

    async def roll_back(self, by: str, version: int, why: str) -> View:
        """`{version, moved}`."""
        ...


class Places(Protocol):
    """The page behind a texted link, on which a resident shows where. NotFound when the link is unknown or over."""

    async def read(self, token: str) -> View: ...
    async def answer(self, token: str, *, lat: float, lng: float, note: str) -> View: ...


class Outbox(Protocol):
    """What could not be delivered and waits for a person."""

    async def try_again(self, by: str, item: str) -> None: ...


class Emails(Protocol):
    """Email that became no contact and waits for a person."""

    async def original(self, item_id: str) -> Path: ...
    async def settle(self, by: str, item_id: str) -> None: ...


class Limits(Protocol):
    """Counting how often, over all processes."""

    async def hit(self, key: str, limit: int, per_s: int) -> bool:
        """Counts one more for `key`; True while there were at most `limit` in `per_s` seconds."""
        ...


class Health(Protocol):
    """How each part is."""

    async def parts(self) -> dict[str, View]:
        """`{state: up|degraded|down, detail}` of sql, redis, jobs, worker, clock, intake and carrier.

        Never raises for a part that is down, and takes at most 2 s. `detail` is a sentence without secrets.
        """
        ...


class Letters(Protocol):
    """Scanned post."""

    async def original(self, row_id: str) -> tuple[Path, str]:
        """The file as it came, and its name; NotFound when there is none."""
        ...


class Centre(Protocol):
    """Everything that the web edge asks for."""

    @property
    def phone(self) -> Phone: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def passing_on(self) -> PassingOn: ...
    @property
    def consulting(self) -> Consulting: ...
    @property
    def asides(self) -> Asides: ...
    @property
    def ringing(self) -> RingingBack: ...
    @property
    def supervising(self) -> Supervising: ...
    @property
    def board(self) -> Board: ...
    @property
    def why(self) -> Why: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def people(self) -> People: ...
    @property
    def places(self) -> Places: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def emails(self) -> Emails: ...

    @property
    def letters(self) -> Letters: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def health(self) -> Health: ...

    def notices(self) -> AsyncIterator[Notice]:
        """Every notice of this division from now on, until closed; the edge subscribes once per process.

        Whatever a screen shows is announced here when it changes, also what changed in SQL alone (a text's delivery,
        a referral's acknowledgement); `agent` or `contact` is set wherever it applies, so that the right desks look.
        """
        ...
