"""`collect`: digits keyed or spoken, such as a case reference, checked by its own check digit. Star skips it.

Words of urgency count here as everywhere: who says that somebody is hurt is not asked for digits again.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from core import reference
from core.errors import InvalidInput
from core.misfits import written
from ivr import listening
from ivr.asks import Collect
from ivr.events import Digits, Event, Silence, Speech
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Path, Scene, Stay, told
from ivr.nodes.menu import says_key

CHECKS: dict[str, Callable[[str], str]] = {"case-reference": reference.read, "none": str}
"""Each takes the digits, and gives their written form or raises InvalidInput with a sentence to say."""


class CollectNode(Node):
    kind: Literal["collect"]
    say: str = Field(min_length=1)
    digits: int = Field(ge=1, le=20)
    check: Literal["case-reference", "none"] = "none"
    into: Annotated[str, written("[a-z_]+", "a name of small letters and _")]
    silence: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    then: NodeId
    otherwise: NodeId
    wait_s: int = Field(default=6, ge=2, le=20)

    def edges(self) -> tuple[Edge, ...]:
        return (Edge(path=("then",), to=self.then, asks=True), Edge(path=("otherwise",), to=self.otherwise, asks=True))

    def texts(self) -> tuple[tuple[Path, str], ...]:
        lists = (("silence", self.silence), ("wrong", self.wrong))
        return (*told("say", self.say), *(((name, n), t) for name, several in lists for n, t in enumerate(several)))

    def gives(self) -> frozenset[str]:
        return frozenset({self.into})

    def faults(self) -> tuple[tuple[Path, str], ...]:
        if says_key(self.say, "*"):
            return ()
        return ((("say",), "A caller may not have these digits to hand: say that star goes on without them."),)

    def enter(self, scene: Scene) -> Move:
        return self._ask(scene, 0, self.say)

    def answer(self, scene: Scene, event: Event) -> Move:
        match event:
            case Digits(digits=digits):
                return self._given(scene, digits)
            case Speech(text=text):
                if urgent := scene.urgent(text):
                    facts = {"chose": urgent.label, "said": text}
                    return Go(to=urgent.to, session=scene.session.knowing(facts))
                return self._given(scene, listening.spoken_digits(text))
            case Silence():
                return self._missed(scene, self.silence)
            case _:
                return self.enter(scene)

    def _given(self, scene: Scene, digits: str) -> Move:
        if "*" in digits:
            return Go(to=self.otherwise, session=scene.session)
        try:
            if self.check == "none" and len(digits) != self.digits:
                raise InvalidInput(f"That needs {self.digits} digits.", field=self.into)
            value = CHECKS[self.check](digits)
        except InvalidInput as error:
            return self._missed(scene, self.wrong, str(error))
        return Go(to=self.then, session=scene.session.knowing({self.into: value}))

    def _missed(self, scene: Scene, words: tuple[str, ...], why: str = "") -> Move:
        tries = scene.session.tries
        if tries >= len(words):
            return Go(to=self.otherwise, session=scene.session)
        return self._ask(scene, tries + 1, why, words[tries])

    def _ask(self, scene: Scene, tries: int, *texts: str) -> Move:
        ask = Collect(digits=self.digits, finish_on="#", timeout_s=self.wait_s, speech=True)
        return Stay(session=replace(scene.session, tries=tries), ask=ask, prompts=scene.say(*texts))
