"""`lookup`: a fact that only the centre knows decides the way; `otherwise` when there is no telling."""

from typing import Literal

from ivr.asks import ANSWERS, Fact, LookUp
from ivr.events import Answered, Event
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay


class LookupNode(Node):
    kind: Literal["lookup"]
    what: Fact
    about: str = ""
    answers: dict[str, NodeId]
    otherwise: NodeId

    def edges(self) -> tuple[Edge, ...]:
        ways = tuple(Edge(path=("answers", word), to=to) for word, to in self.answers.items())
        return (*ways, Edge(path=("otherwise",), to=self.otherwise))

    def faults(self) -> tuple[tuple[Path, str], ...]:
        words = ANSWERS[self.what]
        return tuple(
            (("answers", word), f"`{self.what}` is answered by {' or '.join(words)}, never by `{word}`.")
            for word in self.answers
            if word not in words
        )

    def enter(self, scene: Scene) -> Move:
        return Stay(session=scene.session, ask=LookUp(what=self.what, subject=scene.session.facts.get(self.about, "")))

    def answer(self, scene: Scene, event: Event) -> Move:
        if not isinstance(event, Answered):
            return self.enter(scene)
        return Go(to=self.answers.get(event.word, self.otherwise), session=scene.session.knowing(event.facts))
