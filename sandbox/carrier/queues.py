"""Queues of callers who wait: made on demand, first come first out, each caller's stay ended exactly once."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sandbox.carrier.line import Line
from sandbox.carrier.sids import Kind, new_sid
from sandbox.clock import Clock

MOST: Final = 1000


class Result(StrEnum):
    """QueueResult, in Twilio's words."""

    BRIDGED = "bridged"
    BRIDGING = "bridging-in-process"
    ERROR = "error"
    HANGUP = "hangup"
    LEAVE = "leave"
    REDIRECTED = "redirected"
    REDIRECTED_FROM_BRIDGED = "redirected-from-bridged"
    FULL = "queue-full"
    SYSTEM_ERROR = "system-error"


@dataclass(slots=True, eq=False)
class Member:
    """One caller's stay. `taken` is set when a Dial takes them out, `parted` when that conversation is over."""

    line: Line
    queue: "Queue"
    enqueued: datetime
    taken: "asyncio.Future[Taker]"
    left: datetime | None = None
    bridged: bool = False

    @property
    def waited(self) -> int:
        """Whole seconds in the queue, so far or in all."""
        return round(((self.left or self.line.carrier.clock.now()) - self.enqueued).total_seconds())


class Taker(ABC):
    """A Dial that takes a caller out of a queue; implemented by `verbs.dial_queue`."""

    @abstractmethod
    async def with_caller(self, member: Member) -> None:
        """Runs on the caller's line from the whisper to the parting."""

    @abstractmethod
    def part(self) -> None:
        """The caller is gone, perhaps before the two were brought together. May be told more than once."""


@dataclass(slots=True, eq=False)
class Queue:
    """One queue. The front is the first in `members`."""

    name: str
    created: datetime
    most: int = MOST
    members: list[Member] = field(default_factory=list)
    sid: str = field(default_factory=lambda: new_sid(Kind.QUEUE))
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def full(self) -> bool:
        return len(self.members) >= self.most

    @property
    def average_wait(self) -> int:
        waits = [member.waited for member in self.members]
        return round(sum(waits) / len(waits)) if waits else 0

    def position(self, member: Member) -> int:
        """From 1; 0 when no longer there."""
        return self.members.index(member) + 1 if member in self.members else 0

    def join(self, line: Line) -> Member:
        taken: asyncio.Future[Taker] = asyncio.get_running_loop().create_future()
        member = Member(line, self, line.carrier.clock.now(), taken)
        self.members.append(member)
        line.call.queue = self.name
        self.arrived.set()
        return member

    def leave(self, member: Member) -> None:
        if member in self.members:
            self.members.remove(member)
            member.left = member.line.carrier.clock.now()
        member.line.call.queue = ""

    def take_front(self) -> Member | None:
        """The front caller, out of the queue now."""
        if not self.members:
            self.arrived.clear()
            return None
        member = self.members[0]
        self.leave(member)
        return member


class Queues:
    """The account's queues by name and by sid."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_name: dict[str, Queue] = {}

    def named(self, name: str, most: int = MOST) -> Queue:
        """Made on demand."""
        if name not in self._by_name:
            self._by_name[name] = Queue(name, self._clock.now(), most)
        return self._by_name[name]

    def find(self, key: str) -> Queue | None:
        """By sid or by name."""
        return self._by_name.get(key) or next((queue for queue in self if queue.sid == key), None)

    def drop(self, queue: Queue) -> None:
        self._by_name.pop(queue.name, None)

    def member(self, call_sid: str) -> Member | None:
        return next((one for queue in self for one in queue.members if one.line.call.sid == call_sid), None)

    def __iter__(self) -> Iterator[Queue]:
        return iter(tuple(self._by_name.values()))
