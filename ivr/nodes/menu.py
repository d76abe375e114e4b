"""`menu`: some choices, taken by key or by voice. Wrong keys and silence are met in other words, then by a person."""

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from ivr import listening
from ivr.asks import Collect
from ivr.events import Digits, Event, Silence, Speech
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Option, Path, Scene, Stay, told
from ivr.session import Session

SPOKEN_KEY = {"*": "star", "#": "hash"}
HINTS_AT_MOST = 500
"""Twilio's limit for one Gather."""


class MenuNode(Node):
    """`silence` and `wrong` hold what is said at the first, second … misunderstanding, before the options again.

    The life of a misunderstanding:
    1. the caller presses nothing, or a key that is no option, or says what no option lists;
    2. while there are words left in `silence` or `wrong`, those are said, then the options;
    3. after that they go to `no_answer`, or where the whole menu sends the lost: to a person.
    """

    chooses: ClassVar[bool] = True

    kind: Literal["menu"]
    say: str = ""
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)
    silence: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    no_answer: NodeId | None = None
    broad: bool = False
    wait_s: int = Field(default=5, ge=2, le=20)

    def edges(self) -> tuple[Edge, ...]:
        ways = tuple(Edge(path=("options", n, "to"), to=o.to, asks=True) for n, o in enumerate(self.options))
        return (*ways, *(Edge(path=("no_answer",), to=to, asks=True) for to in (self.no_answer,) if to))

    def texts(self) -> tuple[tuple[Path, str], ...]:
        lists = (("silence", self.silence), ("wrong", self.wrong))
        return (
            *told("say", self.say),
            *(((("options", n, "say"), option.say)) for n, option in enumerate(self.options)),
            *(((name, n), text) for name, several in lists for n, text in enumerate(several)),
        )

    def faults(self) -> tuple[tuple[Path, str], ...]:
        return (*self._unsaid_keys(), *self._same_keys(), *self._same_words())

    def enter(self, scene: Scene) -> Move:
        return self._ask(scene, scene.session, self.say)

    def answer(self, scene: Scene, event: Event) -> Move:
        match event:
            case Digits(digits=digits):
                return self._pressed(scene, digits[:1])
            case Speech(text=text):
                return self._said(scene, text, event.confidence)
            case Silence():
                return self._missed(scene, self.silence)
            case _:
                return self.enter(scene)

    def _pressed(self, scene: Scene, key: str) -> Move:
        if key == "*":
            return self.enter(scene)
        option = next((o for o in (*self.options, *scene.anywhere) if o.key and o.key == key), None)
        return self._choose(scene, option) if option else self._missed(scene, self.wrong)

    def _said(self, scene: Scene, text: str, confidence: float | None) -> Move:
        if urgent := scene.urgent(text):
            return self._choose(scene, urgent, text)
        if confidence is not None and confidence < listening.SURE_ENOUGH:
            return self._missed(scene, self.wrong)
        option = self._meant(scene, text)
        if option:
            return self._choose(scene, option, text)
        return self.enter(scene) if listening.wants_again(text) else self._missed(scene, self.wrong)

    def _meant(self, scene: Scene, text: str) -> Option | None:
        """These options before those of anywhere, unless one of those was said in more words; 0 comes last.

        So "speak to someone about a pothole" is about a pothole. Where these options are `broad`, as many words are
        enough: "my road is flooded" is about flooding and not about roads.
        """
        here = listening.pick(text, self.options)
        elsewhere = listening.pick(text, (o for o in scene.anywhere if not o.key))
        if here and elsewhere:
            lead = listening.closeness(text, elsewhere) - listening.closeness(text, here)
            return elsewhere if lead > 0 or (lead == 0 and self.broad) else here
        return here or elsewhere or listening.pick(text, (o for o in scene.anywhere if o.key))

    def _choose(self, scene: Scene, option: Option, said: str = "") -> Move:
        before = scene.session.facts.get("chose", "")
        facts = {"chose": f"{before} › {option.label}" if before else option.label}
        if said:
            facts["said"] = said
        return Go(to=option.to, session=scene.session.knowing(facts))

    def _missed(self, scene: Scene, words: tuple[str, ...]) -> Move:
        tries = scene.session.tries
        if tries >= len(words):
            handing_over = () if self.no_answer else scene.say(scene.handing_over)
            return Go(to=self.no_answer or scene.lost, session=scene.session, prompts=handing_over)
        return self._ask(scene, replace(scene.session, tries=tries + 1), words[tries])

    def _ask(self, scene: Scene, session: Session, first: str) -> Move:
        prompts = scene.say(first, *(option.say for option in self.options), scene.always)
        return Stay(session=session, prompts=prompts, ask=self._collect(scene))

    def _collect(self, scene: Scene) -> Collect:
        hints = dict.fromkeys(word for option in (*self.options, *scene.anywhere) for word in option.words)
        return Collect(digits=1, timeout_s=self.wait_s, speech=True, hints=tuple(hints)[:HINTS_AT_MOST])

    def _unsaid_keys(self) -> tuple[tuple[Path, str], ...]:
        return tuple(
            (("options", n, "say"), f"The words of this option do not say its key, {says_as(option.key)}.")
            for n, option in enumerate(self.options)
            if option.key and not says_key(option.say, option.key)
        )

    def _same_keys(self) -> tuple[tuple[Path, str], ...]:
        keys = [option.key for option in self.options]
        return tuple(
            (("options", n, "key"), f"Key {key} is already taken by an option above.")
            for n, key in enumerate(keys)
            if key and key in keys[:n]
        )

    def _same_words(self) -> tuple[tuple[Path, str], ...]:
        lists = (("silence", self.silence), ("wrong", self.wrong))
        return tuple(
            ((name, n), "A caller who was not understood is told the same again. Say it in other words.")
            for name, several in lists
            for n, text in enumerate(several)
            if text in (self.say, *several[:n])
        )


def says_as(key: str) -> str:
    """A key as a voice says it."""
    return SPOKEN_KEY.get(key, key)


def says_key(text: str, key: str) -> bool:
    """Whether a text tells the caller to press this key."""
    return says_as(key) in listening.tokens(text)
