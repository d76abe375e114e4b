"""What the web edge needs of the centre: one Protocol per family of verbs, in plain values.

Those of the desk are in `ports_desk`, those of the console in `ports_console`; here is what both, and residents, need.

A `View` is JSON as the browser gets it: built by the centre, passed through unread. `agent` and `by` are account ids.
Acts return only once what they did is in the record; every method may raise the errors of core.errors, and nothing
else on purpose. Holds no code: an adapter that needs a branch belongs in the centre.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from channels.messages import Text, TextChange
from channels.notify import Receipt
from channels.phone import inbound
from web import ports_console, ports_desk, ports_public
from web.views import Notice, View


class Account(Protocol):
    """Somebody who can log in. `role` is `agent`, `supervisor` or `reception`."""

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

    async def lines_of(self, agent: str) -> int:
        """An agent's softphone has no call though one is in hand: how many lines of theirs are up at the carrier.

        What turns out to be over is acted on at once. Raises Unavailable while the carrier does not answer.
        """
        ...


class Texts(Protocol):
    """The carrier's requests about texts and the like, read by channels.messages."""

    async def incoming(self, event: Text) -> None: ...
    async def status(self, event: TextChange) -> None: ...
    async def set_aside(self, request: str, form: Mapping[str, str], why: str) -> None: ...


class Notify(Protocol):
    """What GOV.UK Notify tells, read by channels.notify. It may come twice, late, or out of order."""

    async def told(self, receipt: Receipt) -> None: ...


class Places(Protocol):
    """The page behind a texted link, on which a resident shows where. NotFound when the link is unknown or over."""

    async def read(self, token: str) -> View: ...
    async def answer(self, token: str, *, lat: float | None, lng: float | None, note: str) -> View: ...
    def basemap(self) -> str: ...


class Limits(Protocol):
    """Counting how often, over all processes."""

    async def hit(self, key: str, limit: int, per_s: int) -> bool:
        """Counts one more for `key`; True while there were at most `limit` in `per_s` seconds."""
        ...


class Drafts(Protocol):
    """What residents have typed and not sent, for a while, over all processes. Unavailable while the live store is."""

    async def put(self, key: str, value: Mapping[str, Any], ttl_s: int) -> None: ...
    async def get(self, key: str) -> dict[str, Any] | None: ...
    async def drop(self, key: str) -> None: ...


class Health(Protocol):
    """How each part is."""

    async def parts(self) -> dict[str, View]:
        """`{state: up|degraded|down, detail}` of sql, redis, jobs, worker, clock, intake and carrier.

        Never raises for a part that is down, and takes at most 2 s. `detail` is a sentence without secrets.
        """
        ...


class Merging(ports_desk.Joining, ports_console.Joining, Protocol):
    """Joining, at either door."""


class Centre(Protocol):
    """Everything that the web edge asks for."""

    @property
    def phone(self) -> Phone: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def notify(self) -> Notify: ...
    @property
    def desk(self) -> ports_desk.Desk: ...
    @property
    def indexing(self) -> ports_desk.Indexing: ...
    @property
    def posting(self) -> ports_desk.Posting: ...
    @property
    def correspondence(self) -> ports_desk.Correspondence: ...
    @property
    def passing_on(self) -> ports_desk.PassingOn: ...
    @property
    def consulting(self) -> ports_desk.Consulting: ...
    @property
    def afterwards(self) -> ports_desk.Afterwards: ...

    @property
    def confirming(self) -> ports_desk.Confirming: ...
    @property
    def asides(self) -> ports_desk.Asides: ...
    @property
    def ringing(self) -> ports_desk.RingingBack: ...
    @property
    def merging(self) -> Merging: ...
    @property
    def same_person(self) -> ports_desk.SamePerson: ...
    @property
    def teaching(self) -> ports_console.Teaching: ...
    @property
    def trying(self) -> ports_console.Trying: ...
    @property
    def supervising(self) -> ports_console.Supervising: ...
    @property
    def board(self) -> ports_console.Board: ...
    @property
    def why(self) -> ports_console.Why: ...
    @property
    def rules(self) -> ports_console.Rules: ...
    @property
    def people(self) -> People: ...
    @property
    def places(self) -> Places: ...
    @property
    def file_links(self) -> ports_public.FileLinks: ...
    @property
    def outbox(self) -> ports_console.Outbox: ...
    @property
    def emails(self) -> ports_console.Emails: ...
    @property
    def letters(self) -> ports_console.Letters: ...
    @property
    def following(self) -> ports_public.Following: ...
    @property
    def chats(self) -> ports_public.Chats: ...
    @property
    def front_desk(self) -> ports_public.FrontDesk: ...
    @property
    def web_forms(self) -> ports_public.WebForms: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def health(self) -> Health: ...

    def notices(self) -> AsyncIterator[Notice]:
        """Every notice of this division from now on, until closed; the edge subscribes once per process.

        Whatever a screen shows is announced here when it changes, also what changed in SQL alone (a text's delivery,
        a referral's acknowledgement); `agent` or `contact` is set wherever it applies, so that the right desks look.
        """
        ...
