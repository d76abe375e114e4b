"""A letter as whoever indexes it sees it: its pages with what was read on each, and what was found on all of them."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from centre.assurance import THEIRS, UNSURE
from centre.leaves import Leaves, parts_of, place_of, words_of
from centre.next_letter import division
from centre.papers import may_see_originals, original_of, pages, papers, searchable, turned
from centre.writers import suggested, writers, written_by
from channels.letter import parting
from core.errors import Conflict
from records.rows import Contact, Document
from records.tx import Tx

FILLED: Final = ("date", "references", "reference", "postcode", "phone", "email")
"""What is not on the letter itself may be on one that was joined to it, as a signature on its last page is."""

MOST_PAGES: Final = 60
"""To tell what was read page by page takes 10 ms a page, with every look. Of longer letters all is told in one."""

Place = tuple[str, int]
"""The name of a PDF among our documents, and of a page in it, from 0."""


def view_of(tx: Tx, contact: Contact, agent: str) -> tuple[dict[str, Any], list[Place | None]]:
    """`{pages, text, received, dated, reference, name, postcode, phone, email, unsure, person, people, duplicate,
    divided}`, and where each page stands, for `with_texts`. `unsure` names what of them was hard to read."""
    parts = parts_of(tx, contact)
    told = _told(parts)
    shown = {each.id: papers(tx, each) for each in parts}
    # One whose pages went again says nothing here.
    says = [each for each in parts if each.id == contact.id or shown[each.id]]
    text = "\n\n".join(message.text for each in says if (message := words_of(tx, each)))
    leaves = [(each, page, at) for each in parts for at, page in enumerate(pages(shown[each.id]))]
    may = may_see_originals(tx.accounts.get(agent))
    lying = {page: each["degrees"] for part in parts for page, each in turned(part).items()}
    reached = told.get(THEIRS) or told
    view = {
        "pages": [
            {
                "id": each.id,
                "number": number,
                "original": original_of(part, each.id) if may else None,
                "turned": lying.get(each.id, 0),
                "divides": (at > 0 or part.id != contact.id) and searchable(shown[part.id]) is not None,
            }
            for number, (part, each, at) in enumerate(leaves, 1)
        ],
        "text": text,
        "received": contact.arrived_at.isoformat(),
        "dated": told.get("date"),
        "reference": next(iter(told.get("references") or ()), told.get("reference") or ""),
        "name": written_by(told, text)[0],
        "postcode": reached.get("postcode", told.get("postcode")) or "",
        "phone": reached.get("phone") or "",
        "email": reached.get("email") or "",
        "unsure": told[UNSURE],
        "person": contact.person_id,
        "people": [suggested(each) for each in writers(tx, contact, told, text)],
        "duplicate": bool(told.get("duplicate")),
        "divided": division(tx, contact),
    }
    return view, [_place(part, shown[part.id], page) for part, page, _ in leaves]


async def with_texts(view: dict[str, Any], places: Sequence[Place | None], leaves: Leaves) -> dict[str, Any]:
    """The same with what was read on each page, as `text`; None where nobody knows."""
    if len(places) > MOST_PAGES:
        places = [None] * len(places)
    texts = await asyncio.to_thread(_texts, {each[0] for each in places if each}, leaves)
    for page, place in zip(view["pages"], places, strict=True):
        found = texts[place[0]] if place else []
        page["text"] = found[place[1]] if place and place[1] < len(found) else None
    return view


def _texts(names: set[str], leaves: Leaves) -> dict[str, list[str]]:
    return {name: parting.texts_of(leaves.path(name)) for name in names}


def _place(part: Contact, shown: Sequence[Document], page: Document) -> Place | None:
    with suppress(Conflict):
        _, file, place = place_of(part, shown, page.id)
        return file.path, place
    return None


def _told(parts: Sequence[Contact]) -> Mapping[str, Any]:
    first, *others = [each.facts.get("letter") or {} for each in parts]
    told = dict(first)
    for name in FILLED:
        told[name] = told.get(name) or next((each[name] for each in others if each.get(name)), None)
    said_by = {name: next((each for each in (first, *others) if each.get(name)), {}) for name in FILLED}
    told[UNSURE] = [name for name, each in said_by.items() if name in (each.get(UNSURE) or ())]
    return told
