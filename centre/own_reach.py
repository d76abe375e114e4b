"""How the council itself is reached: on a letter, none of it tells of whoever wrote it."""

from collections.abc import Iterator
from itertools import chain

from centre.assurance import postcodes, proofs
from centre.parts import Parts


def own_reach(parts: Parts) -> frozenset[str]:
    """Its numbers, mail addresses and postcodes, each in its normal form."""
    return frozenset(chain(*map(proofs, _said(parts)), postcodes("\n".join(parts.county.council.address))))


def _said(parts: Parts) -> Iterator[str]:
    council, settings = parts.county.council, parts.settings
    yield from (council.phone, council.email, settings.mail_from)
    yield from (settings.twilio_phone_number, settings.twilio_whatsapp_number)
    yield from (box.address for box in settings.mailboxes)
