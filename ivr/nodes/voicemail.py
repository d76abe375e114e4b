"""`voicemail`: the caller leaves a message, which becomes a contact; then on, normally to a goodbye."""

from typing import ClassVar, Literal

from pydantic import Field

from ivr.asks import Voicemail
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay, service_faults, service_for, told

DONE = frozenset({"recorded", "empty"})


class VoicemailNode(Node):
    """`service` may be `{service}`, as for a queue: then the message is about what the caller waited for."""

    ends: ClassVar[bool] = True

    kind: Literal["voicemail"]
    service: str
    fallback: str = ""
    say: str = Field(min_length=1)
    longest_s: int = Field(default=180, ge=10, le=600)
    then: NodeId

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("then",), to=self.then, asks=True),)

    def texts(self) -> tuple[tuple[Path, str], ...]:
        return told("say", self.say)

    def faults(self) -> tuple[tuple[Path, str], ...]:
        return service_faults(self.service, self.fallback)

    def enter(self, scene: Scene) -> Move:
        service = service_for(scene, self.service, self.fallback)
        ask = Voicemail(service=service, longest_s=self.longest_s)
        return Stay(session=scene.session.knowing({"service": service}), ask=ask, prompts=scene.say(self.say))

    def answer(self, scene: Scene, event: Event) -> Move:
        if isinstance(event, Answered) and event.word in DONE:
            return Go(to=self.then, session=scene.session)
        return self.enter(scene)
