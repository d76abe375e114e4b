"""How mail programmes pass a message on. All that is passed on is what the sender wants to be read."""

import random
from collections.abc import Sequence
from typing import Final

from tests.samples.mail.bodies import Before, Body, in_divs, joined, prefixed, with_breaks
from tests.samples.mail.people import Person

MARKS: Final = {
    "Gmail": "---------- Forwarded message ---------",
    "Thunderbird": "-------- Forwarded Message --------",
    "webmail": "-------- Original Message --------",
    "Yahoo": "----- Forwarded message -----",
    "Apple Mail": "Begin forwarded message:",
    "iOS": "Begin forwarded message:",
    "Outlook": "_" * 32,
    "Android": "_" * 32,
}


def forward(dice: random.Random, client: str, me: Person, said: Sequence[str], before: Before) -> Body:
    """A few words, then the message, marked as that programme does. Apple's quotes it as well."""
    own = "\n\n".join(said)
    when = "Sent" if MARKS[client].startswith("_") else "Date"
    head = (
        f"From: {before.name} <{before.address}>\n{when}: {before.day} {before.hour}\n"
        f"Subject: {before.subject}\nTo: {before.to_name} <{before.to_address}>"
    )
    passed = f"{MARKS[client]}\n{head}\n\n{before.body.plain}"
    quoted = client in {"Apple Mail", "iOS"}
    page = f"<div>{with_breaks(MARKS[client])}</div><div>{with_breaks(head)}</div><br>{before.body.html}"
    html = in_divs(said) + (f"<blockquote type='cite'>{page}</blockquote>" if quoted else f"<br>{page}")
    return Body(plain=joined(own, prefixed(passed) if quoted else passed), html=html, text=joined(own, passed))
