"""Robots: parties without people or sound, so that a hundred calls can run in a test or a busy day."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sandbox.carrier.media import Ring

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier


class Behaviour(StrEnum):
    ANSWER = "answer"
    IGNORE = "ignore"
    REJECT = "reject"


@dataclass(slots=True, kw_only=True, eq=False)
class Robot:
    """One softphone (or, by number, one handset) that behaves as told."""

    carrier: "Carrier"
    identity: str
    behaviour: Behaviour = Behaviour.ANSWER
    after_s: float = 0.0
    hang_up_after_s: float | None = None
    _rings: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    async def ring(self, ring: Ring) -> None:
        if self.behaviour is not Behaviour.IGNORE:
            self._rings[ring.call_sid] = self.carrier.background(self._behave(ring.call_sid))

    async def _behave(self, call_sid: str) -> None:
        await self.carrier.clock.sleep(self.after_s)
        if self.behaviour is Behaviour.REJECT:
            self.carrier.softphones.rejected(call_sid, self)
            return
        self.carrier.softphones.accepted(call_sid, self)
        if self.hang_up_after_s is not None:
            await self.carrier.clock.sleep(self.hang_up_after_s)
            self.carrier.softphones.hung_up(call_sid)

    async def cancel(self, call_sid: str) -> None:
        self._stop(call_sid)

    async def hang_up(self, call_sid: str, error: str | None = None) -> None:
        self._stop(call_sid)

    def _stop(self, call_sid: str) -> None:
        task = self._rings.pop(call_sid, None)
        if task is not None:
            task.cancel()

    def as_json(self) -> dict[str, object]:
        return {
            "identity": self.identity,
            "behaviour": self.behaviour.value,
            "after_s": self.after_s,
            "hang_up_after_s": self.hang_up_after_s,
        }


class Robots:
    """Which identities are played by robots."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier
        self._robots: dict[str, Robot] = {}

    def put(
        self, identity: str, behaviour: Behaviour, after_s: float = 0.0, hang_up_after_s: float | None = None
    ) -> Robot:
        """A new robot, or the same one with new manners (it keeps the calls it has)."""
        robot = self._robots.get(identity)
        if robot is None:
            robot = self._robots[identity] = Robot(carrier=self._carrier, identity=identity)
            self._carrier.softphones.register(robot)
        robot.behaviour, robot.after_s, robot.hang_up_after_s = behaviour, after_s, hang_up_after_s
        return robot

    def drop(self, identity: str) -> bool:
        robot = self._robots.pop(identity, None)
        if robot is not None:
            self._carrier.softphones.unregister(robot)
        return robot is not None

    def as_json(self) -> list[dict[str, object]]:
        return [robot.as_json() for robot in self._robots.values()]
