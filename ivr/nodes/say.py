"""`say`: some words, then on."""

from typing import Literal

from pydantic import Field

from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, told


class SayNode(Node):
    kind: Literal["say"]
    say: str = Field(min_length=1)
    then: NodeId

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("then",), to=self.then),)

    def texts(self) -> tuple[tuple[Path, str], ...]:
        return told("say", self.say)

    def enter(self, scene: Scene) -> Move:
        return Go(to=self.then, session=scene.session, prompts=scene.say(self.say))
