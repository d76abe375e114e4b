"""The engine's log read into recorded days: a contact's events as one story, staff's entries as they are. No I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from core.event import Event
from router.engine.events import entry_of
from router.engine.inputs import Entry, is_by_time
from router.engine.recorded import plan_of
from router.engine.states import Ended
from router.rules.plan import Plan
from simulator.past import Act, Answer, Aside, ByHand, Came, Past, Rang, Talk, Then

DECISIONS: Final = frozenset({"agent.cooled", "agent.released", "agent.held", "agent.phone_gone"})


def past_of(events: Iterable[Event], since_ms: int, until_ms: int) -> Past:
    """What the log tells of the days between two moments. `events` begin where a generation does.

    What was going on at the beginning is there too: contacts that waited or were in hand, and the staff at work.
    """
    reader = _Reader(since_ms, until_ms)
    for _, entry in groupby(events, lambda event: (event.generation, entry_of(event.sequence))):
        reader.entry(tuple(entry))
    return reader.past()


class _Reader:
    def __init__(self, since_ms: int, until_ms: int) -> None:
        self._since, self._until = since_ms, until_ms
        self._lives: list[_Life] = []
        self._open: dict[str, _Life] = {}
        self._before: dict[str, list[Act]] = {}
        self._acts: list[Act] = []
        self._replans: list[tuple[int, str, Plan]] = []
        self._generations = 0

    def entry(self, entry: tuple[Event, ...]) -> None:
        for event in entry:
            if event.contact_id:
                self._contact(event)
        first = next((event for event in entry if event.type != "contact.resumed"), entry[0])
        self._generations += first.type == "generation.began"
        for act in _acts(entry, first):
            self._act(act)

    def _contact(self, event: Event) -> None:
        contact = event.contact_id or ""
        life = self._open.get(contact)
        if life is None or event.type == "contact.arrived":
            if "steps" not in event.facts:
                return
            number = sum(1 for each in self._lives if each.came.contact == contact) if life else 0
            life = self._open[contact] = _Life.begun(event, number)
            self._lives.append(life)
        elif event.type == "contact.replanned" and event.at_ms >= self._since:
            if (event.rules_version or 0) > life.rules_version:
                self._replans.append((event.at_ms, life.came.id, plan_of(event)))
            else:
                life.changed_by_hand(event)
        elif event.type == "contact.replanned" and life.came.answered_ms is None:
            life.came.plan = replace(plan_of(event), contact_id=life.came.id)
        life.hears(event)

    def _act(self, act: Act) -> None:
        """In the days it is kept as it is; before them only what still holds is."""
        first = act.entry[0]
        if act.at_ms >= self._since:
            self._acts.append(act)
        elif first.type == "generation.began":
            self._before = {name: acts for name, acts in self._before.items() if name == ""}
        elif first.type == "agent.signed_in":
            self._before[first.agent_id or ""] = _signed_in(self._before.get(first.agent_id or "", []), act)
        elif first.type in ("agent.left", "rules.published"):
            self._before[first.agent_id or ""] = [] if first.type == "agent.left" else [act]
        else:
            self._before.setdefault(first.agent_id or "", []).append(act)

    def past(self) -> Past:
        for life in self._lives:
            life.ends(self._until)
        there = [life for life in self._lives if life.end_ms is None or life.end_ms > self._since]
        before = [replace(act, at_ms=self._since) for acts in self._before.values() for act in acts]
        return Past(
            since_ms=self._since,
            until_ms=self._until,
            came=[life.seen_from(self._since) for life in there],
            acts=[*before, *self._acts],
            replans=self._replans,
            generations=self._generations,
        )


def _acts(entry: Entry, first: Event) -> Iterable[Act]:
    """What of an entry came from outside and is not about a contact."""
    if is_by_time(first):
        return [Act(at_ms=each.at_ms, entry=(each,)) for each in entry if each.type == "agent.absent"]
    if first.type in ("rules.published", "generation.began"):
        return [Act(at_ms=first.at_ms, entry=(first,))]
    if first.type.startswith("agent.") and first.type not in DECISIONS:
        return [Act(at_ms=first.at_ms, entry=(first,))]
    return []


def _signed_in(before: list[Act], act: Act) -> list[Act]:
    """With another profile, or phone, whoever is at work goes on being ready, or on a break."""
    types = [each.entry[0].type for each in before]
    since = len(types) - types[::-1].index("agent.absent") if "agent.absent" in types else 0
    over = ("agent.signed_in", "agent.phone")
    return [act, *(each for each in before[since:] if each.entry[0].type not in over)]


@dataclass(slots=True, kw_only=True)
class _Life:
    """A contact while its story is read."""

    came: Came
    end_ms: int | None = None
    holder: tuple[str, int] | None = None
    began_ms: int | None = None
    """When the present talk began, or None."""
    held_at: list[tuple[int, tuple[str, int]]] = field(default_factory=list)
    rules_version: int = 0
    """Whose plan it has."""
    free_ms: int | None = None
    """When it was last off somebody's hands."""
    aside_ms: int | None = None
    """Since when it is put aside, or None."""
    rang_ms: int | None = None
    taken_ms: int | None = None
    wrap_ms: int | None = None
    longer: bool = False

    @classmethod
    def begun(cls, event: Event, number: int) -> "_Life":
        plan = plan_of(event)
        id = f"{plan.contact_id}.{number}" if number else plan.contact_id
        at = event.at_ms if event.type == "contact.arrived" else min(plan.arrived_ms, event.at_ms)
        return cls(came=Came(id=id, contact=plan.contact_id, at_ms=at, plan=replace(plan, contact_id=id)))

    def changed_by_hand(self, event: Event) -> None:
        """Newer rules had no part in this plan."""
        turn, since = self._turn()
        made = ByHand(turn=turn, since_ms=since, at_ms=event.at_ms, plan=plan_of(event))
        self.came.by_hand.append(made)

    def _turn(self) -> tuple[int, int]:
        """Where in its story it is, as `ByHand` counts, and since when."""
        since = self.free_ms if self.began_ms is None else self.began_ms
        return 2 * len(self.held_at) - (self.began_ms is not None), self.came.at_ms if since is None else since

    def hears(self, event: Event) -> None:
        kind = event.type.partition(".")[2]
        self._notes(event, kind)
        if event.type.startswith("offer."):
            self._offer(event, kind)
        elif kind == "connected" or (kind == "restored" and event.agent_id and self.began_ms is None):
            self._connected(event)
        elif kind == "wrapping":
            self.longer |= "more" in event.facts
            self.wrap_ms = self.wrap_ms or event.at_ms
        elif kind in ENDS and self.began_ms is not None:
            self._talked(event, ENDS[kind])
        elif kind in ("parked", "callback"):
            turn, since = self._turn()
            aside = Aside(turn=turn, since_ms=since, at_ms=event.at_ms, till_ms=event.facts["till"])
            self.came.asides.append(aside)
        elif kind == "ended":
            self.came.gone_ms, self.came.outcome, self.end_ms = event.at_ms, event.facts["outcome"], event.at_ms

    def _notes(self, event: Event, kind: str) -> None:
        """By which rules it is planned, and whether it is put aside."""
        if "steps" in event.facts:
            self.rules_version = event.rules_version or 0
        if kind in ("parked", "callback"):
            self.aside_ms = event.at_ms
        elif kind == "waiting" and self.aside_ms is not None:
            self._taken_up(event.at_ms, self.aside_ms)

    def _taken_up(self, at_ms: int, since_ms: int) -> None:
        """It waits again, at its time or before it."""
        came, self.aside_ms = self.came, None
        if came.asides and came.asides[-1].at_ms == since_ms:
            came.asides[-1] = replace(came.asides[-1], till_ms=at_ms)
        elif came.talks and came.talks[-1].then is Then.ASIDE:
            came.talks[-1] = replace(came.talks[-1], aside_ms=at_ms - since_ms)

    def _offer(self, event: Event, kind: str) -> None:
        if kind == "made":
            self.rang_ms = event.at_ms
        elif kind == "accepted":
            self.rang_ms = self.rang_ms or event.at_ms
            self.taken_ms = event.at_ms
        elif self.rang_ms is not None:
            answer = ANSWERS.get(kind, Answer.UNKNOWN)
            if answer is Answer.FAILED and self.taken_ms is not None:
                self._rang(answer, self.taken_ms - self.rang_ms, event.at_ms - self.taken_ms)
            else:
                self._rang(answer, event.at_ms - self.rang_ms)

    def _rang(self, answer: Answer, after_ms: int, joined_ms: int = 0) -> None:
        self.came.rang.append(Rang(answer=answer, after_ms=after_ms, joined_ms=joined_ms))
        self.rang_ms = self.taken_ms = None

    def _connected(self, event: Event) -> None:
        if self.rang_ms is not None and self.taken_ms is not None:
            self._rang(Answer.TAKEN, self.taken_ms - self.rang_ms, event.at_ms - self.taken_ms)
        self.came.answered_ms = self.came.answered_ms or event.at_ms
        self.began_ms, self.wrap_ms, self.longer = event.at_ms, None, False
        self.held_at.append((event.at_ms, (event.agent_id or "", event.epoch or 0)))

    def _talked(self, event: Event, then: Then) -> None:
        wrap = self.wrap_ms if then is Then.CLOSED else None
        by_itself = event.facts.get("by") == "wrap-up ran out" and not self.longer
        self.came.talks.append(
            Talk(
                ms=(wrap or event.at_ms) - (self.began_ms or event.at_ms),
                then=then,
                wraps=wrap is not None,
                wrap_ms=None if wrap is None or by_itself else event.at_ms - wrap,
                outcome=event.facts.get("outcome", Ended.SERVED),
                plan=replace(plan_of(event), contact_id=self.came.id) if then is Then.TRANSFERRED else None,
                aside_ms=event.facts["till"] - event.at_ms if then is Then.ASIDE else 0,
            )
        )
        self.began_ms, self.free_ms = None, event.at_ms
        if then is Then.CLOSED:
            self.end_ms, self.came.outcome = event.at_ms, event.facts.get("outcome", Ended.SERVED)

    def ends(self, until_ms: int) -> None:
        """What is still in hand when the days are over is so to their end."""
        if self.began_ms is not None:
            self.came.talks.append(Talk(ms=until_ms - self.began_ms + 1))

    def seen_from(self, since_ms: int) -> Came:
        """As it is where the days begin: what is over by then is over, what is in hand is held."""
        came = self.came
        if came.at_ms >= since_ms or came.answered_ms is None or came.answered_ms >= since_ms:
            return came
        at, held = [each for each in self.held_at if each[0] < since_ms][-1]
        begun = self.held_at.index((at, held))
        talk = came.talks[begun]
        over = at + talk.ms + (talk.wrap_ms or 0)
        if over <= since_ms:
            # It waits again, passed on or put aside.
            later = _after(came, begun + 1)
            return replace(later, talks=came.talks[begun + 1 :], plan=talk.plan or came.plan, rang=[])
        left = replace(talk, ms=over - since_ms, wraps=False, wrap_ms=None)
        return replace(_after(came, begun), held=held, talks=[left, *came.talks[begun + 1 :]], rang=[])


def _after(came: Came, talks: int) -> Came:
    """Its turns counted from after so many conversations."""
    return replace(
        came,
        by_hand=[replace(each, turn=each.turn - 2 * talks) for each in came.by_hand],
        asides=[replace(each, turn=each.turn - 2 * talks) for each in came.asides],
    )


ENDS: Final[Mapping[str, Then]] = {
    "closed": Then.CLOSED,
    "transferred": Then.TRANSFERRED,
    "returned": Then.RETURNED,
    "parked": Then.ASIDE,
    "callback": Then.ASIDE,
}
ANSWERS: Final[Mapping[str, Answer]] = {
    "declined": Answer.DECLINED,
    "expired": Answer.SILENT,
    "media_failed": Answer.FAILED,
}
