"""docs/routing.md: the parts of it that are drawn from the code, so that the page cannot rot.

`python -m router.page` writes them afresh; a test fails when they are stale.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from router.engine import keys, states
from router.rules.facts import KINDS

PAGE: Final = Path(__file__).parents[1] / "docs" / "routing.md"
BLOCK: Final = re.compile(r"(<!-- drawn: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _machine(name: str) -> Callable[[], str]:
    return lambda: f"```mermaid\n{states.diagram(name)}\n```\n"


def _key_map() -> str:
    doc = keys.__doc__ or ""
    lines = [line[4:] for line in doc.splitlines() if line.startswith("    ")]
    return "```\n" + "\n".join(lines) + "\n```\n"


def _names() -> str:
    rows = "\n".join(f"| `{name}` | {kind} |" for name, kind in KINDS.items())
    return f"| name | what it holds |\n|---|---|\n{rows}\n"


DRAWN: Final[Mapping[str, Callable[[], str]]] = {
    **{name: _machine(name) for name in states.TABLES},
    "keys": _key_map,
    "names": _names,
}


def drawn(text: str) -> str:
    """The page with every drawn part afresh."""
    return BLOCK.sub(lambda found: found[1] + DRAWN[found[2]]() + found[3], text)


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
