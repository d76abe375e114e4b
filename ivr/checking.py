"""What makes a menu safe to publish, checked before any caller hears it. Every fault names its place in the document.

A menu that passes has no dead end: every node can be reached, every way leads to a person, a message or a goodbye, no
circle goes round without asking the caller, and nobody listens longer than `longest_s` before they may choose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.interpreter import BUILT_IN
from ivr.menu import Menu
from ivr.nodes.base import NAME, Edge, Node, Path, Scene
from ivr.nodes.collect import CollectNode
from ivr.nodes.goto import GotoNode
from ivr.nodes.menu import MenuNode, says_as, says_key
from ivr.prompts import talking_seconds
from ivr.session import Session

FROM_LOOKUPS = frozenset({"service", "standing", "chose", "said", "hours", "about"})
"""Facts that the interpreter or a lookup may add by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong; `path` leads to it from the top of the document."""

    path: Path
    message: str


def check(menu: Menu) -> list[Fault]:
    """Everything wrong with one menu by itself, broken ways first: the other checks need whole ways."""
    broken = list(_broken_ways(menu))
    if broken:
        return broken
    return [
        *_own_faults(menu),
        *_unreachable(menu),
        *_endless(menu),
        *_circles(menu),
        *_lost(menu),
        *_unsaid(menu),
        *_unknown_names(menu),
        *_long_talks(menu),
    ]


def check_together(menus: Mapping[str, Menu]) -> dict[str, list[Fault]]:
    """What is wrong between menus: one that goes on in a menu that is not there, or round in circles."""
    found: dict[str, list[Fault]] = {name: [] for name in menus}
    for name, menu in menus.items():
        for node_id, node in menu.nodes.items():
            if isinstance(node, GotoNode) and node.menu is not None and node.menu not in menus:
                message = f"There is no menu `{node.menu}`."
                found[name].append(Fault(path=("nodes", node_id, "menu"), message=message))
        if name in _onward(menus, name):
            found[name].append(Fault(path=("start",), message="This menu can come back to itself through another."))
    return found


def _ways(menu: Menu) -> Iterator[tuple[Path, str]]:
    yield ("start",), menu.start
    yield ("lost",), menu.lost
    for place, option in enumerate(menu.anywhere):
        yield ("anywhere", place, "to"), option.to
    for node_id, node in menu.nodes.items():
        for edge in node.edges():
            yield ("nodes", node_id, *edge.path), edge.to


def _broken_ways(menu: Menu) -> Iterator[Fault]:
    for path, to in _ways(menu):
        if to not in menu.nodes:
            yield Fault(path=path, message=f"There is no node `{to}`.")


def _own_faults(menu: Menu) -> Iterator[Fault]:
    for node_id, node in menu.nodes.items():
        for path, message in node.faults():
            yield Fault(path=("nodes", node_id, *path), message=message)


def _edges(menu: Menu, node: Node) -> tuple[Edge, ...]:
    """A node's ways, with those that hold at every choice; what is urgent holds wherever something may be said."""
    if isinstance(node, CollectNode):
        urgent = tuple(Edge(path=("options",), to=option.to, asks=True) for option in menu.anywhere if option.urgent)
        return (*node.edges(), *urgent)
    if not node.chooses:
        return node.edges()
    anywhere = tuple(Edge(path=("options",), to=option.to, asks=True) for option in menu.anywhere)
    gives_up = isinstance(node, MenuNode) and not node.no_answer
    lost = (Edge(path=("silence",), to=menu.lost, asks=True),) if gives_up else ()
    return (*node.edges(), *anywhere, *lost)


def _reached(menu: Menu, start: str, *, asking: bool = True) -> set[str]:
    """Every node on some way from `start`; with asking=False, only ways that need no answer from the caller."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += [edge.to for edge in _edges(menu, menu.nodes[here]) if asking or not edge.asks]
    return seen


def _unreachable(menu: Menu) -> Iterator[Fault]:
    reached = _reached(menu, menu.start) | _reached(menu, menu.lost)
    for node_id in menu.nodes:
        if node_id not in reached:
            yield Fault(path=("nodes", node_id), message=f"No way leads to `{node_id}`.")


def _ends(node: Node) -> bool:
    return node.ends or (isinstance(node, GotoNode) and node.leaves)


def _endless(menu: Menu) -> Iterator[Fault]:
    for node_id in menu.nodes:
        if not any(_ends(menu.nodes[there]) for there in _reached(menu, node_id)):
            message = "No way from here leads to a person, a voice message or a goodbye."
            yield Fault(path=("nodes", node_id), message=message)


def _circles(menu: Menu) -> Iterator[Fault]:
    for node_id, node in menu.nodes.items():
        silent = [edge.to for edge in _edges(menu, node) if not edge.asks]
        if any(node_id in _reached(menu, there, asking=False) for there in silent):
            yield Fault(path=("nodes", node_id), message="Ways from here come round again without asking the caller.")


def _lost(menu: Menu) -> Iterator[Fault]:
    """Whoever is lost must come to somebody without one more question."""
    reached = _reached(menu, menu.lost, asking=False)
    asked = [there for there in reached if menu.nodes[there].chooses]
    if asked or not any(_ends(menu.nodes[there]) for there in reached):
        message = "Somebody who was not understood must come to a person or a voice message with no further choice."
        yield Fault(path=("lost",), message=message)


def _unsaid(menu: Menu) -> Iterator[Fault]:
    """The keys that work everywhere are told everywhere."""
    if not any(node.chooses for node in menu.nodes.values()):
        return
    for key in ("*", *(option.key for option in menu.anywhere if option.key)):
        if not says_key(menu.always, key):
            yield Fault(
                path=("always",), message=f"These words do not say the key {says_as(key)}, which works everywhere."
            )
    for place, option in enumerate(menu.anywhere):
        if not option.key and not option.words:
            yield Fault(path=("anywhere", place), message="Nobody can choose this: it has no key and no words.")


def _unknown_names(menu: Menu) -> Iterator[Fault]:
    known = BUILT_IN | FROM_LOOKUPS | set(menu.given)
    for node in menu.nodes.values():
        known |= node.gives()
    for node_id, node in menu.nodes.items():
        for path, text in node.texts():
            for name in NAME.findall(text):
                if name not in known:
                    yield Fault(path=("nodes", node_id, *path), message=f"Nothing gives the name `{{{name}}}`.")


def _long_talks(menu: Menu) -> Iterator[Fault]:
    """A key cuts words short, but nobody knows which key before they have heard it."""
    for node_id, node in menu.nodes.items():
        if node.chooses:
            seconds = _lead_in(menu, node_id, frozenset()) + _told_at(menu, node)
            if seconds > menu.longest_s:
                message = f"A caller listens for {seconds:.0f} s until the last choice; at most {menu.longest_s} s."
                yield Fault(path=("nodes", node_id), message=message)


def _told_at(menu: Menu, node: Node) -> float:
    """How long the words of a node take when a caller comes to it."""
    move = node.enter(Scene(session=Session(menu=menu.menu), always=menu.always))
    return talking_seconds(move.prompts)


def _lead_in(menu: Menu, node_id: str, seen: frozenset[str]) -> float:
    """The longest that may be said just before a node without a question between."""
    before = [
        other
        for other, node in menu.nodes.items()
        if other not in seen and any(edge.to == node_id and not edge.asks for edge in node.edges())
    ]
    here = seen | {node_id}
    return max((_told_at(menu, menu.nodes[other]) + _lead_in(menu, other, here) for other in before), default=0.0)


def _onward(menus: Mapping[str, Menu], name: str) -> set[str]:
    """Every menu that may follow this one."""
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        nodes = menus[ahead.pop()].nodes.values()
        for there in {node.menu for node in nodes if isinstance(node, GotoNode) and node.menu in menus}:
            if there is not None and there not in seen:
                seen.add(there)
                ahead.append(there)
    return seen
