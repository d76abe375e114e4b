"""Whether a resident can be texted from our number, and what an agent should know before they do.

`Texting` is texts; what the carrier brings on another channel is a kind of it, and says what is different there.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final

from centre.parts import Parts
from channels.messages_out import LONGEST, MessagesOutbound
from channels.sms import failures
from core.address import AddressKind
from core.channel import Channel
from core.errors import InvalidInput, OptedOut, Refused
from core.telephone import Kind, read
from records.rows import Contact
from records.tx import Tx

STOPPED: Final = "They have asked for no more texts from us (STOP). Please reach them another way."
NO_NUMBER: Final = "There is no number here that a text could go to."
CANNOT: Final = frozenset({Kind.FREEPHONE, Kind.PREMIUM})
WARNS: Final = frozenset({Kind.LANDLINE, Kind.INTERNATIONAL, Kind.UNKNOWN})
"""Kinds of number, each of which says itself what becomes of a text to it."""
CAME_BACK: Final = "A text to this number came back on {day}. {reason}"


def number_of(contact: Contact) -> str | None:
    """Where a text to whoever contacted us would go."""
    address = contact.from_address
    return address.value if address is not None and address.kind is AddressKind.PHONE else None


def is_mobile(contact: Contact) -> bool:
    """Whether they contacted us from a mobile of this country."""
    number = number_of(contact)
    return number is not None and read(number).kind is Kind.MOBILE


def _says(number: str, kinds: frozenset[Kind]) -> str | None:
    """What `switchboard phone number` says of it, when it is one of these kinds."""
    told = read(number)
    return told.reason if told.kind in kinds else None


class Texting:
    """How residents are written to by text, within a transaction of the caller's."""

    channel: ClassVar[Channel] = Channel.SMS
    stopped: ClassVar[str] = STOPPED
    carrier_answers: ClassVar[bool] = True
    """Whether the carrier itself answers STOP, START and HELP."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def out(self) -> MessagesOutbound:
        """By whom it is sent; Refused when nobody does here."""
        found = self._parts.texts.get(self.channel)
        if found is None:
            raise Refused("This channel is not set up here, so nothing can be sent on it.")
        return found

    @property
    def sender(self) -> str:
        """Our own address, as the carrier has it."""
        return self.out.sender

    def refusal(self, tx: Tx, contact: Contact) -> str | None:
        """Why this contact cannot be written to, as a sentence; None when it can."""
        number = number_of(contact)
        if number is None:
            return NO_NUMBER
        if tx.opt_outs.stopped(number, self.sender) is not None:
            return self.stopped
        return _says(number, CANNOT)

    def template(self, tx: Tx, contact: Contact, words: str) -> str:
        """The carrier's name of approved words that these are and that go at any time; empty where there are none."""
        return ""

    def check(self, tx: Tx, contact: Contact, words: str) -> str:
        """The `template` under which these words go. OptedOut or InvalidInput, with the reason, when they may not."""
        refused = self.refusal(tx, contact)
        template = self.template(tx, contact, words) if refused else ""
        if refused is None or template:
            return template
        raise OptedOut(refused) if refused == self.stopped else InvalidInput(refused, field="text")

    def check_at_last(self, tx: Tx, number: str, template: str) -> None:
        """Before it leaves, for much may have happened since it was written. OptedOut, or Refused with the reason."""
        if tx.opt_outs.stopped(number, self.sender) is not None:
            raise OptedOut(self.stopped)

    def goes_by_itself(self, tx: Tx, contact: Contact) -> bool:
        """Whether what nobody wrote by hand goes to this contact: to a mobile that has not said STOP."""
        return is_mobile(contact) and self.refusal(tx, contact) is None

    def shown(self, tx: Tx, contact: Contact) -> dict[str, Any]:
        """What the desk shows beside the words: `refused` or `warning`, a sentence each, or neither."""
        refused, number = self.refusal(tx, contact), number_of(contact)
        warning = self.warning(tx, number) if number and not refused else None
        return {"refused": refused, "warning": warning, "longest": self._longest()}

    def _longest(self) -> int:
        """Characters of one message, by whoever would send it here."""
        found = self._parts.texts.get(self.channel)
        return found.longest if found else LONGEST

    def warning(self, tx: Tx, number: str) -> str | None:
        """What to know before."""
        for each in tx.undeliverable.among([number]):
            return CAME_BACK.format(day=f"{each.at.day} {each.at:%B}", reason=each.reason).strip()
        return _says(number, WARNS) or self.out.warning or None

    @staticmethod
    def heard(tx: Tx, number: str) -> None:
        """They wrote from there: what came back before says no more about it."""
        tx.undeliverable.clear(number)

    def why(self, code: int | None) -> str | None:
        """The sentence of a failure's code."""
        return failures.why(code)

    def answer(self, texts: Mapping[str, str], wait: timedelta) -> str:
        """The council's words to whoever opens a conversation that is to be answered after `wait`."""
        return texts["received"]
