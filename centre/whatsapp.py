"""WhatsApp: written on as texts are, but free words go only for 24 hours after the resident's last message.

1. While that window is open the desk shows until when, and everything is as with a text.
2. Then only approved words go, which ask them to write again; once, until they do.
3. Whatever was written in time and would leave too late is not sent, and its author is told.

Source of the window: Twilio, error 63016; Meta calls it the customer service window.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from centre.shown import CALLS_THEMSELVES
from centre.texting import Texting, number_of
from channels.whatsapp import failures
from core.address import Address, AddressKind
from core.channel import Channel
from core.errors import Refused
from records.rows import Contact
from records.tx import Tx

WINDOW: Final = timedelta(hours=24) - timedelta(minutes=1)
"""WhatsApp's own, less the time that a message may take to it."""
AGAIN: Final = "whatsapp-again"
"""The council's name for the approved words that ask a resident to write again."""
RECEIVED: Final = "whatsapp-received"
RECEIVED_LATER: Final = "whatsapp-received-later"

OFF: Final = "WhatsApp is not set up here, so nothing can be sent by it. Ring them, or write another way."
NO_NUMBER: Final = "There is no number here that a WhatsApp message could go to."
OVER: Final = "They last wrote more than 24 hours ago, so WhatsApp takes no words of your own. {then}"
OFFERED: Final = "Send the message below, ring them, or write another way."
ASKED: Final = "They have been asked to write again: wait for that, ring them, or write another way."
NOTHING: Final = "Ring them, or write another way."
TOO_LATE: Final = (
    "The 24 hours in which WhatsApp takes our words ran out before it left. Ring them, or write another way."
)
DID_NOT_GO: Final = frozenset({"failed", "undelivered", "canceled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How it stands with one number: `until` when free words go, None for whoever never wrote.

    `asked` is whether the approved words went, and they have not written since.
    """

    until: datetime | None
    is_open: bool
    asked: bool


class WhatsApp(Texting):
    """How residents are written to on WhatsApp."""

    channel: ClassVar[Channel] = Channel.WHATSAPP
    stopped: ClassVar[str] = failures.STOPPED
    carrier_answers: ClassVar[bool] = False

    def refusal(self, tx: Tx, contact: Contact) -> str | None:
        """Why free words cannot go to this contact now, as a sentence; None when they can."""
        number = number_of(contact)
        if self.channel not in self._parts.texts:
            return OFF
        if number is None:
            return NO_NUMBER
        if tx.opt_outs.stopped(number, self.sender) is not None:
            return self.stopped
        window = self.window(tx, number)
        return None if window.is_open else OVER.format(then=self._then(window))

    def template(self, tx: Tx, contact: Contact, words: str) -> str:
        """The carrier's name of the approved words, when it is these, and they are offered."""
        return self._parts.settings.twilio_whatsapp_template if words in self._offers(tx, contact) else ""

    def check_at_last(self, tx: Tx, number: str, template: str) -> None:
        """As of a text; and Refused for free words once the window is over."""
        super().check_at_last(tx, number, template)
        if not template and not self.window(tx, number).is_open:
            raise Refused(TOO_LATE)

    def goes_by_itself(self, tx: Tx, contact: Contact) -> bool:
        """Whether what nobody wrote by hand goes: to whoever wrote within the window."""
        return self.refusal(tx, contact) is None

    def shown(self, tx: Tx, contact: Contact) -> dict[str, Any]:
        """Besides `refused`: until when free words go, the approved words that go after it, and their name there."""
        refused, number = self.refusal(tx, contact), number_of(contact)
        until = self.window(tx, number).until if number and not refused else None
        return {
            "refused": refused,
            "warning": None,
            "longest": self._longest(),
            "by": self.channel.value,
            "until": until.isoformat() if until else None,
            "offers": self._offers(tx, contact) if refused else [],
            "name": contact.facts.get(CALLS_THEMSELVES),
        }

    def window(self, tx: Tx, number: str) -> Window:
        """Of what was last said with this number: there is one conversation until it is closed.

        After a change of sender the carrier may know better: once it has said so, that holds until they write again.
        """
        newest = tx.joined.newest_from(self.channel, Address(kind=AddressKind.PHONE, value=number))
        said = tx.messages.of_contact(newest.id) if newest is not None else []
        heard = [place for place, each in enumerate(said) if each.direction == "in"]
        until = said[heard[-1]].at + WINDOW if heard else None
        since = said[heard[-1] + 1 :] if heard else said
        shut = any(each.problem == failures.NOT_SENT[failures.OUTSIDE] for each in since)
        went = [each for each in since if each.status not in DID_NOT_GO]
        return Window(
            until=until,
            is_open=until is not None and tx.now < until and not shut,
            asked=any(each.direction == "out" and each.text == self._approved for each in went),
        )

    @staticmethod
    def heard(tx: Tx, number: str) -> None:
        """That they have WhatsApp says nothing about texts."""

    def why(self, code: int | None) -> str | None:
        """The sentence of a failure's code."""
        return failures.why(code)

    def answer(self, texts: Mapping[str, str], wait: timedelta) -> str:
        """As of a text, in words of its own: nothing is promised "here" for when free words may go no more.

        Those of a text, in a county without its own.
        """
        return texts.get(RECEIVED if wait < WINDOW else RECEIVED_LATER) or texts["received"]

    @property
    def _approved(self) -> str:
        """The approved words; empty where the county or the settings have none."""
        words = self._parts.county.council.texts.get(AGAIN, "")
        return words if self._parts.settings.twilio_whatsapp_template else ""

    def _then(self, window: Window) -> str:
        if not self._approved:
            return NOTHING
        return ASKED if window.asked else OFFERED

    def _offers(self, tx: Tx, contact: Contact) -> list[str]:
        number = number_of(contact)
        off = self.channel not in self._parts.texts or not self._approved
        if number is None or off or tx.opt_outs.stopped(number, self.sender) is not None:
            return []
        window = self.window(tx, number)
        return [] if window.is_open or window.asked else [self._approved]
