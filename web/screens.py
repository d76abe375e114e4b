"""The views that browsers watch, each computed once per process and kept current for all who watch it.

1. One subscription per process hears every notice of the division.
2. A notice about an agent, or about a contact on their screen, has that screen looked at again at once.
3. Any other notice has it looked at in the next calm round, one screen after the other, so that a busy hour's
   counters never stand in the way of a telephone that must stop ringing.
4. A look that finds nothing new says nothing. Every screen is looked at now and then even without a notice.
5. Watchers take the newest view whenever they are ready; what a slow one misses in between is never sent.

Holds no HTTP.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from logging import ERROR, WARNING
from typing import Final

import structlog

from core.errors import SwitchboardError
from web.ports import Centre
from web.views import Notice, View

log = structlog.get_logger(__name__)

ROUND_S: Final = 0.25
LONGEST_LOOK_S: Final = 5.0
TRY_AGAIN_S: Final = 1.0
BOARD: Final = "the board"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`calm_s`: least time between two looks that nobody waits for. `sweep_s`: longest time without a look."""

    calm_s: float
    sweep_s: float


DESK_PACE: Final = Pace(calm_s=1.0, sweep_s=10.0)
BOARD_PACE: Final = Pace(calm_s=0.25, sweep_s=5.0)
RESIDENT_PACE: Final = Pace(calm_s=2.0, sweep_s=10.0)


class Screen:
    """One view and its versions. `text` is the view as JSON, None before the first; `stale` while looking fails."""

    def __init__(
        self, look: Callable[[], Awaitable[View]], pace: Pace, agent: str | None = None, contact: str | None = None
    ) -> None:
        self.text: str | None = None
        self.version = 0
        self.stale = False
        self.closed = False
        self.watchers = 0
        self.answered = 0
        self.doubts = 0
        self.news = asyncio.Event()
        self._look = look
        self._pace = pace
        self._agent = agent
        self._contact = contact
        self._contacts: frozenset[str] = frozenset()
        self._body: str = ""
        self._asked = 0
        self._at_once = asyncio.Event()
        self._soon = False
        self._looked_at = 0.0
        self._one_at_a_time = asyncio.Lock()

    def ask(self) -> int:
        """Asks for a look begun after now; it is over once `answered` has reached the number returned."""
        self._asked += 1
        self._at_once.set()
        return self._asked

    def hear(self, notice: Notice) -> None:
        """Takes note of a notice."""
        mine = self._agent is not None and notice.get("agent") == self._agent
        shown = notice.get("contact") in self._contacts or (self._contact and notice.get("contact") == self._contact)
        if mine or notice.get("type") == "gap" or shown:
            self._at_once.set()
        else:
            self._soon = True

    def due(self) -> bool:
        """Whether a calm round should look."""
        since = time.monotonic() - self._looked_at
        if self.stale:
            return since >= TRY_AGAIN_S
        return since >= (self._pace.calm_s if self._soon else self._pace.sweep_s)

    async def keep(self) -> None:
        """Looks at once whenever it matters, until cancelled."""
        while True:
            await self._at_once.wait()
            await self.look()

    async def look(self) -> None:
        """Computes the view; watchers are told when it changed, or when one of them asked."""
        async with self._one_at_a_time:
            self._at_once.clear()
            self._soon = False
            asked = self._asked
            try:
                async with asyncio.timeout(LONGEST_LOOK_S):
                    self._take(await self._look())
                self.stale = False
                self.answered = asked
            except Exception as error:
                known = isinstance(error, SwitchboardError | TimeoutError)
                log.log(WARNING if known else ERROR, "screen_not_computed", error=type(error).__name__)
                self.stale = True
            self._looked_at = time.monotonic()
            self._tell()

    def doubt(self) -> None:
        """Has every watcher prove again that they may watch: somebody logged out."""
        self.doubts += 1
        self._tell()

    def close(self) -> None:
        """Lets every watcher go."""
        self.closed = True
        self._tell()

    def _take(self, view: View) -> None:
        body = json.dumps({name: value for name, value in view.items() if name != "at"}, ensure_ascii=False)
        if body == self._body:
            return
        self._body = body
        self._contacts = _contacts_on(view)
        self.text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
        self.version += 1

    def _tell(self) -> None:
        told, self.news = self.news, asyncio.Event()
        told.set()


class Screens:
    """All screens that somebody watches, and the subscription that stirs them."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._screens: dict[str, Screen] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    @asynccontextmanager
    async def desk(self, agent: str) -> AsyncIterator[Screen]:
        """An agent's desk, kept while anybody watches it."""
        key = f"agent {agent}"
        make = lambda: Screen(lambda: self._centre.desk.view(agent), DESK_PACE, agent)  # noqa: E731
        async with self._watching(key, make) as screen:
            yield screen

    @asynccontextmanager
    async def board(self) -> AsyncIterator[Screen]:
        """The supervisors' board."""
        async with self._watching(BOARD, lambda: Screen(self._centre.board.view, BOARD_PACE)) as screen:
            yield screen

    @asynccontextmanager
    async def of_contact(
        self, key: str, contact: str | None, look: Callable[[], Awaitable[View]]
    ) -> AsyncIterator[Screen]:
        """What somebody outside watches: their own contact, or with None what concerns nobody in particular."""
        async with self._watching(key, lambda: Screen(look, RESIDENT_PACE, contact=contact)) as screen:
            yield screen

    @property
    def watched(self) -> int:
        """How many watch."""
        return sum(screen.watchers for screen in self._screens.values())

    async def run(self) -> None:
        """Listens and looks, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._rounds())

    def close(self) -> None:
        """Ends every stream, now and from now on: the process is about to stop."""
        self._closed = True
        for screen in self._screens.values():
            screen.close()

    def doubt(self) -> None:
        """A session ended: streams that hang on it end too."""
        for screen in self._screens.values():
            screen.doubt()

    def hear(self, notice: Notice) -> None:
        """Tells every screen."""
        for screen in self._screens.values():
            screen.hear(notice)

    @asynccontextmanager
    async def _watching(self, key: str, make: Callable[[], Screen]) -> AsyncIterator[Screen]:
        screen = self._screens.get(key)
        if screen is None:
            screen = self._screens[key] = make()
            self._keepers[key] = asyncio.create_task(screen.keep())
        screen.closed = self._closed
        screen.watchers += 1
        try:
            yield screen
        finally:
            screen.watchers -= 1
            if screen.watchers == 0:
                del self._screens[key]
                self._keepers.pop(key).cancel()

    async def _listen(self) -> None:
        """Hears notices; whenever the subscription had to be made anew, something may have been missed."""
        while True:
            self.hear({"type": "gap"})
            try:
                async for notice in self._centre.notices():
                    self.hear(notice)
            except Exception as error:
                log.warning("notices_lost", error=type(error).__name__)
            await asyncio.sleep(ROUND_S)

    async def _rounds(self) -> None:
        while True:
            for screen in list(self._screens.values()):
                if screen.due():
                    await screen.look()
            await asyncio.sleep(ROUND_S)


def _contacts_on(view: View) -> frozenset[str]:
    """The contacts that a desk shows: a notice about one of them concerns it."""
    shown = [*view.get("offers", ()), *view.get("in_hand", ()), *view.get("aside", ())]
    return frozenset(str(item["contact"]) for item in shown if "contact" in item)
