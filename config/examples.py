"""Made-up messages with what they are about: what the classifier learns from, and what it is measured by.

`training` and `safeguarding-training` may grow; `frozen` and `frozen-safeguarding` must never change, and nothing is
ever tuned on them. docs/which-service.md holds their sums.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from config.loading import text_of
from core.channel import Channel

FOLDER: Final = Path(__file__).parent / "examples"
UNSURE: Final = "unsure"
"""The label of what nobody could tell: a greeting, two matters alike, something that is no council's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message. `label` is a service's id or `unsure`; in the safeguarding sets "yes" or "no"."""

    id: str
    channel: Channel
    label: str
    text: str


def examples(name: str) -> list[Example]:
    """One set, in its order. Raises ConfigInvalid when the file cannot be read."""
    return [_example(json.loads(line)) for line in text_of(FOLDER / f"{name}.jsonl").splitlines()]


def _example(row: dict[str, Any]) -> Example:
    label = row["service"] if "service" in row else "yes" if row["safeguarding"] else "no"
    return Example(id=row["id"], channel=Channel(row["channel"]), label=label, text=row["text"])
