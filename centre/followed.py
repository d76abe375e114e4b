"""What passed in writing about a matter, for one person of it: what they wrote, and what was written to them.

Somebody in copy may have written to us alone, and a contact of somebody else may be linked to the same case.
"""

from collections.abc import Sequence
from typing import Any

from centre.asking import TOLD
from centre.assurance import NAMED, known_by
from centre.form_words import WHO
from centre.standing import WITHDRAWN
from records.mails import Envelope
from records.rows import Case, Contact, Message
from records.tx import Tx

YOU, WE, OTHERS = "You", "We", "Somebody else"


def passed_with(tx: Tx, case: Case, contacts: Sequence[Contact], proven_by: Sequence[str]) -> list[dict[str, Any]]:
    """`[{mine, who, text, at}]`, oldest first, of these contacts of the case, for whoever proved to be the resident of
    those whose ids are in `proven_by`.

    Never what agents noted for each other, and nothing that was taken back.
    """
    known = {each.id: known_by(tx, case, each) for each in contacts}
    addresses = {each for own in contacts if own.id in proven_by for each in known[own.id]}
    envelopes = {each.id: each for each in tx.mails.of_contacts([each.id for each in contacts])}
    found = [
        (who, message)
        for contact in contacts
        if contact.facts.get(WITHDRAWN) != "wish" and NAMED not in contact.facts
        for message in tx.messages.of_contact(contact.id)
        if _is_shown(message) and (who := _who(message, envelopes.get(message.id), addresses, theirs=known[contact.id]))
    ]
    found.sort(key=lambda each: each[1].at)
    return [{"mine": who == YOU, "who": who, "text": each.text, "at": each.at} for who, each in found]


def _is_shown(message: Message) -> bool:
    # Where somebody lives and can be rung is not shown again: whoever reads this may know less than that.
    told = message.text == TOLD or (message.key or "").startswith(WHO)
    return message.direction in ("in", "out") and message.status != "canceled" and not told


def _who(message: Message, envelope: Envelope | None, addresses: set[str], *, theirs: set[str]) -> str | None:
    """Who wrote it; None when it is neither from nor to these addresses. `theirs` are those of its contact."""
    ours = message.direction == "out"
    if envelope is None:
        return (WE if ours else YOU) if theirs & addresses else None
    if not ours and _plain(envelope.sender.address) in addresses:
        return YOU
    to = {_plain(each.address) for each in (*envelope.to, *envelope.cc)}
    return (WE if ours else OTHERS) if to & addresses else None


def _plain(written: str) -> str:
    return written.strip().lower()
