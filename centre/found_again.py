"""What was found on a letter, looked for anew once some of its pages went: nothing of it is another letter's.

Values in, values out, and pictures that are looked at for codes. Who wrote it, and how they are reached, is found
anew by `leaves.rewrite`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from centre.leaves import theirs
from channels.letter.codes import references_on
from channels.letter.dates import date_of
from channels.letter.finding import references_in
from records.rows import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Some pages of a letter: the words of each, and their pictures."""

    texts: Sequence[str]
    pictures: Sequence[Path]

    def named(self) -> tuple[str, ...]:
        """Our references in its words."""
        return references_in("\n\n".join(self.texts))

    def coded(self) -> set[str]:
        """Those on its codes. Takes 0.1 s a page."""
        return {each for picture in self.pictures for each in references_on(picture)}


def found_again(contact: Contact, stays: Side, goes: Side, received: date) -> dict[str, Any]:
    """`{date, references}` of the pages that stay. What somebody said who read it stays as well."""
    told = contact.facts.get("letter") or {}
    if told.get("indexed"):
        return {}
    return {
        "references": _references(told.get("references") or (), stays, goes),
        "date": _date(contact, stays, received),
    }


def _references(told: Sequence[str], stays: Side, goes: Side) -> list[str]:
    """Codes are looked for only where a reference stands in no words that stay."""
    named = stays.named()
    doubtful = [each for each in told if each not in named]
    coded = stays.coded() if doubtful else set()
    gone = {*goes.named(), *goes.coded()} if set(doubtful) - coded else set()
    kept = [each for each in told if each in named or each in coded or each not in gone]
    return list(dict.fromkeys([*kept, *named]))


def _date(contact: Contact, stays: Side, received: date) -> str | None:
    day = date_of(theirs(contact, stays.texts), received)
    return day.isoformat() if day else None
