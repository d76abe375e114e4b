"""One caller's behaviour, from the first ring to the goodbye.

1. They ring and listen. As soon as a menu offers what fits their errand they press it, though it is still talking.
2. When it has fallen silent and waits, they guess or say it; a careless one errs first, a hurried one gives up.
3. In the queue they wait as long as their patience lasts.
   Then some leave a message, where the queue offers that; the others hang up.
4. Once somebody answers they talk, and hang up when they are done.
"""

import asyncio
import random
from dataclasses import dataclass
from typing import Final

from sandbox.busy.plan import Caller
from sandbox.busy.prompts import Choice, best, choices
from sandbox.busy.residents import NAMES, POSTCODES, ROADS
from sandbox.carrier.carrier import Carrier
from sandbox.carrier.line import Line
from sandbox.carrier.phones import Event
from sandbox.clock import within

GIVES_UP_AFTER: Final = 8
THINKS_S: Final = (0.6, 2.4)
LONGEST_PROMPT_S: Final = 45.0
# Of those whose patience ends in the queue, this part leaves a message where one may.
LEAVE_A_MESSAGE: Final = 0.4
TALKING: Final = frozenset({"conference", "talking"})
LONGEST_CALL_S: Final = 900.0


@dataclass(slots=True)
class Outcome:
    """How it went: whether they got through, and whether they gave up before."""

    answered: bool = False
    gave_up: bool = False


class Behaviour:
    """A caller on the line."""

    def __init__(self, carrier: Carrier, who: Caller) -> None:
        self._carrier = carrier
        self._who = who
        self._dice = random.Random(who.seed)  # noqa: S311
        self._prompt = ""
        self._tries = 0
        self._at: str | None = None
        self._until = 0.0
        self._leaves_message = self._dice.random() < LEAVE_A_MESSAGE
        self.outcome = Outcome()

    async def live(self) -> Outcome:
        """The whole call."""
        with self._carrier.phones.listening(self._who.number) as ear:
            line = self._carrier.dial_in(self._who.number, self._carrier.account.number)
            try:
                await within(self._carrier.clock, LONGEST_CALL_S, self._talk_through(line, ear))
            finally:
                line.hang_up()
        return self.outcome

    async def _talk_through(self, line: Line, ear: "asyncio.Queue[Event]") -> None:
        while not line.call.over:
            event = await within(self._carrier.clock, self._left(line), ear.get())
            if line.call.doing in TALKING:
                self.outcome.answered = True
            if event is None:
                self._act(line)
                self._at = None
            elif event.get("type") == "heard" and event.get("kind") == "say":
                self._prompt = f"{self._prompt} {event['text']}".strip()
                if not line.call.queue:
                    self._at = None

    def _left(self, line: Line) -> float:
        """How much longer they do nothing. It counts from when they came to this point, whatever they hear there."""
        at = "queue" if line.call.queue else line.call.doing
        now = self._carrier.clock.seconds()
        if at != self._at:
            self._at, self._until = at, now + self._pause(line)
        return max(0.0, self._until - now)

    def _pause(self, line: Line) -> float:
        """How long they do nothing at the point where they are."""
        doing = line.call.doing
        if doing in TALKING:
            return self._who.talk_s
        if doing == "record":
            return self._dice.uniform(4, 12)
        if line.call.queue or doing == "hold":
            return self._who.patience_s
        if doing == "gather" or self._fitting():
            return self._dice.uniform(*THINKS_S)
        return LONGEST_PROMPT_S

    def _act(self, line: Line) -> None:
        """The pause is over and nothing else happened."""
        doing = line.call.doing
        if doing in TALKING:
            line.hang_up()
        elif doing == "record":
            line.press("#")
        elif line.call.queue and self._leaves_message and "message" in self._prompt.lower():
            self._leaves_message = False
            line.press("2")
        elif not line.call.queue and (doing == "gather" or self._fitting()):
            self._choose(line)
        else:
            self._give_up(line)

    def _choose(self, line: Line) -> None:
        self._tries += 1
        if self._tries > GIVES_UP_AFTER or (self._who.hurried and self._tries > 1):
            self._give_up(line)
            return
        if self._who.careless and self._tries == 1:
            line.press("8")
        elif self._who.speaks and self._tries <= 2:
            line.say(self._who.errand.says)
        elif fits := self._fitting() or self._guess(choices(self._prompt)):
            line.press(fits.key)
        else:
            line.say(self._words())
        self._prompt = ""

    def _fitting(self) -> Choice | None:
        """What has been offered so far and fits."""
        return best(choices(self._prompt), self._who.errand.wanted)

    def _guess(self, offered: tuple[Choice, ...]) -> Choice | None:
        """Nothing fits: something else, a person, or any key that is not a repeat."""
        likely = best(offered, ("something else", "anything else", "person", "yes", "no reference", "skip"))
        keys = [choice for choice in offered if choice.key.isdigit()]
        return likely or (self._dice.choice(keys) if keys else None)

    def _words(self) -> str:
        """What they say to a question that offers nothing to press."""
        asked = self._prompt.lower()
        if "postcode" in asked:
            return self._dice.choice(POSTCODES)
        if "road" in asked or "street" in asked or "where" in asked:
            return self._dice.choice(ROADS)
        if "name" in asked:
            return self._dice.choice(NAMES)
        return self._who.errand.says

    def _give_up(self, line: Line) -> None:
        self.outcome.gave_up = True
        line.hang_up()
