"""A busy day as it is played: one task that starts each act at its time, counts what happened, and stops by itself."""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import asdict, dataclass
from typing import Any, Final

from sandbox.busy.caller import Behaviour
from sandbox.busy.plan import Act, Caller, Wish, Writer, draw
from sandbox.busy.residents import FOLLOW_UPS
from sandbox.carrier.carrier import Carrier

MOST_CALLS_UP: Final = 80
# After the last act those who still wait or talk are given this long, then they hang up.
AFTERWARDS_S: Final = 20.0


@dataclass(slots=True)
class Tally:
    """What has happened so far."""

    planned: int = 0
    started: int = 0
    calls: int = 0
    calls_up: int = 0
    texts: int = 0
    answered: int = 0
    hung_up_early: int = 0


class Day:
    """One busy day. It begins when it is made."""

    def __init__(self, carrier: Carrier, wish: Wish) -> None:
        self.wish = wish
        self.tally = Tally()
        self._carrier = carrier
        self._acts = draw(wish)
        self.tally.planned = len(self._acts)
        self._began = carrier.clock.seconds()
        self._people: set[asyncio.Task[None]] = set()
        self._task = carrier.background(self._play())

    @property
    def running(self) -> bool:
        return not self._task.done()

    def as_json(self) -> dict[str, Any]:
        """Progress, for the page."""
        length = self.wish.minutes * 60
        gone = min(length, self._carrier.clock.seconds() - self._began)
        left = length - gone if self.running else 0.0
        progress = gone / length if self.running else 1.0
        told: dict[str, Any] = {"running": self.running, "progress": round(progress, 4), "seconds_left": round(left, 1)}
        return told | asdict(self.tally) | {"wish": asdict(self.wish)}

    async def stop(self) -> None:
        """Everybody hangs up now."""
        self._task.cancel()
        await asyncio.wait((self._task,))

    async def _play(self) -> None:
        clock = self._carrier.clock
        try:
            for act in self._acts:
                await clock.sleep(self._began + act.at_s - clock.seconds())
                self._start(act)
            await clock.sleep(self._began + self.wish.minutes * 60 - clock.seconds())
            await self._wait_for_the_last()
        finally:
            for person in self._people:
                person.cancel()
            await asyncio.gather(*self._people, return_exceptions=True)

    async def _wait_for_the_last(self) -> None:
        until = self._carrier.clock.seconds() + AFTERWARDS_S
        while self._people and self._carrier.clock.seconds() < until:
            await self._carrier.clock.sleep(1.0)

    def _start(self, act: Act) -> None:
        self.tally.started += 1
        if isinstance(act, Writer):
            self._goes_on(self._write(act))
        elif self.tally.calls_up < MOST_CALLS_UP:
            self._goes_on(self._call(act))

    def _goes_on(self, life: Coroutine[Any, Any, None]) -> None:
        person = asyncio.get_running_loop().create_task(life, name="busy-day")
        self._people.add(person)
        person.add_done_callback(self._people.discard)

    async def _call(self, who: Caller) -> None:
        self.tally.calls += 1
        self.tally.calls_up += 1
        behaviour = Behaviour(self._carrier, who)
        try:
            await behaviour.live()
        finally:
            self.tally.calls_up -= 1
            self.tally.answered += behaviour.outcome.answered
            self.tally.hung_up_early += behaviour.outcome.gave_up

    async def _write(self, who: Writer) -> None:
        self._text(who.number, who.errand.texts)
        if who.writes_again_after_s is not None:
            await self._carrier.clock.sleep(who.writes_again_after_s)
            self._text(who.number, random.Random(who.seed).choice(FOLLOW_UPS))  # noqa: S311

    def _text(self, number: str, words: str) -> None:
        self.tally.texts += 1
        self._carrier.texts.receive(number, self._carrier.account.number, words)
