"""`hours`: one way while a calendar is open, another while it is closed. The centre knows which."""

from typing import Literal

from ivr.asks import Fact, LookUp
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Scene, Stay


class HoursNode(Node):
    """When the centre cannot tell, the caller is treated as if we were open: a person beats a recording.

    With its answer it says when that calendar is open: `{hours}` in what is said from here on.
    """

    kind: Literal["hours"]
    calendar: NodeId
    open: NodeId
    closed: NodeId

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("open",), to=self.open), Edge(path=("closed",), to=self.closed))

    def enter(self, scene: Scene) -> Move:
        return Stay(session=scene.session, ask=LookUp(what=Fact.OPEN, subject=self.calendar))

    def answer(self, scene: Scene, event: Event) -> Move:
        if not isinstance(event, Answered):
            return self.enter(scene)
        return Go(to=self.closed if event.word == "closed" else self.open, session=scene.session.knowing(event.facts))
