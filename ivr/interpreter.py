"""Steps a caller through a menu: one event in, what they hear and what is asked next out. Pure: no clock, no store."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.asks import Ask, Redirect
from ivr.events import Digits, Event, Silence, Speech, Started
from ivr.menu import Menu
from ivr.nodes.base import Go, Move, Scene, Stay
from ivr.prompts import Prompt
from ivr.session import Session

BUILT_IN = frozenset({"greeting"})
"""Names a text may use without a lookup: `{greeting}` is good morning, good afternoon or good evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the caller hears, then what is asked; `session` is to be kept until the answer comes."""

    session: Session
    prompts: tuple[Prompt, ...]
    ask: Ask

    def after(self, earlier: "Step") -> "Step":
        """This step, with what an earlier one had to say said first."""
        return replace(self, prompts=(*earlier.prompts, *self.prompts))


def step(menu: Menu, session: Session, event: Event, now: datetime) -> Step:
    """One event at `session.node`; `now` is in the county's own time.

    A caller at a node that the menu no longer has stands where the lost are taken.
    """
    session = _counted(session, event)
    move = _first(menu, session, event, now)
    prompts: tuple[Prompt, ...] = ()
    # A checked menu has no circle without a question in it, so each node is entered at most once here.
    for _ in range(len(menu.nodes) + 2):
        prompts = (*prompts, *move.prompts)
        if isinstance(move, Stay):
            return Step(session=move.session, prompts=prompts, ask=move.ask)
        session = move.session.at(move.to)
        move = menu.nodes[move.to].enter(_scene(menu, session, now))
    raise RuntimeError(f"The menu {menu.menu} goes round without asking anything; ivr.checking would have refused it.")


def walk(menus: Mapping[str, Menu], session: Session, event: Event, now: datetime) -> Step:
    """As `step`, over several menus: goes on in another one where a menu says so. `ask` is never a Redirect."""
    result = step(menus[session.menu], session, event, now)
    while isinstance(result.ask, Redirect):
        facts = result.session.facts
        there = Session(menu=result.ask.menu, turns=result.session.turns, facts=facts)
        result = step(menus[there.menu], there, Started(facts=facts), now).after(result)
    return result


def _first(menu: Menu, session: Session, event: Event, now: datetime) -> Move:
    if isinstance(event, Started):
        return Go(to=menu.start, session=session.knowing(event.facts))
    if session.node not in menu.nodes:
        session = session.at(menu.lost)
    scene = _scene(menu, session, now)
    if session.turns > menu.turns:
        return Go(to=menu.lost, session=session, prompts=scene.say(menu.handing_over))
    return menu.nodes[session.node].answer(scene, event)


def _counted(session: Session, event: Event) -> Session:
    return replace(session, turns=session.turns + 1) if isinstance(event, Digits | Speech | Silence) else session


def _scene(menu: Menu, session: Session, now: datetime) -> Scene:
    return Scene(
        session=session,
        names={"greeting": greeting(now)},
        anywhere=menu.anywhere,
        always=menu.always,
        lost=menu.lost,
        handing_over=menu.handing_over,
    )


def greeting(now: datetime) -> str:
    """Good morning, afternoon or evening, by the clock of `now`'s own zone."""
    if now.hour < 12:
        return "Good morning"
    return "Good afternoon" if now.hour < 18 else "Good evening"
