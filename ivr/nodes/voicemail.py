"""`voicemail`: the caller leaves a message, which becomes a contact; then on, normally to a goodbye."""

from typing import ClassVar, Literal

from pydantic import Field

from ivr.asks import Voicemail
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay, told


class VoicemailNode(Node):
    ends: ClassVar[bool] = True

    kind: Literal["voicemail"]
    service: str
    say: str = Field(min_length=1)
    longest_s: int = Field(default=180, ge=10, le=600)
    then: NodeId

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("then",), to=self.then, asks=True),)

    def texts(self) -> tuple[tuple[Path, str], ...]:
        return told("say", self.say)

    def enter(self, scene: Scene) -> Move:
        session = scene.session.knowing({"service": self.service})
        ask = Voicemail(service=self.service, longest_s=self.longest_s)
        return Stay(session=session, ask=ask, prompts=scene.say(self.say))

    def answer(self, scene: Scene, event: Event) -> Move:
        if isinstance(event, Answered):
            return Go(to=self.then, session=scene.session)
        return self.enter(scene)
