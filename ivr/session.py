"""Where a caller is in a menu. Small enough for a dict in a store, and its bones for a query string.

The query string is the second copy: when the store has lost a session, the call goes on from the address it was sent.
What the caller told us before (`facts`) is in the store only, so that nothing personal is in an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

MOST = 99
"""No honest count in a query string is larger; a forged one is cut to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`tries` counts misunderstandings at this node, `turns` every answer the caller has given in this call."""

    menu: str
    node: str = ""
    tries: int = 0
    turns: int = 0
    facts: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "menu": self.menu,
            "node": self.node,
            "tries": self.tries,
            "turns": self.turns,
            "facts": dict(self.facts),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "Session":
        return Session(
            menu=str(data["menu"]),
            node=str(data.get("node", "")),
            tries=int(data.get("tries", 0)),
            turns=int(data.get("turns", 0)),
            facts={str(name): str(value) for name, value in data.get("facts", {}).items()},
        )

    def to_query(self) -> dict[str, str]:
        """The names and values that an address carries."""
        return {"menu": self.menu, "at": self.node, "tries": str(self.tries), "turns": str(self.turns)}

    @staticmethod
    def from_query(query: Mapping[str, str], *, menu: str) -> "Session":
        """The session an address tells of; `menu` is the one to start when the address names none."""
        return Session(
            menu=query.get("menu") or menu,
            node=query.get("at", ""),
            tries=_count(query.get("tries")),
            turns=_count(query.get("turns")),
        )

    def at(self, node: str) -> "Session":
        """The same caller at another node, with a clean slate there."""
        return replace(self, node=node, tries=0)

    def knowing(self, facts: Mapping[str, str]) -> "Session":
        """The same caller, of whom more is known."""
        return replace(self, facts={**self.facts, **facts}) if facts else self


def _count(text: str | None) -> int:
    return min(int(text), MOST) if text and text.isascii() and text.isdigit() else 0
