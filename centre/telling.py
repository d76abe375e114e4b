"""Telling somebody, without an agent, where the matter has got to that they name: only what they may hear.

What they may not hear is answered as if nothing had been asked: whoever takes the contact asks who they are first.
"""

from dataclasses import dataclass

from centre.assurance import NAMED, asked_of, named_by, named_in, naming, proven
from centre.parts import Parts
from centre.standing import SENTENCES, state_of
from core.assurance import Act, Level, enough, may
from core.reference import found_in
from records.rows import Case, Contact
from records.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A matter that somebody names. `says` where it is, or nothing when they may not hear; `theirs` if they asked."""

    case: Case
    says: str = ""
    theirs: bool = False

    @property
    def written(self) -> str:
        """The same with its reference, as one reads it."""
        return f"Request {self.case.reference}: {self.says}" if self.says else ""


class Telling:
    """Asked by every channel on which something of ours answers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def of(self, contact: Contact, words: str, *, link: bool = False) -> Named | None:
        """The matter whose reference stands in these words, kept with the contact; None when there is none.

        What is theirs is one conversation with it from now on; with `link`, so is what anybody asks after who has no
        matter of their own yet. Whoever proves one after all names the first no more.
        """
        if not any(found_in(words)):
            return None
        return await self._parts.sql.write(lambda tx: self._of(tx, contact.id, words, link=link))

    def _of(self, tx: Tx, contact_id: str, words: str, *, link: bool) -> Named | None:
        case = named_in(tx, words)
        if case is None:
            return None
        contact = tx.contacts.get(contact_id, lock=True)
        level = proven(tx, contact, case)
        hears = may(asked_of(self._parts.county, case.service), Act.HEAR, level)
        says = SENTENCES[state_of(tx, case)] if hears else ""
        theirs = enough(Level.CONTACT, level)
        # A case that it only names is none of its own: it may have been linked to a stranger's before.
        has_none = contact.case_id is None or contact.case_id == named_by(contact)
        if has_none and (link or (theirs and case.state == "open")):
            contact = tx.contacts.link(contact_id, case_id=case.id)
        if not theirs:
            tx.contacts.merge_facts(contact_id, naming(case))
        elif contact.case_id != named_by(contact) or contact.case_id == case.id:
            tx.contacts.merge_facts(contact_id, {NAMED: None})
        return Named(case=case, says=says, theirs=theirs)
