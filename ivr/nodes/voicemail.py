"""`voicemail`: the caller leaves a message, which becomes a contact; then on, normally to a goodbye.

Who says nothing is asked again, and then goes `otherwise`: nobody is thanked for a message that is not there.
"""

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from ivr.asks import Voicemail
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay, service_faults, service_for, told


class VoicemailNode(Node):
    """`service` may be `{service}`, as for a queue: then the message is about what the caller waited for."""

    ends: ClassVar[bool] = True

    kind: Literal["voicemail"]
    service: str
    fallback: str = ""
    say: str = Field(min_length=1)
    silence: tuple[str, ...] = ()
    longest_s: int = Field(default=180, ge=10, le=600)
    then: NodeId
    otherwise: NodeId

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("then",), to=self.then, asks=True), Edge(path=("otherwise",), to=self.otherwise, asks=True))

    def texts(self) -> tuple[tuple[Path, str], ...]:
        return (*told("say", self.say), *((("silence", n), text) for n, text in enumerate(self.silence)))

    def faults(self) -> tuple[tuple[Path, str], ...]:
        return service_faults(self.service, self.fallback)

    def enter(self, scene: Scene) -> Move:
        return self._ask(scene, 0, self.say)

    def answer(self, scene: Scene, event: Event) -> Move:
        match event:
            case Answered(word="recorded"):
                return Go(to=self.then, session=scene.session)
            case Answered(word="empty"):
                return self._again(scene)
            case _:
                return self.enter(scene)

    def _again(self, scene: Scene) -> Move:
        tries = scene.session.tries
        if tries >= len(self.silence):
            return Go(to=self.otherwise, session=scene.session)
        return self._ask(scene, tries + 1, self.silence[tries])

    def _ask(self, scene: Scene, tries: int, words: str) -> Move:
        service = service_for(scene, self.service, self.fallback)
        session = replace(scene.session.knowing({"service": service}), tries=tries)
        return Stay(session=session, ask=Voicemail(service=service, longest_s=self.longest_s), prompts=scene.say(words))
