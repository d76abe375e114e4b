"""Referrals by mail: text that a person reads, and the same as JSON for a system that reads its mailbox.

The Message-ID is made from the referral's id, so that every attempt is the same message: mail systems and people
recognise a second copy. There is nothing to look up afterwards; an attempt cut off between the message and the mail
server's answer raises OutcomeUnknown and is left to a person.
"""

import json
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, Protocol

from core.errors import OutcomeUnknown, TurnedDown, Unavailable
from referrals.partner import INTERRUPTED, Parcel, Receipt

SEVEN_BIT: Final = SMTP.clone(cte_type="7bit")
"""Lines end as SMTP wants them, and no mail server on the way needs to know more than ASCII."""


class MailServer(Protocol):
    """Whoever takes our mail. Errors are Unavailable, TurnedDown or OutcomeUnknown."""

    def hand_over(self, sender: str, recipients: Sequence[str], raw: bytes) -> object:
        """Hand one message over."""
        ...

    def check(self) -> str:
        """A sentence for `switchboard doctor`. Raises Unavailable."""
        ...


class Mailbox:
    """The mailboxes of specialists, by one mail server that takes our mail."""

    def __init__(self, server: MailServer, *, sender: str, council: str) -> None:
        self._server = server
        self._sender = sender
        self._council = council

    def deliver(self, parcel: Parcel, *, first: bool, interrupted: bool = False) -> Receipt:
        """Hand the message to the mail server. That it took it is not yet an acknowledgement by the specialists."""
        if interrupted:
            raise OutcomeUnknown(INTERRUPTED)
        destination = parcel.service.destination
        if destination is None:
            raise TurnedDown("This service has no mailbox to refer to.")
        message = compose(parcel, sender=self._sender, to=destination.to, council=self._council)
        self._server.hand_over(self._sender, [destination.to], message.as_bytes())
        return Receipt()

    def look_up(self, parcel: Parcel) -> Receipt | None:
        """A mail server cannot be asked what it took."""
        raise Unavailable("A mailbox cannot be searched from here; please ask the people who read it.")

    def check(self) -> str:
        """Log in and out again."""
        return self._server.check()

    def close(self) -> None:
        """Every delivery has a connection of its own; nothing is held."""


def compose(parcel: Parcel, *, sender: str, to: str, council: str) -> EmailMessage:
    """The message, the same on every attempt. RFC 3834's header keeps other people's robots from answering it."""
    message = EmailMessage(policy=SEVEN_BIT)
    message["Subject"] = f"Referral {parcel.reference}: {parcel.service.label}"
    message["From"] = f"{council} contact centre <{sender}>"
    message["To"] = to
    message["Date"] = format_datetime(parcel.made_at)
    message["Message-ID"] = f"<{parcel.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Switchboard-Referral"] = parcel.id
    message.set_content(_text(parcel))
    body = json.dumps(as_data(parcel), indent=2, ensure_ascii=False).encode()
    message.add_attachment(body, maintype="application", subtype="json", filename=f"{parcel.reference}.json")
    return message


def as_data(parcel: Parcel) -> dict[str, object]:
    """The parcel as JSON. `version` changes when a field is renamed or goes."""
    place = parcel.place
    return {
        "version": 1,
        "referral": parcel.id,
        "case": parcel.reference,
        "service": parcel.service.id,
        "made_at": parcel.made_at.isoformat(),
        "summary": parcel.summary,
        "fields": dict(parcel.fields),
        "place": {"text": place.text, "lat": place.lat, "lng": place.lng} if place else None,
        "reporter": {"name": parcel.reporter.name, "phone": parcel.reporter.phone, "email": parcel.reporter.email},
    }


def _text(parcel: Parcel) -> str:
    said = [(each.label, parcel.fields.get(each.name, "")) for each in parcel.service.fields]
    where = parcel.place.text if parcel.place else ""
    who = parcel.reporter
    rows = [
        ("Case", parcel.reference),
        ("Service", parcel.service.label),
        *said,
        ("Place", where),
        ("Reported by", who.name),
        ("Telephone", who.phone),
        ("Email", who.email),
    ]
    lines = [f"{label}: {value}" for label, value in rows if value]
    told = [parcel.summary, ""] if parcel.summary else []
    return "\n".join([*told, *lines, "", "The attached file holds the same for your system."])
