"""`goto`: on to another node, or to the start of another menu."""

from typing import Literal

from ivr.asks import Redirect
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay


class GotoNode(Node):
    kind: Literal["goto"]
    to: NodeId | None = None
    menu: NodeId | None = None

    @property
    def leaves(self) -> bool:
        """Whether the call goes on in another menu."""
        return self.menu is not None

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("to",), to=self.to),) if self.to else ()

    def faults(self) -> tuple[tuple[Path, str], ...]:
        if (self.to is None) == (self.menu is None):
            return (((), "A goto names one place: either `to` (a node here) or `menu` (another menu)."),)
        return ()

    def enter(self, scene: Scene) -> Move:
        if self.menu is not None:
            return Stay(session=scene.session, ask=Redirect(menu=self.menu))
        return Go(to=self.to or scene.lost, session=scene.session)
