"""`queue`: the caller waits for a person. `instead` is where they go who press a key while they wait.

`ring_back` is where they go who would rather be rung back, by 1; without it nobody is asked. It says goodbye, with
the outcome `callback`."""

from typing import ClassVar, Literal

from ivr.asks import Queue
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay, service_faults, service_for, told


class QueueNode(Node):
    """`service` may be `{service}`: then it is what a lookup has found, and `fallback` when it found none."""

    ends: ClassVar[bool] = True

    kind: Literal["queue"]
    service: str
    fallback: str = ""
    say: str = ""
    instead: NodeId
    ring_back: NodeId | Literal[""] = ""

    def edges(self) -> tuple[Edge, ...]:
        ways = [Edge(path=("instead",), to=self.instead, asks=True)]
        if self.ring_back:
            ways.append(Edge(path=("ring_back",), to=self.ring_back, asks=True))
        return tuple(ways)

    def texts(self) -> tuple[tuple[Path, str], ...]:
        return told("say", self.say)

    def faults(self) -> tuple[tuple[Path, str], ...]:
        return service_faults(self.service, self.fallback)

    def enter(self, scene: Scene) -> Move:
        service = service_for(scene, self.service, self.fallback)
        session = scene.session.knowing({"service": service})
        return Stay(session=session, ask=Queue(service=service), prompts=scene.say(self.say))

    def answer(self, scene: Scene, event: Event) -> Move:
        if isinstance(event, Answered):
            rung = event.word == "ring-back" and self.ring_back
            return Go(to=rung or self.instead, session=scene.session)
        return self.enter(scene)
