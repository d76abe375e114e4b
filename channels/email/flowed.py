"""Text that its sender's programme wrapped, and says so (format=flowed, RFC 3676) → the lines as they were typed."""

import re
from typing import Final

_QUOTE: Final = re.compile(r">*")
SIGNATURE: Final = "-- "


def unwrapped(text: str, *, delete_space: bool) -> str:
    """Soft line ends undone within each depth of quoting. Quotes come out as "> " a level."""
    paragraphs: list[tuple[int, list[str]]] = []
    open_ = False
    for raw in text.split("\n"):
        depth = len(_QUOTE.match(raw)[0])  # type: ignore[index]
        line = raw[depth:].removeprefix(" ")
        soft = line.endswith(" ") and line != SIGNATURE
        piece = line[:-1] if soft and delete_space else line
        if open_ and paragraphs[-1][0] == depth and line != SIGNATURE:
            paragraphs[-1][1].append(piece)
        else:
            paragraphs.append((depth, [piece]))
        open_ = soft
    return "\n".join(("> " * depth) + "".join(pieces) for depth, pieces in paragraphs)
