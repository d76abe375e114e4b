"""What an agent must ask before they tell, show or change: the line at the desk, and that it was confirmed."""

from typing import Any, Final

import structlog

from centre.assurance import CONFIRMED, NAMED, PROVES, How, about, asked_of, proven
from centre.matters import opened
from centre.parts import Parts
from core.assurance import Act, Level, enough, may, most
from core.errors import Conflict
from records.rows import Contact
from records.tx import Tx

log = structlog.get_logger()

NAME_FIRST: Final = "Write down who they are first: a name is what is confirmed."
ONLY_HERE: Final = "Proof of identity is seen at the front desk, with the resident there."
BEFORE: Final = {Act.HEAR: "tell them", Act.VIEW: "show them", Act.CHANGE: "change it for them"}
ASK: Final = {
    Level.CONTACT: "ask for the number, address or postcode that they gave with it",
    Level.KNOWN: "confirm their name and address, and their date of birth or security question",
    Level.IN_PERSON: "see proof of identity, with the resident there",
}
KEPT: Final = {
    How.CONTACT: "Who they are was confirmed: they gave what the request came with.",
    How.QUESTIONS: "Who they are was confirmed: they knew their name, address and date of birth or security question.",
    How.PAPERS: "Who they are was confirmed: they showed proof of identity.",
}
VERIFIES: Final = {How.QUESTIONS: "by questions", How.PAPERS: "by their papers"}
"""What is enough for the person to be known from then on, and as what it is kept: two who are so are never merged."""


class Confirming:
    """The verb. `agent` is an account's id."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def confirm(self, agent: str, contact: str, by: str) -> None:
        """This agent has made sure of who it is, `by` a word of How. What is confirmed as well already, stays."""
        mine, how = await opened(self._parts, agent, contact), How(by)
        if not enough(PROVES[how], most(mine.channel)):
            raise Conflict(ONLY_HERE)

        def keep(tx: Tx) -> None:
            before = tx.contacts.get(contact, lock=True).facts.get(CONFIRMED)
            if before and enough(PROVES[how], PROVES[How(before["how"])]):
                return
            person = tx.people.get(mine.person_id) if mine.person_id else None
            if how in VERIFIES and (person is None or not person.name):
                raise Conflict(NAME_FIRST)
            tx.contacts.merge_facts(contact, {CONFIRMED: {"how": how, "by": agent, "at": tx.now.isoformat()}})
            tx.messages.add(contact, "note", KEPT[how], agent, key=f"confirmed:{contact}:{how}")
            if person is not None and how in VERIFIES:
                tx.people.verify(person.id, agent, VERIFIES[how])

        await self._parts.sql.write(keep)
        log.info("resident_confirmed", contact=contact, agent=agent, how=how)
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)


def assurance_shown(tx: Tx, parts: Parts, contact: Contact, names: dict[str, str]) -> dict[str, Any]:
    """`{named, lines, how, confirmed}`: the matter that they only name, what to ask before what, by what `confirm`
    would settle it here (None when nothing is left to confirm), and `{how, by, at}` once it is."""
    case = about(tx, contact)
    level = proven(tx, contact, case)
    asked = asked_of(parts.county, case.service if case else contact.service)
    open_acts = [act for act in BEFORE if not may(asked, act, level)]
    confirmed = contact.facts.get(CONFIRMED)
    return {
        "named": (contact.facts.get(NAMED) or {}).get("reference"),
        "lines": [_line(each, open_acts, asked) for each in PROVES.values() if each in map(asked.of, open_acts)],
        "how": _how([asked.of(act) for act in open_acts], level, contact, asked.hear),
        "confirmed": confirmed and {**confirmed, "by": names.get(confirmed["by"])},
    }


def _line(level: Level, acts: list[Act], asked: Any) -> str:
    *others, last = [BEFORE[act] for act in acts if asked.of(act) is level]
    what = f"{', '.join(others)} or {last}" if others else last
    return f"Before you {what}: {ASK[level]}."


def _how(needed: list[Level], level: Level, contact: Contact, hear: Level) -> How | None:
    """The least that settles all that can be settled on this channel; questions may, where not anybody hears of it."""
    within = [each for each in needed if enough(each, most(contact.channel))]
    if within:
        return next(how for how, proof in PROVES.items() if all(enough(each, proof) for each in within))
    return How.QUESTIONS if hear is not Level.NONE and not enough(Level.KNOWN, level) else None
