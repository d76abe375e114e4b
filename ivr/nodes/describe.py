"""`describe`: the caller says in a few words what it is about; what that sounds like is said back, and they confirm it.

1. They speak. Words of urgency count at once, as everywhere; what else was said is for the centre to understand.
2. What it sounds like is told: 1 or yes goes on there; 2 or no asks again, in other words. Only what cannot wait goes
   on there unasked (`straight`).
3. Any key, silence, and what nobody understands lead to the choices by key (`otherwise`): nobody has to speak.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal

from pydantic import Field

from ivr import listening
from ivr.asks import Collect, Fact, LookUp
from ivr.events import Answered, Digits, Event, Silence, Speech
from ivr.nodes.base import Edge, Go, Move, Node, NodeId, Option, Path, Scene, Stay, told
from ivr.nodes.menu import HINTS_AT_MOST, says_key
from ivr.session import Session

GUESSED: Final = "guessed"
"""The name of the service that the caller is asked to confirm; empty while they are asked what it is about."""
ENOUGH_WORDS: Final = 2
"""So many after a no are a better description, and not only a no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    key: str
    words: tuple[str, ...]


YES: Final = _Reply(key="1", words=("yes", "yeah", "yep", "right", "correct", "that is right", "thats right"))
NO: Final = _Reply(key="2", words=("no", "nope", "wrong", "not right", "not it", "something else", "it is not"))


class DescribeNode(Node):
    """`silence` and `wrong` are said as in a `menu`; when they are used up, `falling_back` and the choices by key.

    `ways` leads services to nodes of their own, and all others go `sure`, where the service is `{service}`. Unless it
    is `enabled`, nobody is asked anything here.
    """

    chooses: ClassVar[bool] = True

    kind: Literal["describe"]
    enabled: bool = False
    say: str = Field(min_length=1)
    sounds_like: str = Field(min_length=1)
    silence: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    falling_back: str = ""
    straight: tuple[str, ...] = ()
    ways: dict[str, NodeId] = Field(default_factory=dict)
    sure: NodeId
    otherwise: NodeId
    wait_s: int = Field(default=6, ge=2, le=20)

    def edges(self) -> tuple[Edge, ...]:
        ways = tuple(Edge(path=("ways", service), to=to, asks=True) for service, to in self.ways.items())
        sure = Edge(path=("sure",), to=self.sure, asks=True)
        return (*ways, sure, Edge(path=("otherwise",), to=self.otherwise, asks=self.enabled))

    def texts(self) -> tuple[tuple[Path, str], ...]:
        lists = (("silence", self.silence), ("wrong", self.wrong))
        return (
            *told("say", self.say),
            *told("sounds_like", self.sounds_like),
            *((((name, n), text)) for name, several in lists for n, text in enumerate(several)),
            *told("falling_back", self.falling_back),
        )

    def faults(self) -> tuple[tuple[Path, str], ...]:
        found: list[tuple[Path, str]] = []
        if not says_key(self.say, "1"):
            found.append((("say",), "Not everybody can or will speak: say that 1 leads to choices by key."))
        if "{about}" not in self.sounds_like:
            found.append((("sounds_like",), "Say back what it sounds like: these words need `{about}`."))
        if not all(says_key(self.sounds_like, key) for key in (YES.key, NO.key)):
            found.append((("sounds_like",), "These words do not say both keys, 1 if that is right and 2 if not."))
        return tuple(found)

    def enter(self, scene: Scene) -> Move:
        if not self.enabled:
            return Go(to=self.otherwise, session=scene.session)
        return self._ask(scene, 0, self.say)

    def answer(self, scene: Scene, event: Event) -> Move:
        guessed = scene.session.facts.get(GUESSED, "")
        match event:
            case Digits(digits=digits):
                return self._pressed(scene, digits[:1], guessed)
            case Speech(text=text, confidence=confidence):
                return self._said(scene, text, confidence, guessed)
            case Silence() if guessed:
                return self._confirm(scene, tries=scene.session.tries + 1)
            case Silence():
                return self._missed(scene, self.silence)
            case Answered():
                return self._understood(scene, event)
            case _:
                return self.enter(scene)

    def _pressed(self, scene: Scene, key: str, guessed: str) -> Move:
        option = next((each for each in scene.anywhere if each.key and each.key == key), None)
        if option:
            return self._choose(scene, option)
        if key == "*":
            return self._confirm(scene, tries=scene.session.tries) if guessed else self.enter(scene)
        if guessed and key == YES.key:
            return self._go_on(scene, guessed)
        return self._missed(scene, self.wrong) if guessed and key == NO.key else self._by_keys(scene)

    def _said(self, scene: Scene, text: str, confidence: float | None, guessed: str) -> Move:
        if urgent := scene.urgent(text):
            return self._choose(scene, urgent, text)
        if confidence is not None and confidence < listening.SURE_ENOUGH:
            return self._confirm(scene, tries=scene.session.tries + 1) if guessed else self._missed(scene, self.wrong)
        if listening.wants_again(text):
            return self._confirm(scene, tries=scene.session.tries) if guessed else self.enter(scene)
        reply = listening.pick(text, (YES, NO)) if guessed else None
        if reply is YES:
            return self._go_on(scene, guessed)
        if reply is NO and len(_beside_no(text)) < ENOUGH_WORDS:
            return self._missed(scene, self.wrong)
        return self._ask_about(scene, " ".join(_beside_no(text)) if reply is NO else text, again=bool(guessed))

    def _ask_about(self, scene: Scene, text: str, *, again: bool) -> Move:
        """For the centre to understand; whoever says it `again` and again comes to the keys."""
        tries = scene.session.tries + again
        if tries > len(self.wrong):
            return self._by_keys(scene, self.falling_back)
        session = replace(scene.session.knowing({"said": text, GUESSED: ""}), tries=tries)
        return Stay(session=session, ask=LookUp(what=Fact.ABOUT, subject=text))

    def _understood(self, scene: Scene, answer: Answered) -> Move:
        service = answer.facts.get(GUESSED, "") if answer.word == "guessed" else ""
        if service in self.straight:
            return self._go_on(scene, service)
        if service:
            known = replace(scene, session=scene.session.knowing(answer.facts))
            return self._confirm(known, tries=scene.session.tries)
        said = scene.session.facts.get("said", "")
        named = (each for each in scene.anywhere if not each.key)
        keyed = (each for each in scene.anywhere if each.key)
        option = listening.pick(said, named) or listening.pick(said, keyed)
        return self._choose(scene, option, said) if option else self._missed(scene, self.wrong)

    def _confirm(self, scene: Scene, *, tries: int) -> Move:
        """Says what it sounds like; the keys take over when that was not answered often enough."""
        if tries > max(len(self.silence), 1):
            return self._by_keys(scene, self.falling_back)
        session = replace(scene.session, tries=tries)
        hints = (*YES.words, *NO.words)
        return Stay(session=session, prompts=scene.say(self.sounds_like, scene.always), ask=self._collect(hints))

    def _go_on(self, scene: Scene, service: str) -> Move:
        facts = {"service": service, GUESSED: ""}
        about = scene.session.facts.get("about", "")
        session = scene.session.knowing(facts | ({"chose": about} if about else {}))
        return Go(to=self.ways.get(service, self.sure), session=session)

    def _choose(self, scene: Scene, option: Option, said: str = "") -> Move:
        facts = {"chose": option.label, GUESSED: ""} | ({"said": said} if said else {})
        return Go(to=option.to, session=scene.session.knowing(facts))

    def _missed(self, scene: Scene, words: tuple[str, ...]) -> Move:
        tries = scene.session.tries
        if tries >= len(words):
            return self._by_keys(scene, self.falling_back)
        return self._ask(scene, tries + 1, words[tries])

    def _by_keys(self, scene: Scene, *words: str) -> Move:
        return Go(to=self.otherwise, session=_without_guess(scene.session), prompts=scene.say(*words))

    def _ask(self, scene: Scene, tries: int, words: str) -> Move:
        hints = tuple(word for option in scene.anywhere for word in option.words)
        session = replace(_without_guess(scene.session), tries=tries)
        return Stay(session=session, prompts=scene.say(words, scene.always), ask=self._collect(hints))

    def _collect(self, hints: tuple[str, ...]) -> Collect:
        return Collect(digits=1, timeout_s=self.wait_s, speech=True, hints=tuple(dict.fromkeys(hints))[:HINTS_AT_MOST])


def _without_guess(session: Session) -> Session:
    return session.knowing({GUESSED: ""}) if session.facts.get(GUESSED) else session


def _beside_no(text: str) -> list[str]:
    """What was said besides the no: "no, it is the street light" is about the street light."""
    no = {word for phrase in NO.words for word in listening.tokens(phrase)}
    return [word for word in text.split() if not set(listening.tokens(word)) <= no]
