"""What survives the live store: the log as far as it was read, and what each process of a crew had confirmed."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from core.event import Event
from router.rules.plan import Plan
from tests.router.watch import Kept


def _written(path: Path) -> list[str]:
    """The lines of a journal; one that is being written is met half-way, and read the next time."""
    return path.read_text("utf-8").rpartition("\n")[0].splitlines()


@dataclass
class Record:
    """As the house keeps it in SQL."""

    folder: Path
    kept: dict[str, Kept] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    closed_before: list[set[str]] = field(default_factory=list)
    accepted: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    generations: list[list[Event]] = field(default_factory=list)
    read: Counter[Path] = field(default_factory=Counter)

    def begin(self) -> None:
        self.generations.append([])
        self.closed_before.append({*self.closed})

    def follow(self, events: list[Event]) -> None:
        self.generations[-1] += events
        for event in events:
            if event.contact_id and "steps" in event.facts and event.contact_id not in self.kept:
                self.read_journals()
            if event.contact_id:
                self.kept[event.contact_id].follow(event)
            if event.type == "offer.accepted":
                self.told.add(event.epoch or 0)

    def read_journals(self) -> None:
        """Contacts that came: their row is written before the engine hears of them."""
        for words in self._lines("came"):
            self.kept.setdefault(words[1], Kept(Plan.from_dict(json.loads(words[2]))))

    def read_confirmed(self) -> bool:
        """Confirmed acts since this was last asked; whether the log has told of them all before it was lost."""
        self.read_journals()
        told = True
        for path in sorted(self.folder.glob("*.journal")):
            lines = _written(path)
            for line in lines[self.read[path] :]:
                words = line.split(" ")
                if words[0] == "closed":
                    self.closed.add(words[1])
                    told = told and self.kept[words[1]].state == "closed"
                elif words[0] == "accepted":
                    self._accepted(words[1], words[2], int(words[3]))
                    told = told and int(words[3]) in self.told
            self.read[path] = len(lines)
        return told

    def _lines(self, what: str) -> list[list[str]]:
        lines = (line for path in self.folder.glob("*.journal") for line in _written(path))
        return [line.split(" ", 2) for line in lines if line.startswith(what)]

    def _accepted(self, contact: str, agent: str, epoch: int) -> None:
        self.accepted.setdefault((contact, epoch), set()).add(agent)
        kept = self.kept[contact]
        if epoch not in self.told and epoch >= (kept.epoch or 0):
            kept.agent, kept.epoch = agent, epoch
            kept.state = "connecting" if kept.plan.channel == "phone" else "active"

    def open(self) -> dict[str, Kept]:
        return {id: kept for id, kept in self.kept.items() if id not in self.closed and kept.state != "closed"}

    def unsure(self, mark: str) -> int:
        return (self.folder / f"{mark}.journal").read_text("utf-8").count("unsure")
