"""`text`: a text to the caller's own number. Ask for their consent first, with a `menu` node."""

from typing import Literal

from ivr.asks import SendText
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Scene, Stay


class TextNode(Node):
    kind: Literal["text"]
    template: NodeId
    sent: NodeId
    otherwise: NodeId

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("sent",), to=self.sent), Edge(path=("otherwise",), to=self.otherwise))

    def enter(self, scene: Scene) -> Move:
        return Stay(session=scene.session, ask=SendText(template=self.template))

    def answer(self, scene: Scene, event: Event) -> Move:
        if not isinstance(event, Answered):
            return self.enter(scene)
        return Go(to=self.sent if event.word == "sent" else self.otherwise, session=scene.session)
