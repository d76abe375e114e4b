"""HTML from values: an element is a call, and what a person typed can only ever be text."""

from collections.abc import Iterable
from html import escape
from typing import Final

VOID: Final = frozenset({"input", "br", "hr", "meta", "link"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | None | Iterable["Child"]
Value = str | int | bool | None


def el(tag: str, *children: Child, **attributes: Value) -> Html:
    """One element. `class_` is `class` and `data_test` is `data-test`; False and None leave an attribute out."""
    opened = f"<{tag}{''.join(_attribute(name, value) for name, value in attributes.items())}>"
    return Html(opened) if tag in VOID else Html(f"{opened}{inner(children)}</{tag}>")


def inner(child: Child) -> Html:
    """What stands inside: strings are escaped, lists are one after the other."""
    if child is None:
        return Html("")
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return Html(escape(child, quote=False))
    return Html("".join(inner(each) for each in child))


def _attribute(name: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'
