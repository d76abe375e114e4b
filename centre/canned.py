"""What an agent can say with one choice: the county's ready replies, filled in for one contact. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from centre.promises import by_when
from config.county import County
from config.replies import Reply
from core.address import shown_phone
from core.channel import Channel
from records.rows import Case, Contact, Person

LACKS: Final = {
    "name": "Their name is not known yet.",
    "reference": "There is no case yet.",
    "service": "What it is about is not known yet.",
    "when": "Nothing is promised yet.",
}


WRITTEN: Final = (Channel.SMS, Channel.WHATSAPP, Channel.CHAT, Channel.EMAIL, Channel.LETTER)
"""The ways in which an agent writes."""
AS_TEXTS: Final = frozenset({Channel.WHATSAPP, Channel.CHAT})
"""Written as texts are, so that what is offered for those is offered here too."""


def canned(replies: Sequence[Reply], service: str | None, filled: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """`[{id, label, text, lacks, by}]`: `lacks` says why one cannot be chosen yet, else its `text` is ready; `by` are
    the channels on which it is offered."""
    ways = [(reply, [each.value for each in WRITTEN if _fits(reply, each, service)]) for reply in replies]
    return [_shown(reply, filled) | {"by": by} for reply, by in ways if by]


def values(
    county: County, contact: Contact, person: Person | None, case: Case | None, agent: str | None, now: datetime
) -> dict[str, str | None]:
    """What each variable stands for in this contact; None where it is not known."""
    service = county.services.get(contact.service or "")
    promised = case.promised_at if case else None
    return {
        "name": person.name if person else None,
        "reference": case.reference if case else None,
        "service": service.label.lower() if service else None,
        "when": by_when(promised, now, county.zone) if promised else None,
        "council": county.council.name,
        "phone": shown_phone(county.council.phone),
        "agent": agent,
    }


def _fits(reply: Reply, channel: Channel, service: str | None) -> bool:
    as_text = channel in AS_TEXTS and reply.fits(Channel.SMS, service)
    return as_text or reply.fits(channel, service)


def _shown(reply: Reply, filled: Mapping[str, str | None]) -> dict[str, Any]:
    missing = sorted(name for name in reply.variables if not filled.get(name))
    lacks = LACKS.get(missing[0], "Something of it is not known yet.") if missing else None
    text = None if missing else reply.text.format(**{name: filled[name] for name in reply.variables})
    return {"id": reply.id, "label": reply.label, "text": text, "lacks": lacks}
