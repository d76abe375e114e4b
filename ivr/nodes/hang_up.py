"""`hang-up`: a goodbye, and the call ends."""

from typing import ClassVar, Literal

from pydantic import Field

from ivr.asks import HangUp
from ivr.nodes.base import Move, Node, Path, Scene, Stay, told


class HangUpNode(Node):
    ends: ClassVar[bool] = True

    kind: Literal["hang-up"]
    say: str = Field(min_length=1)
    outcome: Literal["served", "out_of_hours", "voicemail", "callback"] = "served"

    def texts(self) -> tuple[tuple[Path, str], ...]:
        return told("say", self.say)

    def enter(self, scene: Scene) -> Move:
        return Stay(session=scene.session, ask=HangUp(outcome=self.outcome), prompts=scene.say(self.say))
